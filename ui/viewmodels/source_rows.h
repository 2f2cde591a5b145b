// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the Connections page per configured source: configuration and what is known of it,
// joined, with the words a person reads. Pure; any thread (texts are translated).
#pragma once

#include "services/config/config.h"
#include "services/store/snapshot.h"
#include "ui/viewmodels/tone.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace binnacle::ui {

struct SourceKindRow {
    QString name;
    std::size_t rows = 0;
    Tone tone = Tone::Unknown;
    QString detail; ///< "complete", "listing", "namespace ml only", an error
};

struct SourceRow {
    std::string id;
    QString type; ///< "Kubernetes"
    QString icon;
    QString address;
    Tone tone = Tone::Unknown;
    QString word;   ///< "Live", "Connecting", "Failed since 03:12"
    QString detail; ///< "last contact 4 s ago"
    QString latency, version, queries, skew;
    QStringList missing, notes;
    std::optional<models::Error> error;
    std::vector<SourceKindRow> kinds;
    bool simulated = false, insecure = false;
};

std::vector<SourceRow> sourceRows(const services::EnvironmentConfig& environment,
                                  const services::Snapshot* snapshot, models::UtcTime now);

/// Of a test that was just made.
SourceRow sourceRow(const services::SourceConfig& config, const models::SourceStatus* status,
                    models::UtcTime now);

/// The conclusion: "11 of 12 sources are live; prom does not answer"
QString sourcesTitle(const std::vector<SourceRow>& rows);

} // namespace binnacle::ui
