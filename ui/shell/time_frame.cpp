// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/time_frame.h"

#include "ui/shell/action_registry.h"
#include "ui/shell/error_text.h"
#include "ui/shell/timeline_strip.h"
#include "ui/shell/timeline_table.h"
#include "ui/shell/timeline_text.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/time_words.h"

#include <QInputDialog>
#include <QToolButton>

namespace binnacle::ui {

namespace {

struct Range {
    const char* id;
    models::Duration span;
};

constexpr Range kRanges[] = {
    {"15m", std::chrono::minutes(15)},  {"1h", std::chrono::hours(1)},
    {"6h", std::chrono::hours(6)},      {"24h", std::chrono::hours(24)},
    {"7d", std::chrono::hours(24 * 7)},
};

} // namespace

TimeFrame::TimeFrame(Theme& theme, Environments& environments, ActionRegistry& actions,
                     QWidget* window)
    : QObject(window), m_environments(environments), m_actions(actions), m_window(window),
      m_model(environments, m_dial), m_strip(new TimelineStrip(theme, m_dial, m_model, window)),
      m_table(new TimelineTable(theme, m_dial, m_model, window)), m_ranges(new QMenu(window))
{
    m_ranges->setAccessibleName(tr("Time range"));
    connect(&m_dial, &TimeDial::momentChanged, this, [this] {
        m_environments.feed().showAt(m_dial.isLive() ? models::UtcTime{} : m_dial.moment());
    });
    connect(&m_dial, &TimeDial::rangeChanged, this, &TimeFrame::showRange);
    connect(&environments.feed(), &SnapshotFeed::momentChanged, this, &TimeFrame::stateChanged);
    connect(&environments, &Environments::currentChanged, this, &TimeFrame::stateChanged);
    connect(m_strip, &TimelineStrip::tableRequested, m_table, &TimelineTable::open);
    addRanges();
    addActions();
}

TimeFrame::~TimeFrame() = default;

void TimeFrame::setRangeButton(QToolButton* button)
{
    m_rangeButton = button;
    button->setMenu(m_ranges);
    button->setPopupMode(QToolButton::InstantPopup);
    showRange();
}

void TimeFrame::showRange()
{
    if (!m_rangeButton)
        return;
    const QString span = spanText(m_dial.span());
    const QString text = m_dial.follows()
                             ? tr("Last %1").arg(span)
                             : tr("%1 to %2")
                                   .arg(momentText(m_dial.start(), m_dial.now()).chopped(3),
                                        momentText(m_dial.end(), m_dial.now()).chopped(3));
    m_rangeButton->setText(text + QStringLiteral("  ▾"));
    m_rangeButton->setAccessibleName(tr("Time range: %1").arg(text));
    m_rangeButton->setToolTip(tr("How far the timeline and charts reach (T)"));
}

PageState TimeFrame::state() const
{
    const SnapshotFeed& feed = m_environments.feed();
    const auto& error = feed.momentError();
    if (!error || !feed.moment().known())
        return {PageState::Kind::Ready, {}, {}, {}, {}};
    const QString when = momentText(feed.moment(), m_dial.now());
    PageState out{PageState::Kind::Failed, tr("The estate of %1 cannot be shown").arg(when),
                  toQ(error->text()) + QStringLiteral(". ") + errorText(*error).remedy,
                  QStringLiteral("time.live"), tr("Live")};
    if (error->code == models::ErrorCode::NotFound) {
        out.kind = PageState::Kind::Empty;
        out.title = tr("Nothing is recorded of %1").arg(when);
    } else if (error->code == models::ErrorCode::Unsupported) {
        out.kind = PageState::Kind::NotSupported;
        out.title = tr("This environment keeps no history");
    }
    return out;
}

void TimeFrame::addRanges()
{
    for (const Range& range : kRanges) {
        const QString text = tr("Last %1").arg(spanText(range.span));
        const auto choose = [this, span = range.span] { m_dial.setSpan(span); };
        connect(m_ranges->addAction(text), &QAction::triggered, this, choose);
        m_actions.add({QStringLiteral("time.range.") + QLatin1String(range.id),
                       tr("Time"),
                       tr("Show the last %1").arg(spanText(range.span)),
                       {},
                       {},
                       choose,
                       {}});
    }
    m_ranges->addSeparator();
    connect(m_ranges->addAction(tr("Another range…")), &QAction::triggered, this,
            &TimeFrame::askRange);
}

void TimeFrame::addActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            std::function<void()> run, std::function<bool()> enabled = {}) {
        m_actions.add(
            {QLatin1String(id), tr("Time"), text, keys, {}, std::move(run), std::move(enabled)});
    };
    add("time.range", tr("Choose the time range"), QKeySequence(Qt::Key_T), [this] {
        if (m_rangeButton)
            m_rangeButton->showMenu();
    });
    add("time.range.other", tr("Show another time range…"), {}, [this] { askRange(); });
    add(
        "time.live", tr("Return to live"), QKeySequence(Qt::SHIFT | Qt::Key_T),
        [this] { m_dial.goLive(); }, [this] { return !m_dial.isLive() || !m_dial.follows(); });
    add("time.previous", tr("Go to the previous change"), QKeySequence(Qt::Key_BracketLeft),
        [this] { m_strip->step(false); });
    add("time.next", tr("Go to the next change"), QKeySequence(Qt::Key_BracketRight),
        [this] { m_strip->step(true); });
    add("time.closer", tr("Timeline: zoom in"), QKeySequence(Qt::Key_Plus),
        [this] { m_strip->zoom(0.5); });
    add("time.further", tr("Timeline: zoom out"), QKeySequence(Qt::Key_Minus),
        [this] { m_strip->zoom(2); });
    add("time.changes", tr("List what changed"), QKeySequence(Qt::Key_H),
        [this] { m_table->open(); });
}

/// One line: "90m", "3d", or two times. Opened, not run: the console stays alive behind it.
void TimeFrame::askRange()
{
    auto* dialog = new QInputDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Time range"));
    dialog->setLabelText(
        tr("How far back (90m, 12h, 3d), or from and to (2026-11-24T02:00 to 2026-11-24T04:30):"));
    dialog->setOkButtonText(tr("Show"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        const auto range = readRange(text, m_dial.now());
        if (range)
            m_dial.setRange(range->from, range->to);
    });
    connect(dialog, &QInputDialog::textValueChanged, dialog, [this, dialog](const QString& text) {
        const auto range = readRange(text, m_dial.now());
        dialog->setLabelText(
            range || text.isEmpty()
                ? tr("How far back (90m, 12h, 3d), or from and to (2026-11-24T02:00 to "
                     "2026-11-24T04:30):")
                : toQ(range.error().message));
    });
    dialog->open();
}

} // namespace binnacle::ui
