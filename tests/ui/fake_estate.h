// SPDX-License-Identifier: GPL-3.0-or-later
// An estate in memory for page tests: a real store filled with facts, no connector, scripted
// metrics.
#pragma once

#include "tests/ui/scripted_metrics.h"
#include "ui/viewmodels/estate.h"

namespace binnacle::ui::test {

class FakeEstate final : public Estate {
public:
    /// `nodes` GPU nodes of eight devices and one live source "fixture"; in memory unless `options`
    /// name a folder.
    static std::shared_ptr<FakeEstate> make(int nodes, services::StoreOptions options = {});
    services::EstateStore& store() override { return *m_store; }
    std::vector<services::MetricSource*> metricSources() override
    {
        return hasMetrics ? std::vector<services::MetricSource*>{&metrics}
                          : std::vector<services::MetricSource*>{};
    }
    models::Result<models::MetricAnswer> rangeOfMeaning(const std::string& meaning,
                                                        const models::LabelList& subject,
                                                        const services::MetricRangeQuery& range,
                                                        std::stop_token stop) override;
    /// New values for every device, and proof that the source lives.
    void beat(int number);
    void setStatus(const std::function<void(models::SourceStatus&)>& edit);

    ScriptedMetrics metrics;
    bool hasMetrics = true; ///< set before the estate is opened

private:
    std::unique_ptr<services::EstateStore> m_store;
    int m_nodes = 0;
};

/// A configuration with one environment "test" and its source "fixture".
services::Config fakeConfig();
/// What removeSecret was asked for, newest last.
std::vector<std::string>& removedSecrets();
EstateFactory fakeFactory(std::function<models::Result<EstatePtr>()> open);

} // namespace binnacle::ui::test
