// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/environments.h"

#include <algorithm>
#include <filesystem>
#include <thread>

namespace binnacle::ui {

namespace {

/// A configuration that came from nowhere (the demo) goes to the usual place, but never over a file
/// there.
models::Result<void> write(services::Config& config)
{
    if (config.file.empty()) {
        config.file = services::defaultConfigFile();
        std::error_code ignored;
        if (std::filesystem::exists(config.file, ignored))
            return models::fail(models::ErrorCode::Conflict,
                                "There is a configuration at " + config.file.string() + " already.",
                                "Start Binnacle without --demo to edit it.");
    }
    return services::saveConfig(config, config.file);
}

/// Two sessions of one environment must not record into the same store: the old one ends first. A
/// query that still runs holds it a little longer. Thread: worker.
void closeFirst(EstatePtr old)
{
    for (int i = 0; i < 200 && old.use_count() > 1; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

} // namespace

Environments::Environments(WorkerPool& pool, EstateFactory factory, QObject* parent)
    : QObject(parent), m_pool(pool), m_factory(std::move(factory)), m_feed(pool), m_opening(pool),
      m_saving(pool), m_loading(pool)
{
}

void Environments::setConfig(services::Config config, const QString& name)
{
    m_config = std::move(config);
    Q_EMIT configChanged();
    if (m_config.environments.empty()) {
        m_current.reset();
        m_feed.attach(nullptr);
        Q_EMIT currentChanged();
        return;
    }
    const std::string wanted = name.toStdString();
    const bool known =
        std::any_of(m_config.environments.begin(), m_config.environments.end(),
                    [&wanted](const auto& environment) { return environment.name == wanted; });
    if (!wanted.empty() && !known) {
        m_current.reset();
        m_feed.attach(nullptr);
        m_error = models::Error{models::ErrorCode::NotFound,
                                "The configuration has no environment called \"" + wanted + "\".",
                                "Choose one of its environments in the top bar.",
                                {}};
        Q_EMIT currentChanged();
        return;
    }
    m_current = wanted.empty() ? std::optional(m_config.environments.front()) : std::nullopt;
    for (const auto& environment : m_config.environments) {
        if (environment.name == wanted)
            m_current = environment;
    }
    reopen();
}

void Environments::save(services::Config config, const QString& name,
                        std::function<void(models::Result<void>)> done)
{
    const auto shared = std::make_shared<services::Config>(std::move(config));
    m_saving.start([shared](std::stop_token) { return write(*shared); },
                   [this, shared, name, done = std::move(done)](models::Result<void> outcome) {
                       if (outcome)
                           setConfig(std::move(*shared), name);
                       done(std::move(outcome));
                   });
}

void Environments::load(const std::string& file, std::function<void(models::Result<void>)> done)
{
    m_loading.start([file](std::stop_token) { return services::loadConfig(file); },
                    [this, done = std::move(done)](models::Result<services::Config> config) {
                        if (!config) {
                            done(models::fail(std::move(config.error())));
                            return;
                        }
                        setConfig(std::move(*config));
                        done({});
                    });
}

void Environments::switchTo(const QString& name)
{
    setConfig(m_config, name);
}

void Environments::reopen()
{
    if (!m_current)
        return;
    m_error.reset();
    EstatePtr old = m_feed.detach();
    const auto open = m_factory.open;
    m_opening.start(
        [open, old = std::move(old), environment = *m_current](std::stop_token) mutable {
            closeFirst(std::move(old));
            return open(environment);
        },
        [this](models::Result<EstatePtr> estate) {
            if (estate)
                m_feed.attach(std::move(*estate));
            else
                m_error = estate.error();
            Q_EMIT currentChanged();
        });
    Q_EMIT currentChanged();
}

} // namespace binnacle::ui
