// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/explore_viewmodel.h"

#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"

#include <utility>

namespace binnacle::ui {

ExploreViewModel::ExploreViewModel(Environments& environments, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_environments(environments), m_slot(pool), m_starting(pool)
{
    connect(&environments, &Environments::currentChanged, this, &ExploreViewModel::onEstate);
    connect(&environments.feed(), &SnapshotFeed::snapshotChanged, this,
            &ExploreViewModel::onEstate);
    onEstate();
}

void ExploreViewModel::onEstate()
{
    const EstatePtr& estate = m_environments.feed().estate();
    if (estate != m_estate.lock() || m_isOpen != (estate != nullptr)) {
        // Another estate: what is on screen belongs to the old one.
        m_slot.cancel();
        m_starting.cancel();
        m_estate = estate;
        m_isOpen = estate != nullptr;
        m_cache = std::make_shared<services::BlockCache>();
        m_completer = std::make_shared<PromqlCompleter>();
        m_metrics.clear();
        m_sources.clear();
        m_source = -1;
        m_started = m_stopped = false;
        if (estate)
            m_metrics = estate->metricSources();
        for (const services::MetricSource* source : m_metrics)
            m_sources << toQ(source->id());
        m_source = m_metrics.empty() ? -1 : 0;
        m_result.reset();
        Q_EMIT sourcesChanged();
        Q_EMIT runningChanged();
        Q_EMIT resultChanged();
    }
    updateState();
    findStarters();
}

void ExploreViewModel::updateState()
{
    const auto connections = [](PageState::Kind kind, const QString& title, const QString& detail) {
        return PageState{kind, title, detail, QStringLiteral("go.connections"),
                         tr("Open Connections")};
    };
    if (const auto& error = m_environments.error())
        setState(connections(PageState::Kind::Failed, tr("This environment did not open"),
                             toQ(error->text()) + QLatin1Char(' ') + toQ(error->remedy)));
    else if (!m_isOpen)
        setState({});
    else if (m_metrics.empty())
        setState(connections(PageState::Kind::Empty, tr("No source here answers PromQL"),
                             tr("Add a Prometheus server, or one that speaks its language.")));
    else
        setState({PageState::Kind::Ready, {}, {}, {}, {}});
}

void ExploreViewModel::setState(PageState state)
{
    if (state == m_state)
        return;
    m_state = std::move(state);
    Q_EMIT stateChanged();
}

void ExploreViewModel::setVisible(bool visible)
{
    m_visible = visible;
    findStarters();
}

void ExploreViewModel::setSource(int index)
{
    if (index < 0 || index >= static_cast<int>(m_metrics.size()) || index == m_source)
        return;
    m_source = index;
    Q_EMIT sourcesChanged();
}

void ExploreViewModel::findStarters()
{
    // Not before the estate has something to say: its sources are still connecting.
    if (!m_visible || m_started || m_source < 0 || !m_environments.feed().snapshot())
        return;
    const EstatePtr& estate = m_environments.feed().estate();
    if (!estate)
        return;
    m_started = true;
    auto* source = m_metrics[static_cast<std::size_t>(m_source)];
    m_starting.start(
        [estate, source](std::stop_token stop) { return exploreStarters(*source, stop); },
        [this](models::Result<std::vector<std::string>> found) {
            QStringList texts;
            if (found) {
                for (const auto& text : *found)
                    texts << toQ(text);
            }
            Q_EMIT startersFound(texts);
        });
}

void ExploreViewModel::run(std::vector<std::string> texts)
{
    const EstatePtr& estate = m_environments.feed().estate();
    if (m_source < 0 || !estate)
        return;
    texts.resize(std::min(texts.size(), kMostQueries));
    const auto& snapshot = m_environments.feed().snapshot();
    ExploreQuestion question;
    question.texts = std::move(texts);
    question.end = snapshot && !snapshot->live ? snapshot->at : models::Clock::system().now();
    question.span = m_span;
    question.step = exploreStep(m_span, m_columns);
    question.source = m_sources[m_source].toStdString();
    auto* source = m_metrics[static_cast<std::size_t>(m_source)];
    m_stopped = false;
    m_slot.start([estate, cache = m_cache, source, question = std::move(question)](
                     std::stop_token stop) { return runExplore(*source, *cache, question, stop); },
                 [this](ExploreResultPtr result) {
                     auto old = std::exchange(m_result, std::move(result));
                     Q_EMIT runningChanged();
                     Q_EMIT resultChanged();
                     m_environments.pool().release(std::move(old));
                 });
    Q_EMIT runningChanged();
}

std::function<PromqlCompletion(std::string, std::size_t, std::stop_token)>
ExploreViewModel::completer() const
{
    const EstatePtr& estate = m_environments.feed().estate();
    if (m_source < 0 || !estate)
        return {};
    auto* source = m_metrics[static_cast<std::size_t>(m_source)];
    return [estate, source, completer = m_completer](const std::string& text, std::size_t cursor,
                                                     std::stop_token stop) {
        return completer->complete(*source, text, cursor, std::move(stop));
    };
}

void ExploreViewModel::stop()
{
    if (!m_slot.isRunning())
        return;
    m_slot.cancel();
    m_stopped = true;
    Q_EMIT runningChanged();
}

} // namespace binnacle::ui
