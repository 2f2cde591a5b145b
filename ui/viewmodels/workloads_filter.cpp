// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_filter.h"

#include "models/base/ascii_case.h"
#include "services/usecases/object_state.h"
#include "ui/viewmodels/workloads_cells.h"

namespace binnacle::ui {

namespace {

/// What a pod's STATUS is called in the table, lower case.
struct Word {
    std::string_view raw, shown;
};
constexpr Word kWords[] = {
    {"crashloopbackoff", "restarts in a loop"},
    {"imagepullbackoff", "image not pulled"},
    {"errimagepull", "image not pulled"},
    {"containercreating", "starting"},
    {"podinitializing", "starting"},
    {"pending", "waiting for gpu"},
    {"unschedulable", "waiting for gpu"},
    {"notready", "not ready"},
};

std::string readyText(const services::RowRef& row)
{
    const cells::Ready r = cells::readyOf(row);
    return r.known() ? std::to_string(r.ready) + "/" + std::to_string(r.want) : std::string();
}

} // namespace

services::TableFilter workloadsFilter(const models::KindSpec& kind,
                                      const services::Snapshot& snapshot)
{
    std::vector<services::MadeField> made{{"source", [&snapshot](const services::RowRef& row) {
                                               const models::SourceStatus* source =
                                                   snapshot.source(row.source());
                                               return source ? source->id : std::string();
                                           }}};
    if (kind.column("ready") < 0)
        made.push_back({"ready", readyText, true});
    if (kind.name == "Pod") {
        made.push_back({"status",
                        [](const services::RowRef& row) {
                            return std::string(services::stateText(row, services::stateOf(row)));
                        },
                        true});
    }
    return services::TableFilter(kind, std::move(made));
}

models::Filter compileWorkloads(std::string_view text, const services::TableFilter& fields,
                                models::UtcTime now)
{
    models::Filter filter = models::compileFilter(text, fields.fields(), now);
    for (models::FilterTerm& term : filter.terms) {
        if (term.op != models::FilterOp::Matches || term.field < 0 ||
            fields.fields()[static_cast<std::size_t>(term.field)].name != "status")
            continue;
        const std::size_t typed = term.values.size();
        for (std::size_t i = 0; i < typed; ++i) {
            const models::FilterValue value = term.values[i];
            for (const Word& word : kWords) {
                const bool means = value.whole ? value.text == word.raw
                                               : value.text.size() > 3 &&
                                                     word.raw.find(value.text) != std::string::npos;
                if (means)
                    term.values.push_back({std::string(word.shown), true});
            }
        }
    }
    return filter;
}

models::FilterCompletion completeWorkloads(std::string_view text, std::size_t cursor,
                                           models::KindId kind, const services::Snapshot& snapshot)
{
    constexpr std::size_t kMost = 40;
    const services::TableFilter fields =
        workloadsFilter(models::KindRegistry::instance().spec(kind), snapshot);
    const services::Table* table = snapshot.table(kind);
    const models::FilterValues values = [&](int field, std::string_view prefix) {
        return table ? fields.values(*table, field, prefix, kMost) : std::vector<std::string>{};
    };
    return models::completeFilter(text, cursor, fields.fields(), values, kMost);
}

} // namespace binnacle::ui
