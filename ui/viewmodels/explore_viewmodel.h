// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore page's state: which source is asked, over which time, the run under way and the last
// answer. Ui thread; knows no widget. Queries run on a worker; a stop reaches the server, because
// the stop token ends the exchange.
#pragma once

#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/explore_complete.h"
#include "ui/viewmodels/explore_run.h"
#include "ui/viewmodels/page_state.h"

#include <QObject>

namespace binnacle::ui {

class Environments;

class ExploreViewModel final : public QObject {
    Q_OBJECT
public:
    ExploreViewModel(Environments& environments, WorkerPool& pool, QObject* parent = nullptr);

    /// Looks for a first query once it is shown.
    void setVisible(bool visible);
    /// Ids of the sources that answer PromQL.
    const QStringList& sources() const { return m_sources; }
    int source() const { return m_source; }
    void setSource(int index);
    void setSpan(models::Duration span) { m_span = span; }
    models::Duration span() const { return m_span; }
    /// Of the chart, for the step. Units: pixels.
    void setColumns(int columns) { m_columns = columns; }

    /// Shape: A first; at most kMostQueries.
    void run(std::vector<std::string> texts);
    /// Drops the answer and ends the exchange with the server.
    void stop();
    bool isRunning() const { return m_slot.isRunning(); }
    bool wasStopped() const { return m_stopped; }

    /// Asks the source in use what may be written; empty when there is none. For a worker.
    std::function<PromqlCompletion(std::string, std::size_t, std::stop_token)> completer() const;

    /// Null before the first answer.
    const ExploreResultPtr& result() const { return m_result; }
    const PageState& state() const { return m_state; }

Q_SIGNALS:
    void sourcesChanged();
    /// A query to begin with, empty when the source has no metric that we know.
    void startersFound(const QStringList& texts);
    void runningChanged();
    void resultChanged();
    void stateChanged();

private:
    void onEstate();
    void findStarters();
    void setState(PageState state);
    void updateState();

    Environments& m_environments;
    AsyncSlot<ExploreResultPtr> m_slot;
    AsyncSlot<models::Result<std::vector<std::string>>> m_starting;
    std::weak_ptr<Estate> m_estate; ///< the feed owns it: closing must not wait for this page
    bool m_isOpen = false;
    std::shared_ptr<services::BlockCache> m_cache;
    std::shared_ptr<PromqlCompleter> m_completer;
    std::vector<services::MetricSource*> m_metrics;
    QStringList m_sources;
    int m_source = -1, m_columns = 700;
    models::Duration m_span{std::chrono::hours(6)};
    ExploreResultPtr m_result;
    PageState m_state;
    bool m_visible = false, m_started = false, m_stopped = false;
};

} // namespace binnacle::ui
