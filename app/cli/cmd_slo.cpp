// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/metric_pick.h"
#include "app/cli/slo_json.h"
#include "services/slo/rules.h"

#include <atomic>
#include <thread>

namespace binnacle::app {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::SloSet;
using services::SloStatus;

namespace {

/// Prometheus answers 20 queries at once by default; others want some of them.
constexpr std::size_t kAtOnce = 4;

Result<SloSet> readFiles(const Job& job)
{
    std::vector<std::filesystem::path> paths(job.arguments.files.begin(),
                                             job.arguments.files.end());
    if (paths.empty()) {
        const std::filesystem::path config = job.arguments.config.empty()
                                                 ? services::defaultConfigFile()
                                                 : std::filesystem::path(job.arguments.config);
        paths.push_back(config.parent_path() / "slo");
        std::error_code error;
        if (!std::filesystem::is_directory(paths[0], error))
            return fail(ErrorCode::InvalidInput, "no definitions of objectives are given",
                        "name them with --file FILE, or put them into " + paths[0].string());
    }
    return services::readSloFiles(paths);
}

std::vector<SloStatus> measureAll(const Job& job, const SloSet& set, services::MetricSource& source,
                                  models::UtcTime at, std::chrono::milliseconds deadline)
{
    std::vector<SloStatus> out(set.slos.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (std::size_t w = 0; w < std::min(kAtOnce, out.size()); ++w) {
        workers.emplace_back([&] {
            for (std::size_t i; (i = next++) < out.size() && !job.stop.stop_requested();)
                out[i] = services::measureSlo(set.slos[i], source, at, deadline, job.stop);
        });
    }
    workers.clear(); // joins
    return out;
}

int list(const Job& job, const SloSet& set)
{
    if (job.arguments.json) {
        Json items = Json::array(), documents = Json::array();
        for (const auto& slo : set.slos)
            items.push_back(sloJson(slo));
        for (const auto& document : set.documents)
            documents.push_back({{"file", document.file},
                                 {"apiVersion", document.apiVersion},
                                 {"kind", orNull(std::string_view(document.kind))},
                                 {"name", document.name}});
        job.out.document({{"items", std::move(items)}, {"documents", std::move(documents)}});
        return kExitDone;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& slo : set.slos)
        rows.push_back({slo.name, slo.service, slo.window.text, dump(slo.target, false), slo.format,
                        slo.file + ":" + std::to_string(slo.line)});
    job.out.table({"NAME", "SERVICE", "WINDOW", "TARGET", "FORMAT", "DEFINED"}, rows);
    return kExitDone;
}

void printLint(const Job& job, const std::vector<SloStatus>& all)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& status : all) {
        for (const auto& lint : status.lint)
            rows.push_back({status.slo.name, lint.code, printable(lint.message)});
    }
    job.out.table({"NAME", "CODE", "MESSAGE"}, rows);
}

void print(const Job& job, const std::vector<SloStatus>& all)
{
    if (job.arguments.command == Command::SloLint)
        return printLint(job, all);
    std::vector<std::vector<std::string>> rows;
    for (const auto& status : all)
        rows.push_back(sloStatusCells(status));
    job.out.table({"NAME", "SERVICE", "WINDOW", "TARGET", "ATTAINED", "BUDGET", "BURN 1H", "PAIR",
                   "FIRES IN", "EXHAUSTED IN", "STATE", "LINT"},
                  rows);
}

Json document(const Job& job, const std::vector<SloStatus>& all, models::UtcTime at,
              const std::string& source)
{
    Json items = Json::array();
    for (const auto& status : all) {
        if (job.arguments.command == Command::SloStatus)
            items.push_back(sloStatusJson(status));
        else
            items.push_back({{"name", status.slo.name},
                             {"service", orNull(std::string_view(status.slo.service))},
                             {"lint", sloLintJson(status.lint)},
                             {"error", status.error ? toJson(*status.error) : Json(nullptr)}});
    }
    return {{"items", std::move(items)}, {"at", models::toRfc3339(at)}, {"source", source}};
}

/// All failed: as the first did. Some: partial. `lint` that finds something is a failed check.
int exitCodeOf(const Job& job, const std::vector<SloStatus>& all)
{
    std::size_t failed = 0, found = 0;
    const models::Error* first = nullptr;
    for (const auto& status : all) {
        found += !status.lint.empty();
        if (!status.error)
            continue;
        job.out.error(status.error->in("objective " + status.slo.name));
        first = first ? first : &*status.error;
        ++failed;
    }
    if (failed > 0)
        return failed == all.size() ? exitCodeFor(*first) : kExitPartial;
    return job.arguments.command == Command::SloLint && found > 0 ? kExitCheckFailed : kExitDone;
}

int measured(const Job& job, const SloSet& set)
{
    auto opened = openForMetrics(job);
    if (!opened)
        return failWith(job, opened.error());
    const auto source = pickSource(*opened, job.arguments.source);
    if (!source)
        return failWith(job, source.error());
    // One moment for all, in whole seconds: windows are.
    const auto now = opened->historic ? opened->at : models::Clock::system().now();
    const models::UtcTime at = models::UtcTime::fromSeconds(now.ns / 1'000'000'000);
    const auto all =
        measureAll(job, set, **source, at,
                   std::chrono::duration_cast<std::chrono::milliseconds>(opened->timeout));
    if (job.stop.stop_requested())
        return failWith(job, {ErrorCode::Cancelled, "stopped", {}, {}});
    const int code = exitCodeOf(job, all);
    if (code != kExitDone && code != kExitPartial && code != kExitCheckFailed)
        return code; // nothing is known: no document
    if (job.arguments.json)
        job.out.document(document(job, all, at, (*source)->id()));
    else
        print(job, all);
    return code;
}

int rules(const Job& job, const SloSet& set)
{
    const auto made = services::makeRules(set.slos);
    for (const auto& left : made.leftOut)
        job.out.warning(left);
    const std::string& text = job.arguments.tests ? made.tests : made.rules;
    if (job.arguments.json)
        job.out.document({{"rules", made.rules}, {"tests", made.tests}, {"leftOut", made.leftOut}});
    else
        job.out.line(text);
    return made.leftOut.empty() ? kExitDone : kExitPartial;
}

int convert(const Job& job, const SloSet& set)
{
    const std::string text = services::sloTextAsOpenSlo(set);
    if (job.arguments.json)
        job.out.document({{"openslo", text}});
    else
        job.out.line(text);
    return kExitDone;
}

} // namespace

int slo(const Job& job)
{
    const auto set = readFiles(job);
    if (!set)
        return failWith(job, set.error());
    switch (job.arguments.command) {
    case Command::SloList:
        return list(job, *set);
    case Command::SloRules:
        return rules(job, *set);
    case Command::SloConvert:
        return convert(job, *set);
    default:
        return measured(job, *set);
    }
}

} // namespace binnacle::app
