// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pill.h"

#include "ui/theme/shapes.h"

#include <QPainter>

namespace binnacle::ui {

Pill::Pill(Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Pill::setContent(Tone tone, const QString& content)
{
    if (m_tone == tone && text() == content)
        return;
    m_tone = tone;
    setText(content);
    setAccessibleName(content);
    updateGeometry();
    update();
}

void Pill::setEmphasis(bool on)
{
    m_emphasis = on;
    update();
}

QSize Pill::sizeHint() const
{
    const QFontMetrics metrics(m_theme.text(size::kBody));
    return {metrics.horizontalAdvance(text()) + 40, 30};
}

void Pill::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    const QColor tone = toneColour(m_theme, m_tone);
    painter.setPen(hasFocus()   ? Theme::colour(t.accent)
                   : m_emphasis ? tone
                                : Theme::colour(t.line));
    painter.setBrush(underMouse() ? Theme::colour(t.raised) : Qt::transparent);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), size::kControlRadius,
                            size::kControlRadius);
    paintShape(painter, m_theme, m_tone, QRectF(12, height() / 2.0 - 5, 10, 10));
    painter.setFont(m_theme.text(size::kBody));
    painter.setPen(m_emphasis ? tone : Theme::colour(t.text));
    painter.drawText(rect().adjusted(28, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace binnacle::ui
