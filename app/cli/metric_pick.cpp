// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/metric_pick.h"

namespace binnacle::app {

using models::ErrorCode;
using models::fail;
using models::Result;

Result<services::MetricSource*> pickSource(OpenedSession& opened, const std::string& id)
{
    services::EstateSession& session = *opened.session;
    std::string known;
    for (auto* source : session.metricSources()) {
        if (id.empty() || source->id() == id)
            return source;
        known += (known.empty() ? "" : ", ") + source->id();
    }
    return fail(ErrorCode::NotFound,
                id.empty() ? "no source of this environment has metrics"
                           : "no metric source is called \"" + id + "\"",
                known.empty() ? "add a source of type prometheus"
                              : "sources with metrics: " + known);
}

Result<OpenedSession> openForMetrics(const Job& job)
{
    Arguments arguments = job.arguments;
    arguments.store = "memory";
    return openFor({arguments, job.out, job.runtime, job.stop});
}

} // namespace binnacle::app
