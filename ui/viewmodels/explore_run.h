// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the Explore page's queries as a value: what was asked, what came back for each query,
// the chart and the table's rows. Made on a worker by runExplore(), read by the page. Immutable
// once shared; knows no widget.
#pragma once

#include "services/metrics/block_cache.h"
#include "ui/viewmodels/chart_data.h"

#include <QStringList>

#include <optional>

namespace binnacle::ui {

inline constexpr std::size_t kMostQueries = 3;
/// Series of one run that are drawn and listed; more are counted and said.
inline constexpr std::size_t kMostExploreSeries = 2000;

struct ExploreQuestion {
    std::vector<std::string> texts; ///< PromQL; an empty one is not asked
    models::UtcTime end;
    models::Duration span{}, step{};
    std::string source;
};

struct ExploreRow {
    char query = 'A';
    QString name;                           ///< what tells it from the others of its query
    QString detail;                         ///< all labels
    std::size_t line = 0;                   ///< of the chart
    double last = 0, mean = 0, highest = 0; ///< NaN: not known
    double before = 0, after = 0; ///< means of the first and the last sixth; NaN: not known
    std::size_t samples = 0, gaps = 0, notNumbers = 0;
    double longestGap = 0; ///< Units: seconds
};

/// What became of one query.
struct ExplorePart {
    std::string text;
    std::optional<models::Error> error;
    std::optional<std::size_t> errorAt; ///< byte of the text that the server points at
    std::size_t series = 0, samples = 0, bytes = 0, blocks = 0, fromCache = 0;
    double tookMs = 0; ///< from asking to the whole answer
    bool partial = false;
    QStringList warnings, infos;
};

struct ExploreNote {
    Tone tone = Tone::Info;
    QString text;
};

struct ExploreResult {
    ExploreQuestion question;
    std::vector<ExplorePart> parts; ///< one per text, A first
    std::vector<ExploreRow> rows;
    std::shared_ptr<const ChartData> chart;
    std::size_t cut = 0; ///< series that are neither drawn nor listed
    QString title;
    std::vector<ExploreNote> notes; ///< how true it is

    const ExplorePart* part(char query) const
    {
        const auto i = static_cast<std::size_t>(query - 'A');
        return i < parts.size() ? &parts[i] : nullptr;
    }
};
using ExploreResultPtr = std::shared_ptr<const ExploreResult>;

/// So many samples as can be seen, on a step that people know.
models::Duration exploreStep(models::Duration span, int columns);

/// Asks one query after the other. Never fails: each part carries its error. Thread: worker.
ExploreResultPtr runExplore(services::MetricSource& source, services::BlockCache& cache,
                            const ExploreQuestion& question, std::stop_token stop);

/// Queries with which a person can begin on this source: of the metrics that it has. Thread:
/// worker. Errors: the source's.
models::Result<std::vector<std::string>> exploreStarters(services::MetricSource& source,
                                                         std::stop_token stop);

/// Where a server's message points to: "1:5: parse error", "at position 5". Units: bytes.
std::optional<std::size_t> errorPlace(const std::string& message, std::string_view text);

} // namespace binnacle::ui
