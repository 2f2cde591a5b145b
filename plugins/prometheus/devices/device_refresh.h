// SPDX-License-Identifier: GPL-3.0-or-later
// One round of reading every gpu.* meaning of a server into GpuRows, and the look into history when
// devices are first seen. For the connector's run thread.
#pragma once

#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/devices/gpu_rows.h"
#include "services/metrics/resolver.h"

namespace binnacle::plugins::prometheus {

struct RefreshReport {
    std::size_t devices = 0, withoutUuid = 0;
    std::vector<std::string> problems; ///< "gpu.power: the query timed out"
    /// What is missing where a store did not answer; the devices of the others are shown.
    std::vector<std::string> missing;
    bool available = false; ///< the server has any device metric
};

class DeviceRefresh {
public:
    DeviceRefresh(PrometheusClient& client, std::string source)
        : m_client(client), m_rows(std::move(source))
    {
    }

    /// See GpuRows::setIntervals.
    void setIntervals(GpuRows::IntervalOf of) { m_rows.setIntervals(std::move(of)); }

    /// Errors: Cancelled, and the sink's. Failed queries are in the report.
    models::Result<RefreshReport> round(models::UtcTime now, models::Duration skew,
                                        std::chrono::milliseconds deadline,
                                        const GpuRows::Apply& apply, std::stop_token stop);

private:
    models::Result<void> askAll(RefreshReport& report, std::chrono::milliseconds deadline,
                                std::stop_token stop);
    void askSampleTimes(models::Duration skew, std::chrono::milliseconds deadline,
                        std::stop_token stop);
    void lookBack(models::Duration skew, std::stop_token stop);
    GpuRows::Times times(const std::string& expression, models::Duration skew,
                         std::stop_token stop);

    PrometheusClient& m_client;
    services::MeaningResolver m_resolver;
    GpuRows m_rows;
    std::vector<services::MeaningUse> m_load, m_xid; ///< what utilisation and Xid were read from
    /// What told of devices that have no load, as the whole device behind MIG slices.
    std::vector<services::MeaningUse> m_others;
    bool m_lookedBack = false;
};

} // namespace binnacle::plugins::prometheus
