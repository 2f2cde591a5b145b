// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/queue_card.h"

#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/sparkline.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr auto kLongWait = std::chrono::hours(1);

} // namespace

std::vector<QPointF> waitingCurve(const services::FleetQueue& queue, models::UtcTime now)
{
    std::vector<double> joined;
    for (const auto& item : queue.items) {
        if (item.waitingSince.known())
            joined.push_back(std::min(0.0, item.waitingSince.seconds() - now.seconds()));
    }
    std::sort(joined.begin(), joined.end());
    if (joined.empty())
        return {};
    std::vector<QPointF> points = {{joined.front() * 1.02 - 1, 0}};
    for (std::size_t i = 0; i < joined.size(); ++i)
        points.emplace_back(joined[i], static_cast<double>(i + 1));
    points.emplace_back(0, static_cast<double>(joined.size()));
    return points;
}

QueueCard::QueueCard(Theme& theme, QWidget* parent) : QWidget(parent)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card(tr("Queue"), this);
    outer->addWidget(card);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(m_figure = roleLabel("figure", card));
    row->addWidget(m_detail = new ElidedLabel("muted", card), 1);
    card->body()->addLayout(row);
    card->body()->addWidget(m_wait = roleLabel("", card));
    card->body()->addWidget(m_line = new Sparkline(theme, card));
    card->body()->addWidget(m_foot = new ElidedLabel("axis", card));
    m_line->setTone(Tone::Warning);
}

void QueueCard::setQueue(const services::FleetQueue& queue, models::UtcTime now)
{
    const bool waiting = queue.known && queue.jobs > 0;
    m_line->setVisible(waiting);
    m_foot->setVisible(waiting);
    m_wait->setVisible(waiting);
    if (!queue.known) {
        m_figure->setText(unknownText());
        m_detail->setFullText(tr("no queue visible: pods may not be listed here"));
        return;
    }
    m_figure->setText(queue.jobs == 1 ? tr("1 job") : tr("%1 jobs").arg(formatCount(queue.jobs)));
    m_detail->setFullText(queue.jobs == 0 ? tr("nobody waits for a GPU")
                                          : tr("want %1 GPUs").arg(formatCount(queue.gpus)));
    if (!waiting)
        return;
    m_wait->setText(tr("p90 wait %1, longest %2")
                        .arg(formatDuration(queue.waitP90), formatDuration(queue.oldest)));
    setTone(m_wait, queue.waitP90 > kLongWait ? "warning" : "");
    m_line->setPoints(waitingCurve(queue, now), 0, true);
    m_foot->setFullText(
        tr("jobs waiting now, by when they joined · %1").arg(formatDuration(queue.oldest)));
    m_line->setAccessibleName(m_foot->accessibleName());
    m_line->setToolTip(tr("%1 jobs wait now; the median has waited %2")
                           .arg(formatCount(queue.jobs), formatDuration(queue.waitP50)));
}

} // namespace binnacle::ui
