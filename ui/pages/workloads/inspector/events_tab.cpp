// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/inspector/events_tab.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/state_tone.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>

namespace binnacle::ui {

namespace {

constexpr int kAgainMs = 2000;
/// A cluster keeps events for an hour: a picture every 50 minutes has seen each of them.
constexpr std::chrono::minutes kApart{50};
constexpr int kPictures = 7; ///< some six hours

QString aboutText(const services::MergedEvent& event)
{
    if (event.objects > 1)
        return EventsTab::tr("%1 × %2").arg(formatCount(event.objects), toQ(event.aboutKind));
    return toQ(event.about);
}

QString tipText(const services::MergedEvent& event)
{
    QStringList lines{toQ(event.message),
                      QStringLiteral("%1 %2").arg(toQ(event.aboutKind), toQ(event.about))};
    if (!event.component.empty())
        lines << EventsTab::tr("from %1").arg(toQ(event.component));
    if (event.first.known())
        lines << EventsTab::tr("first %1").arg(formatAbsolute(event.first));
    if (event.last.known())
        lines << EventsTab::tr("last %1").arg(formatAbsolute(event.last));
    return lines.join(QLatin1Char('\n'));
}

std::vector<services::SnapshotPtr> readEarlier(services::EstateStore& store, models::UtcTime from,
                                               QString& problem, const std::stop_token& stop)
{
    std::vector<services::SnapshotPtr> out;
    for (int i = 1; i <= kPictures && !stop.stop_requested(); ++i) {
        const auto picture = store.at(from - i * models::Duration(kApart));
        if (picture) {
            out.push_back(*picture);
            continue;
        }
        // History does not reach back further: not worth a word once something was found.
        if (i == 1 || picture.error().code != models::ErrorCode::NotFound)
            problem = toQ(picture.error().text());
        break;
    }
    return out;
}

} // namespace

EventsTab::EventsTab(const PageContext& context, QWidget* parent)
    : InspectorTab(parent), m_theme(context.theme), m_environments(context.environments),
      m_slot(context.pool)
{
    setAccessibleName(tr("Events"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_note = roleLabel("muted", this));
    m_note->setWordWrap(true);
    column->addWidget(m_list = new QTreeWidget(this), 1);
    m_list->setAccessibleName(tr("Events"));
    m_list->setColumnCount(4);
    m_list->setHeaderLabels({tr("Reason"), tr("About"), tr("Count"), tr("Last")});
    m_list->headerItem()->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    m_list->headerItem()->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(false);
    m_list->setWordWrap(false);
    m_list->setStyleSheet(QStringLiteral("QTreeView::item { padding: 5px 0; }"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_next.setSingleShot(true);
    m_next.setInterval(kAgainMs);
    connect(&m_next, &QTimer::timeout, this, [this] {
        if (m_dirty)
            start();
    });
}

QString EventsTab::title() const
{
    return m_events.empty() ? tr("Events") : tr("Events %1").arg(static_cast<int>(m_events.size()));
}

bool EventsTab::isVisibleFor(const InspectorSubject& subject) const
{
    return subject.kind != models::kind(models::BuiltIn::Event) &&
           subject.kind != models::kind(models::BuiltIn::Gpu);
}

void EventsTab::setSubject(const InspectorSubject& subject)
{
    const bool other = !subject.valid() || !subject.sameObject(m_subject);
    const bool newer = subject.snapshot != m_subject.snapshot;
    m_subject = subject;
    if (other) {
        m_slot.cancel();
        m_next.stop();
        m_earlier.clear();
        m_problem.clear();
        m_read = false;
        m_events.clear();
        m_list->clear();
        m_note->setText(subject.valid() ? tr("Reading events…") : QString());
        Q_EMIT titleChanged();
    }
    if (!subject.valid() || (!other && !newer))
        return;
    m_dirty = true;
    if (!m_next.isActive() && !m_slot.isRunning())
        start();
}

void EventsTab::start()
{
    m_dirty = false;
    m_slot.start(
        [subject = m_subject, estate = m_environments.feed().estate(), earlier = m_earlier,
         problem = m_problem, read = m_read](std::stop_token stop) {
            Answer answer{{}, earlier, problem, true};
            if (!read && estate) {
                const models::UtcTime from =
                    subject.live() ? models::Clock::system().now() : subject.snapshot->at;
                answer.earlier = readEarlier(estate->store(), from, answer.problem, stop);
            }
            answer.events =
                services::eventsOf(*subject.snapshot, answer.earlier, subject.kind, subject.key);
            return answer;
        },
        [this](Answer answer) {
            m_next.start();
            take(std::move(answer));
        });
}

void EventsTab::take(Answer answer)
{
    const std::size_t before = m_events.size();
    m_events = std::move(answer.events);
    m_earlier = std::move(answer.earlier);
    m_problem = answer.problem;
    m_read = answer.read;
    showEvents();
    if (before != m_events.size())
        Q_EMIT titleChanged();
}

void EventsTab::showEvents()
{
    const models::UtcTime now =
        m_subject.live() ? models::Clock::system().now() : m_subject.snapshot->at;
    // Rows are reused: a list that is made anew loses its place.
    while (m_list->topLevelItemCount() > static_cast<int>(m_events.size()))
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        const services::MergedEvent& event = m_events[i];
        QTreeWidgetItem* item = m_list->topLevelItem(static_cast<int>(i));
        if (!item)
            item = new QTreeWidgetItem(m_list);
        const Tone tone = event.tone == services::StateTone::None ? Tone::Ok : toneFor(event.tone);
        item->setIcon(0, QIcon(shapePixmap(m_theme, tone, 10, devicePixelRatioF())));
        item->setText(0, toQ(event.reason));
        item->setText(1, aboutText(event) + (event.keptHere ? tr("  ·  kept here") : QString()) +
                             QLatin1Char('\n') + toQ(event.message));
        item->setText(2, event.count > 0 ? QStringLiteral("×%1").arg(formatCount(event.count))
                                         : unknownText());
        item->setText(3, formatAge(event.last, now));
        for (const int column : {2, 3})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        for (int column = 0; column < 4; ++column)
            item->setToolTip(column, tipText(event));
        item->setForeground(1, Theme::colour(m_theme.tokens().muted));
    }
    QString note = m_events.empty() ? tr("No event about it or what it owns is known.")
                                    : tr("Merged by reason, newest first.");
    if (!m_problem.isEmpty())
        note += QLatin1Char(' ') + tr("Nothing older than the cluster keeps: %1.").arg(m_problem);
    m_note->setText(note);
}

} // namespace binnacle::ui
