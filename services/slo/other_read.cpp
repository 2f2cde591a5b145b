// SPDX-License-Identifier: GPL-3.0-or-later
// Sloth's prometheus/v1 and Pyrra's pyrra.dev/v1alpha1 as objectives. Source: the specifications in
// both projects' repositories.
#include "models/slo/window.h"
#include "services/slo/slo_fields.h"

namespace binnacle::services {

using models::Slo;

namespace {

Slo begin(const SloDocument& document)
{
    Slo slo;
    slo.format = document.apiVersion;
    slo.file = document.file;
    return slo;
}

void percentOf(SloFields& f, const std::string& at, Slo& slo)
{
    slo.target = f.number(at) / 100;
    if (!(slo.target > 0 && slo.target < 1))
        f.problem(at, "must be a percentage above 0 and below 100");
}

} // namespace

models::Result<void> readSloth(const SloDocument& document, std::vector<Slo>& out)
{
    SloFields f(document);
    const auto service = f.text("service", true);
    const std::size_t count = f.count("slos");
    for (std::size_t i = 0; i < count && !f.failed(); ++i) {
        const std::string at = "slos[" + std::to_string(i) + "]";
        Slo slo = begin(document);
        slo.name = f.text(at + ".name", true);
        slo.service = service;
        slo.description = f.text(at + ".description");
        slo.line = f.line(at);
        slo.window = *models::parseWindow("30d"); // Sloth's default; its flag is not in the file
        percentOf(f, at + ".objective", slo);
        if (f.has(at + ".sli.events")) {
            slo.sli.kind = models::SliKind::BadOverTotal;
            slo.sli.part = f.text(at + ".sli.events.error_query", true);
            slo.sli.total = f.text(at + ".sli.events.total_query", true);
        } else if (f.has(at + ".sli.raw")) {
            slo.sli.kind = models::SliKind::RawFailure;
            slo.sli.part = f.text(at + ".sli.raw.error_ratio_query", true);
        } else {
            f.problem(at + ".sli", "has neither events nor raw",
                      "Sloth's plugins run inside Sloth; write their queries as events");
        }
        if (f.has(at + ".alerting"))
            slo.unsupported.emplace_back(at + ".alerting");
        out.push_back(std::move(slo));
    }
    if (count == 0)
        f.problem("slos", "is missing");
    if (f.failed())
        return models::fail(f.error());
    return {};
}

models::Result<void> readPyrra(const SloDocument& document, std::vector<Slo>& out)
{
    SloFields f(document);
    Slo slo = begin(document);
    slo.name = document.name;
    slo.line = f.line("metadata");
    slo.description = f.text("spec.description");
    if (const auto* labels = f.at("metadata.labels"))
        slo.service = std::string(labels->textAt({"pyrra.dev/service"}));
    percentOf(f, "spec.target", slo);
    const auto window = models::parseWindow(f.text("spec.window", true));
    if (!window)
        f.problem("spec.window", window.error().message, window.error().remedy);
    else
        slo.window = *window;
    slo.sli.counter = true;
    if (f.has("spec.indicator.ratio")) {
        slo.sli.kind = models::SliKind::BadOverTotal;
        slo.sli.part = f.text("spec.indicator.ratio.errors.metric", true);
        slo.sli.total = f.text("spec.indicator.ratio.total.metric", true);
    } else if (f.has("spec.indicator.latency")) {
        slo.sli.part = f.text("spec.indicator.latency.success.metric", true);
        slo.sli.total = f.text("spec.indicator.latency.total.metric", true);
    } else {
        f.problem("spec.indicator", "has neither ratio nor latency",
                  "Binnacle does not read Pyrra's latencyNative and bool_gauge yet");
    }
    for (const char* grouping :
         {"spec.indicator.ratio.grouping", "spec.indicator.latency.grouping"}) {
        if (f.has(grouping))
            slo.unsupported.emplace_back(std::string(grouping) + ": measured as one");
    }
    if (f.has("spec.alerting"))
        slo.unsupported.emplace_back("spec.alerting");
    out.push_back(std::move(slo));
    if (f.failed())
        return models::fail(f.error());
    return {};
}

} // namespace binnacle::services
