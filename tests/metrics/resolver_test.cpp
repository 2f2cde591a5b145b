// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/resolver.h"
#include "tests/metrics/fake_source.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace binnacle;
using services::MeaningRequest;
using services::MeaningResolver;
using tests::FakeSource;
using tests::oneSeries;

namespace {

MeaningRequest asking(const std::string& meaning, models::LabelList filter = {})
{
    MeaningRequest request;
    request.meaning = meaning;
    request.filter = std::move(filter);
    return request;
}

} // namespace

TEST_CASE("each engine and generation is asked by its own names")
{
    struct Case {
        const char* meaning;
        std::vector<std::string> names;
        const char* expression;
    };
    const Case cases[] = {
        {"llm.ttft",
         {"vllm:time_to_first_token_seconds_bucket"},
         "histogram_quantile(0.95, sum by (le, model_name, namespace) "
         "(rate(vllm:time_to_first_token_seconds_bucket[5m])))"},
        {"llm.ttft.p50",
         {"vllm_time_to_first_token_seconds_bucket"},
         "histogram_quantile(0.5, sum by (le, model_name, namespace) "
         "(rate(vllm_time_to_first_token_seconds_bucket[5m])))"},
        {"llm.ttft.p99",
         {"vllm:time_to_first_token_seconds"}, // native histogram
         "histogram_quantile(0.99, sum by (model_name, namespace) "
         "(rate(vllm:time_to_first_token_seconds[5m])))"},
        {"llm.inter_token_latency",
         {"vllm:time_per_output_token_seconds_bucket", "vllm:inter_token_latency_seconds_bucket"},
         "histogram_quantile(0.95, sum by (le, model_name, namespace) "
         "((rate(vllm:inter_token_latency_seconds_bucket[5m]) or "
         "rate(vllm:time_per_output_token_seconds_bucket[5m]))))"},
        {"llm.kv_cache",
         {"vllm:gpu_cache_usage_perc"},
         "avg by (model_name, namespace) (vllm:gpu_cache_usage_perc)"},
        {"llm.running",
         {"tgi_batch_current_size"},
         "sum by (job, pod, namespace) (tgi_batch_current_size)"},
        {"llm.waiting",
         {"sglang:num_queue_reqs"},
         "sum by (model_name, namespace) (sglang:num_queue_reqs)"},
        {"llm.waiting",
         {"nv_inference_pending_request_count"},
         "sum by (model, version, namespace) (nv_inference_pending_request_count)"},
        {"model.latency_p95",
         {"kn_serving_invocation_duration_seconds_bucket"},
         "histogram_quantile(0.95, sum by (le, kn_service_name, kn_revision_name, namespace) "
         "(rate(kn_serving_invocation_duration_seconds_bucket[5m])))"},
        {"model.latency_mean",
         {"request_predict_seconds_count"},
         "sum by (model_name, namespace) (rate(request_predict_seconds_sum[5m])) / (sum by "
         "(model_name, namespace) (rate(request_predict_seconds_count[5m])) > 0)"},
        {"gpu.utilisation",
         {"DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_GPU_UTIL_RATIO"},
         "(DCGM_FI_DEV_GPU_UTIL_RATIO or DCGM_FI_DEV_GPU_UTIL)"},
        {"gpu.xid", {"DCGM_FI_DEV_XID_ERRORS"}, "DCGM_FI_DEV_XID_ERRORS"},
        {"queue.pending",
         {"kueue_pending_workloads"},
         "sum by (cluster_queue, status) (kueue_pending_workloads)"},
    };
    for (const auto& c : cases) {
        INFO(c.meaning);
        FakeSource source;
        source.names = c.names;
        MeaningResolver resolver;
        const auto answer = resolver.resolve(asking(c.meaning), source, {});
        REQUIRE(answer);
        REQUIRE(source.asked.size() == 1);
        CHECK(source.asked[0] == c.expression);
        CHECK(answer->used.at(0).expression == c.expression);
        CHECK(answer->source == "fake");
        CHECK_THAT(answer->usedText(), Catch::Contains(c.expression));
    }
}

TEST_CASE("filters are written in the engine's own labels and escaped")
{
    FakeSource source;
    source.names = {"nv_inference_pending_request_count"};
    MeaningResolver resolver;
    REQUIRE(resolver.resolve(asking("llm.waiting", {{"model_name", "a\"\\b"}}), source, {}));
    CHECK_THAT(source.asked.back(), Catch::Contains("{model=\"a\\\"\\\\b\"}"));
    const auto bad = resolver.resolve(asking("llm.waiting", {{"a=b", "x"}}), source, {});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == models::ErrorCode::InvalidInput);
    source.names = {"DCGM_FI_DEV_FB_USED"};
    REQUIRE(resolver.resolve(asking("gpu.memory_used", {{"pod", "train-0"}}), source, {}));
    CHECK(source.asked.back() == "(DCGM_FI_DEV_FB_USED{exported_pod=\"train-0\"} or "
                                 "DCGM_FI_DEV_FB_USED{pod=\"train-0\"})");
}

