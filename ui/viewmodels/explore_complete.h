// SPDX-License-Identifier: GPL-3.0-or-later
// What may be written at the cursor of a PromQL query, from what a source has: metrics with their
// types, functions, labels of the selector, their values, durations. Asks the source once for each
// thing and keeps it. For the Explore page's editor. Any thread.
#pragma once

#include "services/ports/metric_source.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle::ui {

struct PromqlCandidate {
    std::string text;
    std::string kind; ///< "gauge", "counter", "function"; empty: not known
    std::string help;
};

struct PromqlCompletion {
    std::size_t begin = 0, end = 0;          ///< bytes of the text that a candidate replaces
    std::vector<PromqlCandidate> candidates; ///< the best first
};

class PromqlCompleter {
public:
    static constexpr std::size_t kMostCandidates = 40;

    /// A source that fails gives fewer candidates, never an error: one can write without. The
    /// source outlives the call. Thread: worker.
    PromqlCompletion complete(services::MetricSource& source, const std::string& text,
                              std::size_t cursor, std::stop_token stop);

private:
    using Texts = std::vector<std::string>;
    Texts kept(const std::string& key, const std::function<models::Result<Texts>()>& ask);
    std::map<std::string, services::MetricMetadata> metadata(services::MetricSource& source,
                                                             std::stop_token stop);
    std::mutex m_lock;
    std::map<std::string, Texts> m_kept;
    std::map<std::string, std::map<std::string, services::MetricMetadata>> m_metadata;
};

} // namespace binnacle::ui
