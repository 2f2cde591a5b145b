// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration and the environment that is open: switching, saving, opening in the background.
// One per console, owned by main; the top bar, the Connections page and the first-run page use it.
// Ui thread.
#pragma once

#include "services/config/config.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/snapshot_feed.h"

#include <QObject>

#include <optional>

namespace binnacle::ui {

class Environments final : public QObject {
    Q_OBJECT
public:
    Environments(WorkerPool& pool, EstateFactory factory, QObject* parent = nullptr);

    /// Replaces the configuration in memory and opens `name` (empty: the first). An empty
    /// configuration is the first run.
    void setConfig(services::Config config, const QString& name = {});
    /// Writes `config` to its file on a worker, then uses it; `done` gets the outcome.
    void save(services::Config config, const QString& name,
              std::function<void(models::Result<void>)> done);
    /// Reads another configuration file on a worker, then uses it; what is open stays when it is
    /// not a good one.
    void load(const std::string& file, std::function<void(models::Result<void>)> done);
    void switchTo(const QString& name);
    void reopen();

    const services::Config& config() const { return m_config; }
    const std::optional<services::EnvironmentConfig>& current() const { return m_current; }
    SnapshotFeed& feed() { return m_feed; }
    const EstateFactory& factory() const { return m_factory; }
    WorkerPool& pool() { return m_pool; }
    bool isFirstRun() const { return m_config.environments.empty(); }
    bool isOpening() const { return m_opening.isRunning(); }
    const std::optional<models::Error>& error() const { return m_error; }

Q_SIGNALS:
    void configChanged();
    /// Another environment is current, or it failed to open (see error()).
    void currentChanged();

private:
    WorkerPool& m_pool;
    EstateFactory m_factory;
    services::Config m_config;
    std::optional<services::EnvironmentConfig> m_current;
    std::optional<models::Error> m_error;
    SnapshotFeed m_feed;
    AsyncSlot<models::Result<EstatePtr>> m_opening;
    AsyncSlot<models::Result<void>> m_saving;
    AsyncSlot<models::Result<services::Config>> m_loading;
};

} // namespace binnacle::ui
