// SPDX-License-Identifier: GPL-3.0-or-later
// The opened estate of one environment, as the console needs it: the store to read, metrics to
// query, sources to test. Implemented in app/gui over services::EstateSession and by fixtures in
// tests. Shared; given back on a worker (see releaseEstate), because closing waits for connectors.
#pragma once

#include "models/estate/source.h"
#include "services/config/config.h"
#include "services/ports/log_source.h"
#include "services/ports/metric_source.h"
#include "services/ports/object_source.h"
#include "services/store/estate_store.h"

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <vector>

namespace binnacle::ui {

class WorkerPool;

class Estate {
public:
    virtual ~Estate() = default;
    virtual services::EstateStore& store() = 0;
    /// Pointers live as long as the estate; jobs that use them hold the estate too.
    virtual std::vector<services::MetricSource*> metricSources() = 0;
    /// Where a picture of one subject comes from: one query to run. Thread: worker.
    virtual models::Result<models::MetricAnswer>
    rangeOfMeaning(const std::string& meaning, const models::LabelList& subject,
                   const services::MetricRangeQuery& range, std::stop_token stop) = 0;
    /// Whole objects and logs of one source; null when it has none. Pointers as metricSources().
    virtual services::ObjectSource* objects(const std::string& /*sourceId*/) { return nullptr; }
    virtual services::LogSource* logs(const std::string& /*sourceId*/) { return nullptr; }
};

using EstatePtr = std::shared_ptr<Estate>;

/// Name → value of secrets that a person has typed and not saved.
using TypedSecrets = std::map<std::string, std::string>;

/// How the console gets at estates and the system; filled in by app/gui, by fixtures in tests.
struct EstateFactory {
    /// Opens without waiting for any source. Thread: worker.
    std::function<models::Result<EstatePtr>(const services::EnvironmentConfig&)> open;
    /// One short exchange with a source that need not be saved yet. What is in `typed` is used for
    /// this test only and never written. Thread: worker.
    std::function<models::SourceStatus(const services::SourceConfig&, const TypedSecrets& typed,
                                       std::stop_token)>
        test;
    /// Names of the contexts in the kubeconfig files; reads files, connects nowhere. Thread:
    /// worker.
    std::function<models::Result<std::vector<std::string>>()> contexts;
    /// Puts a secret into the desktop's key store. Thread: ui; answers later on the ui thread.
    std::function<void(const std::string& name, const std::string& value,
                       std::function<void(models::Result<void>)> done)>
        writeSecret;
    /// Takes a secret out of the key store; one that is not there is no error. Thread: as above.
    std::function<void(const std::string& name, std::function<void(models::Result<void>)> done)>
        removeSecret;
};

/// Lets go of an estate on a worker, so that the ui thread does not wait for its threads to end.
void releaseEstate(WorkerPool& pool, EstatePtr estate);

} // namespace binnacle::ui