TEST_CASE("the scale comes from the values, then from what they once proved, then from the help")
{
    FakeSource source;
    source.names = {"DCGM_FI_DEV_GPU_UTIL_RATIO"};
    MeaningResolver resolver;
    const auto value = [&](double raw) {
        source.always(
            {oneSeries({{"__name__", "DCGM_FI_DEV_GPU_UTIL_RATIO"}, {"UUID", "GPU-1"}}, raw)});
        const auto answer = resolver.resolve(asking("gpu.utilisation"), source, {});
        REQUIRE(answer);
        return answer->answer.series.at(0).values.at(0);
    };
    CHECK(value(0.5) == 0.5); // a fraction: this one is a ratio in spite of "percent"
    CHECK(value(1) == 1);     // nothing to see, but the fraction is remembered
    CHECK(value(40) == 0.4);  // above one proves percent, for good
    CHECK(value(1) == 0.01);

    MeaningResolver fresh;
    source.always({oneSeries({{"__name__", "DCGM_FI_DEV_GPU_UTIL_RATIO"}, {"UUID", "G"}}, 1)});
    source.descriptions = {{"DCGM_FI_DEV_GPU_UTIL_RATIO", "gauge", "Ratio 0-1 of time", ""}};
    const auto byHelp = fresh.resolve(asking("gpu.utilisation"), source, {});
    CHECK(byHelp->answer.series.at(0).values.at(0) == 1);
    CHECK_THAT(byHelp->used.at(0).note, Catch::Contains("0 to 1"));
    MeaningResolver declared;
    source.descriptions.clear();
    CHECK(
        declared.resolve(asking("gpu.utilisation"), source, {})->answer.series.at(0).values.at(0) ==
        0.01);
    // A metric declared 0-1 that shows 85 is percent.
    source.names = {"DCGM_FI_PROF_SM_ACTIVE"};
    source.always({oneSeries({{"__name__", "DCGM_FI_PROF_SM_ACTIVE"}, {"UUID", "G"}}, 85)});
    const auto odd = declared.resolve(asking("gpu.sm_active"), source, {});
    CHECK(odd->answer.series.at(0).values.at(0) == 0.85);
    CHECK_THAT(odd->used.at(0).note, Catch::Contains("0 to 100"));
}

TEST_CASE("blanks of DCGM are unknown, real large values are not")
{
    for (const double blank :
         {9223372036854775792.0, 9223372036854775794.0, 140737488355328.0, 140737488355330.0,
          2147483632.0, 2147483634.0, -2147483632.0, std::nan("")}) {
        INFO(blank);
        FakeSource source;
        source.names = {"DCGM_FI_DEV_GPU_TEMP"};
        source.always({oneSeries({{"UUID", "a"}}, blank), oneSeries({{"UUID", "b"}}, 45)});
        MeaningResolver resolver;
        const auto answer = resolver.resolve(asking("gpu.temperature"), source, {});
        REQUIRE(answer);
        CHECK(answer->answer.series.size() == 1);
        CHECK(answer->dropped == 1);
    }
    FakeSource source;
    source.names = {"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"};
    source.always({oneSeries({{"UUID", "a"}}, 2147483640.0)});
    MeaningResolver resolver;
    CHECK(resolver.resolve(asking("gpu.energy"), source, {})->answer.series.size() == 1);
    CHECK_FALSE(services::isDcgmBlank(2147483631.0, false));
    CHECK_FALSE(services::isDcgmBlank(3e9, false));
}

TEST_CASE("spellings and engines fill each other up per device and are never added")
{
    FakeSource source;
    source.names = {"DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_BOARD_POWER_WATTS",
                    "nv_gpu_power_usage"};
    source.onInstant = [](const std::string& expression) -> FakeSource::Answer {
        models::MetricAnswer answer;
        if (expression.find("DCGM") != std::string::npos)
            answer.series = {
                oneSeries({{"__name__", "DCGM_FI_DEV_BOARD_POWER_WATTS"}, {"UUID", "a"}}, 300),
                oneSeries({{"__name__", "DCGM_FI_DEV_POWER_USAGE"}, {"UUID", "a"}, {"x", "1"}},
                          310),
                oneSeries({{"__name__", "DCGM_FI_DEV_POWER_USAGE"}, {"UUID", "b"}}, 100)};
        else
            answer.series = {oneSeries({{"gpu_uuid", "b"}}, 999),
                             oneSeries({{"gpu_uuid", "c"}}, 50)};
        return answer;
    };
    MeaningResolver resolver;
    const auto answer = resolver.resolve(asking("gpu.power"), source, {});
    REQUIRE(answer);
    REQUIRE(answer->answer.series.size() == 3);
    CHECK(answer->answer.series[0].values[0] == 300);
    CHECK(answer->answer.series[1].values[0] == 100);
    CHECK(answer->answer.series[2].label("UUID") == "c");
    CHECK(answer->used.size() == 2);
}

