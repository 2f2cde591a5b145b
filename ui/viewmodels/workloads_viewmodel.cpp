// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_viewmodel.h"

#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/workloads_state.h"

#include <utility>

namespace binnacle::ui {

namespace {

constexpr int kAgeMs = 5000;

} // namespace

WorkloadsViewModel::WorkloadsViewModel(Environments& environments, WorkerPool& pool,
                                       QObject* parent)
    : QObject(parent), m_environments(environments), m_pool(pool), m_slot(pool)
{
    m_kind = objectKind(m_settings.kind);
    m_model = std::make_unique<WorkloadsModel>(m_kind);
    connect(&environments.feed(), &SnapshotFeed::snapshotChanged, this,
            &WorkloadsViewModel::onSnapshot);
    connect(&environments, &Environments::currentChanged, this, &WorkloadsViewModel::onEnvironment);
    m_ageTimer.setInterval(kAgeMs);
    connect(&m_ageTimer, &QTimer::timeout, this, &WorkloadsViewModel::onSnapshot);
    m_dirty = environments.feed().snapshot() != nullptr;
    updateState();
}

void WorkloadsViewModel::setVisible(bool visible)
{
    m_visible = visible;
    if (visible) {
        m_ageTimer.start();
        if (m_dirty && !m_slot.isRunning())
            start();
    } else {
        m_ageTimer.stop();
    }
}

void WorkloadsViewModel::setSettings(WorkloadsSettings settings)
{
    const bool otherKind = settings.kind != m_settings.kind;
    m_settings = std::move(settings);
    m_asked = true;
    if (otherKind) {
        m_slot.cancel();
        m_kind = objectKind(m_settings.kind);
        const std::unique_ptr<WorkloadsModel> old =
            std::exchange(m_model, std::make_unique<WorkloadsModel>(m_kind));
        m_pool.release(std::exchange(m_view, nullptr));
        Q_EMIT kindChanged();
        m_pool.release(old->arrangement());
        updateState();
    }
    m_model->setSorting(m_settings.sort);
    // What was asked for last is what is shown: an answer to an older question is not waited for.
    start();
}

void WorkloadsViewModel::onEnvironment()
{
    // Another estate: what is on screen belongs to the old one.
    if (!m_environments.feed().estate()) {
        m_slot.cancel();
        m_view.reset();
        Q_EMIT aboutToShow(false);
        m_model->show(std::make_shared<Arrangement>());
        Q_EMIT viewChanged();
    }
    updateState();
}

void WorkloadsViewModel::onSnapshot()
{
    m_dirty = true;
    if (m_visible && !m_slot.isRunning())
        start();
}

void WorkloadsViewModel::start()
{
    const services::SnapshotPtr snapshot = m_environments.feed().snapshot();
    if (!snapshot) {
        updateState();
        return;
    }
    m_dirty = false;
    m_slot.start(
        [snapshot, kind = m_kind, settings = m_settings,
         before = m_model->arrangement()](std::stop_token stop) {
            return buildWorkloads(snapshot, kind, settings, before, stop);
        },
        [this](WorkloadsBuild build) { take(std::move(build)); });
}

void WorkloadsViewModel::take(WorkloadsBuild build)
{
    if (!build.view)
        return; // stopped half-way: the program ends
    ArrangementPtr oldRows = m_model->arrangement();
    std::shared_ptr<const void> oldView = std::exchange(m_view, std::move(build.view));
    m_buildMs = build.ms;
    Q_EMIT aboutToShow(!std::exchange(m_asked, false));
    m_model->mark(build.changed);
    m_model->show(std::move(build.arrangement), std::move(build.plan));
    updateState();
    Q_EMIT viewChanged();
    // The last hold on 150,000 lines is given up on a worker.
    m_pool.release(std::move(oldRows));
    m_pool.release(std::move(oldView));
    if (m_visible && m_dirty && !m_slot.isRunning())
        start();
}

void WorkloadsViewModel::updateState()
{
    PageState next = workloadsState(m_environments.feed().snapshot().get(), m_view.get(), *m_kind,
                                    m_environments.error(), models::Clock::system().now());
    if (next == m_state)
        return;
    m_state = std::move(next);
    Q_EMIT stateChanged();
}

} // namespace binnacle::ui
