// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/fleet_viewmodel.h"

#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/fleet_state.h"
#include "ui/viewmodels/format.h"

#include <algorithm>
#include <utility>

namespace binnacle::ui {

namespace {

/// When the age alone changes a state next: nothing has to be looked at before.
models::UtcTime nextChange(const services::Snapshot& snapshot, const services::FleetView& view)
{
    models::UtcTime next;
    if (!snapshot.live)
        return next; // what was does not age
    const auto consider = [&](models::UtcTime sampled, models::Duration interval) {
        if (interval.count() <= 0)
            return;
        const models::UtcTime at = models::nextFreshnessChange(sampled, interval, view.at);
        if (at.known() && (!next.known() || at < next))
            next = at;
    };
    for (const auto& source : snapshot.sources) {
        if (source)
            consider(source->lastContact, source->interval);
    }
    for (const auto& gpu : view.gpus)
        consider(gpu.sampleTime, gpu.interval);
    return next;
}

} // namespace

FleetViewModel::FleetViewModel(Environments& environments, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_environments(environments), m_pool(pool), m_spec(deviceSpec()),
      m_devices(m_spec), m_slot(pool)
{
    connect(&environments.feed(), &SnapshotFeed::snapshotChanged, this,
            &FleetViewModel::onSnapshot);
    connect(&environments, &Environments::currentChanged, this, &FleetViewModel::onEnvironment);
    m_ageTimer.setSingleShot(true);
    connect(&m_ageTimer, &QTimer::timeout, this, &FleetViewModel::onSnapshot);
    m_dirty = environments.feed().snapshot() != nullptr;
    updateState();
}

void FleetViewModel::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_dirty)
        onSnapshot();
    if (!visible)
        m_ageTimer.stop();
}

void FleetViewModel::setSettings(FleetSettings settings)
{
    m_settings = std::move(settings);
    if (m_slot.isRunning())
        m_settingsDirty = true;
    else
        start(false);
}

void FleetViewModel::onEnvironment()
{
    // Another estate: what is on screen belongs to the old one and must not be taken for the new
    // one's.
    if (!m_environments.feed().estate()) {
        m_slot.cancel();
        m_ageTimer.stop();
        m_view.reset();
        m_heat.reset();
        m_devices.show(std::make_shared<Arrangement>());
        Q_EMIT viewChanged();
    }
    updateState();
}

void FleetViewModel::onSnapshot()
{
    m_dirty = true;
    if (m_visible && !m_slot.isRunning())
        start(true);
}

void FleetViewModel::start(bool fresh)
{
    const services::SnapshotPtr snapshot = m_environments.feed().snapshot();
    if (!snapshot || (!fresh && !m_view))
        return;
    if (fresh)
        m_dirty = false;
    m_settingsDirty = false;
    const auto view = fresh ? nullptr : m_view;
    m_slot.start(
        [snapshot, view, settings = m_settings, spec = m_spec, before = m_devices.arrangement()](
            std::stop_token) { return build(snapshot, view, settings, *spec, before); },
        [this](Build result) { take(std::move(result)); });
}

FleetViewModel::Build FleetViewModel::build(services::SnapshotPtr snapshot,
                                            std::shared_ptr<const services::FleetView> view,
                                            const FleetSettings& settings, const DeviceSpec& spec,
                                            ArrangementPtr before)
{
    const models::Clock& clock = models::Clock::system();
    const auto began = clock.steady();
    const models::UtcTime now = snapshot->moment(clock.now());
    Build result;
    if (!view)
        view = std::make_shared<services::FleetView>(services::buildFleet(*snapshot, now));
    result.view = view;
    result.heat = std::make_shared<HeatData>(
        makeHeatData(*view, settings.colour, settings.group, settings.team));
    const models::Filter filter = spec.compile(settings.filter, now);
    result.problem = models::problemText(settings.filter, filter);
    result.devices = arrange<services::FleetGpu>(view, view->gpus, spec, filter, settings.sort);
    result.plan = planDifference(std::move(before), *result.devices, spec.sameRow());
    result.nextChange = nextChange(*snapshot, *view);
    result.ms = std::chrono::duration<double, std::milli>(clock.steady() - began).count();
    return result;
}

void FleetViewModel::take(Build result)
{
    // Who shows the old ones lets go of them below; the last hold on them is given up on a worker.
    ArrangementPtr oldRows = m_devices.arrangement();
    std::shared_ptr<const void> oldView = std::exchange(m_view, std::move(result.view));
    std::shared_ptr<const void> oldHeat = std::exchange(m_heat, std::move(result.heat));
    m_buildMs = result.ms;
    m_filterProblem = toQ(result.problem);
    m_devices.show(std::move(result.devices), std::move(result.plan));
    updateState();
    Q_EMIT viewChanged();
    m_pool.release(std::move(oldRows));
    m_pool.release(std::move(oldView));
    m_pool.release(std::move(oldHeat));
    if (m_visible && m_dirty) {
        start(true);
        return;
    }
    if (m_settingsDirty)
        start(false);
    if (result.nextChange.known() && m_visible) {
        const auto wait = result.nextChange - models::Clock::system().now();
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
        m_ageTimer.start(static_cast<int>(std::clamp<std::int64_t>(ms, 50, 60'000)));
    }
}

void FleetViewModel::updateState()
{
    const services::Snapshot* const snapshot = m_environments.feed().snapshot().get();
    const models::UtcTime wall = models::Clock::system().now();
    PageState next = fleetState(snapshot, m_view.get(), m_environments.error(),
                                snapshot ? snapshot->moment(wall) : wall);
    if (next == m_state)
        return;
    m_state = std::move(next);
    Q_EMIT stateChanged();
}

const services::FleetGpu* FleetViewModel::gpu(const models::ObjectKey& key) const
{
    if (!m_view || !key.valid())
        return nullptr;
    const auto found = std::find_if(m_view->gpus.begin(), m_view->gpus.end(),
                                    [&key](const auto& gpu) { return deviceKey(gpu) == key; });
    return found == m_view->gpus.end() ? nullptr : &*found;
}

const services::FleetNode* FleetViewModel::node(const models::ObjectKey& key) const
{
    if (!m_view || !key.valid())
        return nullptr;
    const auto found = std::find_if(m_view->nodes.begin(), m_view->nodes.end(),
                                    [&key](const auto& node) { return node.key == key; });
    return found == m_view->nodes.end() ? nullptr : &*found;
}

} // namespace binnacle::ui
