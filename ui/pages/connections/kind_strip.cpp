// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/kind_strip.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kTagH = 22, kGap = 6;

QString tagText(const SourceKindRow& kind)
{
    return QStringLiteral("%1 %2").arg(kind.name,
                                       formatCount(static_cast<std::int64_t>(kind.rows)));
}

} // namespace

KindStrip::KindStrip(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KindStrip::setKinds(std::vector<SourceKindRow> kinds)
{
    m_kinds = std::move(kinds);
    QStringList words;
    for (const SourceKindRow& kind : m_kinds)
        words << tagText(kind) + QLatin1Char(' ') + kind.detail;
    setAccessibleName(tr("Objects by kind"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setVisible(!m_kinds.empty());
    updateGeometry();
    update();
}

int KindStrip::walk(int width,
                    const std::function<void(const SourceKindRow&, const QRect&)>& visit) const
{
    const QFontMetrics metrics(m_theme.text(size::kSecondary));
    int x = 0, y = 0;
    for (const SourceKindRow& kind : m_kinds) {
        const int needs = metrics.horizontalAdvance(tagText(kind)) + 30;
        if (x > 0 && x + needs > width) {
            x = 0;
            y += kTagH + kGap;
        }
        if (visit)
            visit(kind, QRect(x, y, needs, kTagH));
        x += needs + kGap;
    }
    return y + kTagH;
}

int KindStrip::heightForWidth(int width) const
{
    return m_kinds.empty() ? 0 : walk(std::max(width, 120), {});
}

void KindStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.text(size::kSecondary));
    walk(width(), [&](const SourceKindRow& kind, const QRect& box) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::colour(t.raised));
        painter.drawRoundedRect(box, 4, 4);
        paintShape(painter, m_theme, kind.tone, QRectF(box.left() + 7, box.top() + 7, 8, 8));
        painter.setPen(Theme::colour(t.text));
        painter.drawText(box.adjusted(21, 0, 0, 0), Qt::AlignVCenter, tagText(kind));
    });
}

bool KindStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text;
    walk(width(), [&](const SourceKindRow& kind, const QRect& box) {
        if (box.contains(help->pos()))
            text = tr("%1: %2").arg(kind.name, kind.detail);
    });
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace binnacle::ui