TEST_CASE("holders are told from the exporter's own pod")
{
    FakeSource source;
    source.names = {"DCGM_FI_DEV_FB_USED"};
    source.always(
        {oneSeries({{"UUID", "a"},
                    {"job", "j"},
                    {"pod", "exp"},
                    {"exported_pod", "train"},
                    {"namespace", "gpu"},
                    {"exported_namespace", "team"}},
                   1),
         oneSeries({{"UUID", "b"}, {"job", "j"}, {"pod", "exp"}, {"namespace", "gpu"}}, 1),
         oneSeries({{"UUID", "c"}, {"job", "honours"}, {"pod", "serve"}, {"namespace", "t"}}, 1),
         oneSeries({{"UUID", "d"}, {"job", "k"}, {"pod", "nvidia-dcgm-exporter-7x"}}, 1)});
    MeaningResolver resolver;
    const auto answer = resolver.resolve(asking("gpu.memory_used"), source, {});
    REQUIRE(answer);
    const auto& s = answer->answer.series;
    CHECK(s[0].label("pod") == "train");
    CHECK(s[0].label("namespace") == "team");
    CHECK(s[1].label("pod").empty());
    CHECK(s[2].label("pod") == "serve");
    CHECK(s[3].label("pod").empty());
}

TEST_CASE("what is not there is said, with the names that were looked for")
{
    FakeSource source;
    MeaningResolver resolver;
    const auto none = resolver.resolve(asking("llm.ttft"), source, {});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == models::ErrorCode::NotFound);
    CHECK_THAT(none.error().message,
               Catch::StartsWith("not available: none of these metrics exist"));
    CHECK_THAT(none.error().message, Catch::Contains("vllm:time_to_first_token_seconds_bucket"));
    const auto unknown = resolver.resolve(asking("llm.tfft"), source, {});
    REQUIRE_FALSE(unknown);
    CHECK_THAT(unknown.error().remedy, Catch::Contains("llm.ttft"));
    CHECK(resolver.resolve(asking("gpu.power.p95"), source, {}).error().code ==
          models::ErrorCode::InvalidInput);
    source.names = {"vllm:num_requests_running"};
    const auto empty = resolver.resolve(asking("llm.running"), source, {});
    REQUIRE(empty); // the metric exists, nothing matches
    CHECK(empty->answer.series.empty());
}

TEST_CASE("one failing engine makes the answer partial, a cancelled one ends it")
{
    FakeSource source;
    source.names = {"vllm:num_requests_running", "tgi_batch_current_size"};
    auto code = models::ErrorCode::Timeout;
    source.onInstant = [&](const std::string& expression) -> FakeSource::Answer {
        if (expression.find("tgi") != std::string::npos)
            return models::fail(code, "too slow");
        models::MetricAnswer answer;
        answer.series = {oneSeries({{"model_name", "m"}}, 3)};
        return answer;
    };
    MeaningResolver resolver;
    const auto partial = resolver.resolve(asking("llm.running"), source, {});
    REQUIRE(partial);
    CHECK(partial->answer.partial);
    CHECK_THAT(partial->answer.warnings.at(0), Catch::Contains("too slow"));
    CHECK(partial->answer.series.at(0).label("engine") == "vllm");
    code = models::ErrorCode::Cancelled;
    CHECK_FALSE(resolver.resolve(asking("llm.running"), source, {}));
}

TEST_CASE("a mean where no percentile exists is called a mean")
{
    FakeSource source;
    source.names = {"nv_inference_queue_duration_us", "nv_inference_request_success"};
    source.always({oneSeries({{"model", "m"}}, 2500)});
    MeaningResolver resolver;
    const auto answer = resolver.resolve(asking("llm.queue_time"), source, {});
    REQUIRE(answer);
    CHECK(answer->answer.series.at(0).values.at(0) == 0.0025);
    CHECK(answer->answer.series.at(0).label("model_name") == "m");
    CHECK(answer->used.at(0).statistic == "mean");
    CHECK_THAT(answer->used.at(0).note, Catch::Contains("no percentiles"));
}

TEST_CASE("over a range an upgraded exporter's two spellings become one line")
{
    std::vector<models::MetricSeries> series(2);
    series[0].labels = {{"UUID", "a"}};
    series[0].times = {20, 30};
    series[0].values = {2, 3};
    series[1].labels = {{"UUID", "a"}, {"old", "1"}};
    series[1].times = {0, 10, 20};
    series[1].values = {90, 91, 92};
    services::mergeBySubject(series, {"UUID"});
    REQUIRE(series.size() == 1);
    CHECK(series[0].times == std::vector<double>{0, 10, 20, 30});
    CHECK(series[0].values == std::vector<double>{90, 91, 2, 3});
}
