// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/store_card.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"

#include <QGridLayout>
#include <QLabel>

namespace binnacle::ui {

StoreCard::StoreCard(Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme)
{
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Local store"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(15, 11, 15, 11);
    grid->addWidget(m_shape = new QLabel(this), 0, 0);
    grid->addWidget(roleLabel("cardTitle", this, tr("Local store")), 0, 1);
    grid->addWidget(m_text = new ElidedLabel("muted", this), 0, 2);
    grid->addWidget(m_problem = roleLabel("", this), 1, 1, 1, 2);
    m_problem->setWordWrap(true);
    m_problem->hide();
    grid->setColumnStretch(2, 1);
    grid->setHorizontalSpacing(10);
}

void StoreCard::setHealth(const services::StoreHealth& health, models::UtcTime now)
{
    const auto bytes = [](std::uint64_t value) {
        return formatBytes(static_cast<std::int64_t>(value));
    };
    QString text;
    if (health.recording) {
        text =
            tr("recording: %1 changes, %2 on disk")
                .arg(formatCount(static_cast<std::int64_t>(health.entries)), bytes(health.bytes));
        if (health.keptSince.known())
            text += tr(", kept since %1 ago").arg(formatAge(health.keptSince, now));
    } else {
        text = !health.problem.empty() ? tr("not recording")
               : health.readOnly ? tr("read only: %1 changes, %2 on disk, nothing is written here")
                                       .arg(formatCount(static_cast<std::int64_t>(health.entries)),
                                            bytes(health.bytes))
                                 : tr("in memory only: nothing is kept on disk");
    }
    text += tr(" · %1 in memory").arg(bytes(health.memoryBytes));
    m_text->setFullText(text);
    QStringList problems;
    if (!health.problem.empty())
        problems << tr("%1. %2").arg(toQ(health.problem), toQ(health.remedy));
    if (!health.setAside.empty())
        problems << tr("A damaged file was set aside at start: %1").arg(toQ(health.setAside));
    if (health.droppedBatches > 0)
        problems << tr("%1 batches were not recorded.")
                        .arg(formatCount(static_cast<std::int64_t>(health.droppedBatches)));
    m_problem->setText(problems.join(QLatin1Char('\n')));
    m_problem->setVisible(!problems.isEmpty());
    const Tone tone = !problems.isEmpty() ? Tone::Warning
                      : health.recording  ? Tone::Ok
                                          : Tone::Unknown;
    m_shape->setPixmap(shapePixmap(m_theme, tone, 11, devicePixelRatioF()));
}

} // namespace binnacle::ui
