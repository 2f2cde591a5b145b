// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/objects/demo_template.h"

#include "plugins/demo/demo_random.h"

#include <array>

namespace binnacle::plugins::demo {

using models::Document;

namespace {

Document text(std::string value)
{
    return Document::text(std::move(value));
}

Document number(std::int64_t value)
{
    return Document::number(std::to_string(value));
}

std::uint64_t draw(const DemoTemplate& of, std::string_view what, std::int64_t epoch)
{
    return hash(topic(of.app), topic(what), static_cast<std::uint64_t>(epoch));
}

/// Tonight's rollout of fraud-scorer is the demo's own story: its batch went from 32 to 8.
std::int64_t batchSize(const DemoTemplate& of)
{
    if (of.app == "fraud-scorer")
        return of.version >= 42 ? 8 : 32;
    return std::int64_t{8} << draw(of, "batch", of.version / 4) % 3;
}

Document variable(const char* name, std::string value)
{
    return mapOf({{"name", text(name)}, {"value", text(std::move(value))}});
}

Document container(const DemoTemplate& of)
{
    const std::string version = std::to_string(of.version);
    const bool early = draw(of, "probe", of.version / 3) % 2 == 0;
    std::vector<Document> arguments{text("--max-batch-size=" + std::to_string(batchSize(of)))};
    std::vector<Document> variables{
        variable("LOG_LEVEL", draw(of, "level", of.version / 2) % 3 == 0 ? "debug" : "info")};
    if (of.version > 0) {
        arguments.push_back(text("--model=" + of.app));
        variables.push_back(variable("MODEL_URI", "s3://models/" + of.app + "/" + version));
    }
    const std::string memory = std::to_string(16 + 8 * (draw(of, "memory", of.version / 5) % 3));
    std::vector<Document::Field> limits{{"cpu", text("8")}, {"memory", text(memory + "Gi")}};
    if (of.gpus > 0)
        limits.emplace_back("nvidia.com/gpu", text(std::to_string(of.gpus)));
    return mapOf(
        {{"name", text("server")},
         {"image", text(of.image + ":" + version)},
         {"args", listOf(std::move(arguments))},
         {"env", listOf(std::move(variables))},
         {"ports", listOf({mapOf({{"containerPort", number(8080)},
                                  {"name", text("http")},
                                  {"protocol", text("TCP")}})})},
         {"readinessProbe",
          mapOf({{"httpGet", mapOf({{"path", text("/v2/health/ready")}, {"port", text("http")}})},
                 {"initialDelaySeconds", number(early ? 10 : 30)},
                 {"periodSeconds", number(10)}})},
         {"resources",
          mapOf({{"limits", mapOf(limits)},
                 {"requests", mapOf({{"cpu", text("4")}, {"memory", text(memory + "Gi")}})}})}});
}

} // namespace

Document mapOf(std::vector<Document::Field> fields)
{
    Document out{Document::Type::Map, {}, {}, {}};
    out.fields = std::move(fields);
    return out;
}

Document listOf(std::vector<Document> items)
{
    Document out{Document::Type::List, {}, {}, {}};
    out.items = std::move(items);
    return out;
}

Document podTemplate(const DemoTemplate& of)
{
    std::vector<Document::Field> labels{{"app", text(of.app)}, {"team", text(of.team)}};
    if (of.version > 0)
        labels.emplace_back("binnacle.io/model-version",
                            text(of.app + ":" + std::to_string(of.version)));
    return mapOf({{"metadata", mapOf({{"labels", mapOf(std::move(labels))}})},
                  {"spec", mapOf({{"containers", listOf({container(of)})},
                                  {"priorityClassName", text("serving")},
                                  {"terminationGracePeriodSeconds", number(30)}})}});
}

std::string changeCause(const std::string& app, std::int64_t version)
{
    constexpr std::array<std::string_view, 4> kCauses{"new weights from training", "",
                                                      "larger batches for throughput",
                                                      "registry: promoted to production"};
    if (app == "fraud-scorer" && version == 42)
        return "v42: smaller batches, new weights";
    const auto cause =
        kCauses[hash(topic(app), topic("cause"), static_cast<std::uint64_t>(version)) %
                kCauses.size()];
    return cause.empty() ? std::string()
                         : "v" + std::to_string(version) + ": " + std::string(cause);
}

} // namespace binnacle::plugins::demo
