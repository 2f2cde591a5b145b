// SPDX-License-Identifier: GPL-3.0-or-later
// How often each target of a server is scraped: a value of a job scraped every minute is as fresh
// as one can be when it is a minute old. Filled from what the server says of its configuration and
// targets, asked by the labels of a series. A value; any thread. Knows no server.
#pragma once

#include "models/base/time.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace binnacle::plugins::prometheus {

/// By scrape pool (the job_name of the configuration, which is not always the job label).
using PoolIntervals = std::map<std::string, models::Duration>;

class ScrapeIntervals {
public:
    /// A target with its final labels. Zero intervals are ignored.
    void add(std::string_view job, std::string_view instance, models::Duration interval);
    /// Where targets are not to be had: pools by their name, which by default is the job label.
    void add(const PoolIntervals& pools);

    /// That of the target; else the shortest of its job; zero when the job is not known.
    models::Duration of(std::string_view job, std::string_view instance) const;
    /// False: jobs differ and the targets could not be listed (yet): worth asking again soon.
    bool complete = true;

    /// Zero when nothing is known.
    models::Duration shortest() const { return m_shortest; }

private:
    std::unordered_map<std::string, models::Duration> m_byTarget, m_byJob;
    models::Duration m_shortest{0};
};

} // namespace binnacle::plugins::prometheus
