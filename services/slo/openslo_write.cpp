// SPDX-License-Identifier: GPL-3.0-or-later
// Objectives of other formats as OpenSLO v1 documents.
#include "services/slo/definitions.h"

#include <cstdio>

namespace binnacle::services {

using models::Document;
using models::SliKind;

namespace {

Document map(std::vector<Document::Field> fields)
{
    Document out;
    out.type = Document::Type::Map;
    out.fields = std::move(fields);
    return out;
}

Document list(Document item)
{
    Document out;
    out.type = Document::Type::List;
    out.items.push_back(std::move(item));
    return out;
}

Document number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.15g", value);
    return Document::number(text);
}

Document metric(const std::string& query)
{
    return map({{"metricSource", map({{"type", Document::text("Prometheus")},
                                      {"spec", map({{"query", Document::text(query)}})}})}});
}

Document indicator(const models::Slo& slo)
{
    const auto& sli = slo.sli;
    if (sli.kind == SliKind::Threshold)
        return map({{"thresholdMetric", metric(sli.part)}});
    Document ratio = map({});
    if (sli.kind == SliKind::RawFailure || sli.kind == SliKind::RawSuccess) {
        ratio.fields.emplace_back(
            "rawType", Document::text(sli.kind == SliKind::RawFailure ? "failure" : "success"));
        ratio.fields.emplace_back("raw", metric(sli.part));
    } else {
        if (sli.counter)
            ratio.fields.emplace_back("counter", Document::boolean(*sli.counter));
        ratio.fields.emplace_back(sli.kind == SliKind::BadOverTotal ? "bad" : "good",
                                  metric(sli.part));
        ratio.fields.emplace_back("total", metric(sli.total));
    }
    return map({{"ratioMetric", std::move(ratio)}});
}

} // namespace

Document toOpenSlo(const models::Slo& slo)
{
    Document metadata = map({{"name", Document::text(slo.name)}});
    if (!slo.displayName.empty())
        metadata.fields.emplace_back("displayName", Document::text(slo.displayName));
    Document spec = map({});
    if (!slo.description.empty())
        spec.fields.emplace_back("description", Document::text(slo.description));
    spec.fields.emplace_back("service", Document::text(slo.service));
    spec.fields.emplace_back("indicator",
                             map({{"metadata", map({{"name", Document::text(slo.name + "-sli")}})},
                                  {"spec", indicator(slo)}}));
    spec.fields.emplace_back("timeWindow", list(map({{"duration", Document::text(slo.window.text)},
                                                     {"isRolling", Document::boolean(true)}})));
    spec.fields.emplace_back("budgetingMethod", Document::text(models::toString(slo.budgeting)));
    spec.fields.emplace_back("objectives", list(map({{"target", number(slo.target)}})));
    return map({{"apiVersion", Document::text("openslo/v1")},
                {"kind", Document::text("SLO")},
                {"metadata", std::move(metadata)},
                {"spec", std::move(spec)}});
}

std::string sloTextAsOpenSlo(const SloSet& set)
{
    std::string out;
    const auto add = [&out](const Document& document) {
        out += (out.empty() ? "" : "---\n") + toYaml(document);
    };
    for (const auto& document : set.documents) {
        if (document.apiVersion == "openslo/v1")
            add(document.part.document); // as it is: nothing is lost
    }
    for (const auto& slo : set.slos) {
        if (slo.format != "openslo/v1")
            add(toOpenSlo(slo));
    }
    return out;
}

} // namespace binnacle::services
