// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/catalogue.h"
#include "services/metrics/expression.h"
#include "services/metrics/xid.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace binnacle;
using services::Catalogue;

namespace {

std::string wrapped(const std::string& meaning)
{
    return "version: 1\ndate: 2026-11-23\nsources: [x]\nmeanings:\n" + meaning;
}

/// Every name of an engine present, so that every branch of its templates is filled.
std::vector<std::string> everyName(const services::MeaningEngine& engine)
{
    std::vector<std::string> names = services::wantedNames(engine);
    for (const auto& s : engine.spellings) {
        names.insert(names.end(), s.needs.begin(), s.needs.end());
        names.insert(names.end(), s.needsAny.begin(), s.needsAny.end());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("the embedded catalogue has every meaning the pages ask for")
{
    const auto& catalogue = Catalogue::builtIn();
    REQUIRE(catalogue.problem() == "");
    for (const char* name : {"gpu.utilisation",
                             "gpu.sm_active",
                             "gpu.tensor_active",
                             "gpu.dram_active",
                             "gpu.memory_used",
                             "gpu.memory_total",
                             "gpu.power",
                             "gpu.power_limit",
                             "gpu.temperature",
                             "gpu.sm_clock",
                             "gpu.throttle_reasons",
                             "gpu.xid",
                             "gpu.ecc_dbe",
                             "gpu.row_remap_failure",
                             "gpu.nvlink_errors",
                             "gpu.energy",
                             "llm.ttft",
                             "llm.inter_token_latency",
                             "llm.e2e_latency",
                             "llm.queue_time",
                             "llm.running",
                             "llm.waiting",
                             "llm.kv_cache",
                             "llm.prompt_tokens_rate",
                             "llm.generation_tokens_rate",
                             "llm.request_rate",
                             "llm.error_rate",
                             "llm.prefix_cache_hit",
                             "model.request_rate",
                             "model.error_rate",
                             "model.latency_mean",
                             "model.latency_p95",
                             "queue.pending",
                             "kube.gpu_allocatable",
                             "kube.gpu_requested",
                             "node.cpu",
                             "node.memory"}) {
        INFO(name);
        CHECK(catalogue.find(name) != nullptr);
    }
    CHECK(catalogue.date().size() == 10);
}

TEST_CASE("every entry gives an expression with every place filled and brackets in balance")
{
    for (const auto& meaning : Catalogue::builtIn().meanings()) {
        for (const auto& engine : meaning.engines) {
            const auto names = everyName(engine);
            const auto present = services::presentSpellings(engine, names);
            INFO(meaning.name << " of " << engine.engine);
            REQUIRE_FALSE(present.empty());
            for (const models::LabelList& filter :
                 {models::LabelList{}, models::LabelList{{"model_name", "a\"b$m"}, {"pod", "p"}}}) {
                const auto text = services::buildExpression(engine, present, {filter, {}, 0.5, {}});
                REQUIRE(text);
                INFO(*text);
                CHECK(text->find('$') == std::string::npos);
                CHECK(std::count(text->begin(), text->end(), '(') ==
                      std::count(text->begin(), text->end(), ')'));
                CHECK(std::count(text->begin(), text->end(), '{') ==
                      std::count(text->begin(), text->end(), '}'));
                if (!filter.empty())
                    CHECK_THAT(*text, Catch::Contains("a\\\"b\\x24m"));
            }
        }
    }
}

TEST_CASE("every expression is PromQL to promtool")
{
    if (std::system("command -v promtool >/dev/null") != 0) {
        WARN("SKIPPED: promtool is not installed");
        return;
    }
    std::ofstream rules("catalogue_rules.tmp.yml");
    rules << "groups:\n- name: catalogue\n  rules:\n";
    int count = 0;
    for (const auto& meaning : Catalogue::builtIn().meanings()) {
        for (const auto& engine : meaning.engines) {
            const auto names = everyName(engine);
            const auto present = services::presentSpellings(engine, names);
            for (const models::LabelList& filter :
                 {models::LabelList{}, models::LabelList{{"model_name", "a\"b$m"}, {"pod", "p"}}}) {
                for (const std::vector<std::string>& by :
                     {std::vector<std::string>{}, std::vector<std::string>{"pod", "UUID"}}) {
                    const auto text = services::buildExpression(
                        engine, present, {filter, by, 0.5, std::chrono::minutes(5)});
                    REQUIRE(text);
                    rules << "  - record: r" << ++count << "\n    expr: |-\n      " << *text
                          << "\n";
                }
            }
        }
    }
    rules.close();
    CHECK(count > 200);
    CHECK(std::system(
              "promtool check rules catalogue_rules.tmp.yml > catalogue_rules.tmp.log 2>&1") == 0);
    std::remove("catalogue_rules.tmp.yml");
    std::remove("catalogue_rules.tmp.log");
}

TEST_CASE("a broken catalogue names the meaning and what is wrong")
{
    struct Case {
        std::string yaml;
        const char* says;
    };
    const Case cases[] = {
        {"[", "yaml"},
        {"version: 2\ndate: x\nsources: [a]\nmeanings: {}", "version 1"},
        {wrapped("  a.b: {title: t, unit: s, engines: []}"), "a.b: at least one engine"},
        {wrapped("  a.b: {title: t, unit: s, colour: red, engines: []}"),
         "unknown field \"colour\""},
        {wrapped("  a.b: {title: t, unit: s, engines: [{engine: e, spellings: [{metric: m, unit: "
                 "W}]}]}"),
         "no conversion from W to s"},
        {wrapped("  a.b: {title: t, unit: s, engines: [{engine: e, kind: quantile, spellings: "
                 "[{metric: m, unit: s}]}]}"),
         "quantile"},
        {wrapped("  a.b: {title: t, unit: s, engines: [{engine: e, kind: custom, spellings: "
                 "[{metric: m, unit: s}]}]}"),
         "expression"},
        {wrapped(
             "  a.b: {title: t, unit: s, engines: [{engine: e, kind: rate, spellings: [{metric: "
             "m, unit: s}, {metric: n, unit: ms}]}]}"),
         "share one unit"},
        {wrapped("  a.b: {title: t, unit: s, valid: [5, 1], engines: [{engine: e, spellings: "
                 "[{metric: m, unit: s}]}]}"),
         "low must be below high"},
        {wrapped("  a.b: 5"), "mapping"},
    };
    for (const auto& c : cases) {
        INFO(c.yaml);
        const auto parsed = Catalogue::parse(c.yaml);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == models::ErrorCode::InvalidInput);
        CHECK_THAT(parsed.error().message, Catch::Contains(c.says, Catch::CaseSensitive::No));
    }
}

TEST_CASE("units convert to the meaning's")
{
    CHECK(services::unitScale("MiB", "bytes")->apply(1.5) == 1572864);
    CHECK_FALSE(services::unitScale("W", "bytes"));
    // What a server counts in whole units comes out as the decimal a person would write.
    const std::pair<const char*, const char*> decimal[] = {
        {"percent", "ratio"}, {"mW", "W"}, {"mJ", "J"},   {"ns", "s"},
        {"us", "s"},          {"ms", "s"}, {"Hz", "MHz"}, {"kHz", "MHz"}};
    const char* powers[] = {"e-2", "e-3", "e-3", "e-9", "e-6", "e-3", "e-6", "e-3"};
    for (std::size_t i = 0; i < std::size(decimal); ++i) {
        const auto scale = services::unitScale(decimal[i].first, decimal[i].second);
        REQUIRE(scale);
        for (int n = 0; n <= 1000; ++n) {
            const std::string text = std::to_string(n) + powers[i];
            if (scale->apply(n) != std::strtod(text.c_str(), nullptr))
                FAIL(decimal[i].first << ": " << text);
        }
        CHECK(scale->undo(scale->apply(7)) == Approx(7));
    }
    CHECK(services::promDuration(std::chrono::seconds(90)) == "90s");
    CHECK(services::promDuration(std::chrono::minutes(5)) == "5m");
    CHECK(services::promDuration(std::chrono::milliseconds(1500)) == "1500ms");
}

TEST_CASE("the Xid table answers the codes an on-call person meets, with an action each")
{
    REQUIRE(services::xidTableProblem() == "");
    CHECK(services::xidTableDate().size() == 10);
    CHECK(services::findXid(0) == nullptr);
    CHECK(services::findXid(-1) == nullptr);
    CHECK(services::findXid(9999) == nullptr);
    for (int code : {13,  31,  43,  45,  48,  62,  63,  64,  74,  79,  92,  94, 95,
                     109, 119, 120, 140, 143, 144, 149, 151, 154, 155, 158, 171}) {
        INFO(code);
        const auto* info = services::findXid(code);
        REQUIRE(info);
        CHECK(info->code == code);
        CHECK_FALSE(info->meaning.empty());
        CHECK_FALSE(info->nextStep.empty());
    }
    CHECK(services::findXid(79)->action == services::XidAction::RestartMachine);
    CHECK(services::findXid(31)->action == services::XidAction::RestartApp);
    CHECK(services::findXid(63)->action == services::XidAction::Ignore);
    CHECK(toString(services::findXid(74)->action) == "nvlink");
    CHECK(services::findXid(79)->hardware);
    CHECK_FALSE(services::findXid(13)->hardware);
}
