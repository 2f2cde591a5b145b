// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what the client made of a server's answers as JSON, for compare_answers.py, which reads
// the same answers by itself. Arguments: URL, then per question "range EXPR START END STEP",
// "instant EXPR TIME" or "exemplars EXPR START END" (Unix seconds).
#include "plugins/prometheus/client/prometheus_client.h"
#include "services/net/curl_http_client.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <iostream>

using namespace binnacle;
using Json = nlohmann::json;
using plugins::prometheus::PrometheusClient;

namespace {

/// Shortest text that reads back as the same double; JSON itself has no NaN and no infinities.
std::string text(double value)
{
    char out[40];
    return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

Json labels(const models::LabelList& list)
{
    Json out = Json::object();
    for (const auto& [name, value] : list)
        out[name] = value;
    return out;
}

Json answer(const models::MetricAnswer& from)
{
    Json out = Json::array();
    for (const auto& series : from.series) {
        Json one{{"metric", labels(series.labels)},
                 {"values", Json::array()},
                 {"histograms", Json::array()}};
        for (std::size_t i = 0; i < series.values.size(); ++i)
            one["values"].push_back({text(series.times[i]), text(series.values[i])});
        for (const auto& h : series.histograms) {
            Json buckets = Json::array();
            for (const auto& b : h.buckets)
                buckets.push_back({b.rule, text(b.left), text(b.right), text(b.count)});
            one["histograms"].push_back({text(h.time), text(h.count), text(h.sum), buckets});
        }
        out.push_back(std::move(one));
    }
    return out;
}

Json exemplars(const std::vector<plugins::prometheus::ExemplarSeries>& from)
{
    Json out = Json::array();
    for (const auto& series : from) {
        Json one{{"metric", labels(series.labels)}, {"exemplars", Json::array()}};
        for (const auto& e : series.exemplars)
            one["exemplars"].push_back({labels(e.labels), text(e.time), text(e.value)});
        out.push_back(std::move(one));
    }
    return out;
}

template <class T, class Make> Json resultOf(const models::Result<T>& result, Make&& make)
{
    return result ? make(*result) : Json{{"error", result.error().text()}};
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> args(argv + std::min(argc, 1), argv + argc);
    if (args.empty())
        return 2;
    services::SourceConfig config;
    config.id = "dump";
    config.url = args[0];
    const auto http = services::makeCurlHttpClient();
    PrometheusClient client(config, *http, nullptr);
    const auto time = [](const std::string& unix) {
        return models::UtcTime::fromSeconds(static_cast<std::int64_t>(std::stoll(unix)));
    };
    Json out = Json::array();
    for (std::size_t i = 1; i < args.size();) {
        const std::string what = args[i];
        if (what == "range" && i + 4 < args.size()) {
            out.push_back(resultOf(client.range({args[i + 1], time(args[i + 2]), time(args[i + 3]),
                                                 std::chrono::seconds(std::stoll(args[i + 4]))},
                                                {}),
                                   answer));
            i += 5;
        } else if (what == "instant" && i + 2 < args.size()) {
            out.push_back(resultOf(client.instant({args[i + 1], time(args[i + 2])}, {}), answer));
            i += 3;
        } else if (what == "exemplars" && i + 3 < args.size()) {
            out.push_back(
                resultOf(client.exemplars(args[i + 1], time(args[i + 2]), time(args[i + 3]), {}),
                         exemplars));
            i += 4;
        } else {
            std::cerr << "unknown question " << what << '\n';
            return 2;
        }
    }
    std::cout << out.dump() << '\n';
    return 0;
}
