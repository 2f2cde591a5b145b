// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace binnacle::ui {

namespace {

QByteArray tinted(const QString& name, const QColor& colour)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon %s", qPrintable(name));
        return {};
    }
    return file.readAll().replace("currentColor", colour.name().toLatin1());
}

// Renders when painted, so that the icon is sharp whatever the scale factor of the screen.
class SvgEngine final : public QIconEngine {
public:
    SvgEngine(QByteArray normal, QByteArray checked)
        : m_normal(std::move(normal)), m_checked(std::move(checked))
    {
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        QSvgRenderer renderer(state == QIcon::On ? m_checked : m_normal);
        if (mode == QIcon::Disabled)
            painter->setOpacity(0.45);
        renderer.render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }
    QIconEngine* clone() const override { return new SvgEngine(m_normal, m_checked); }

private:
    QByteArray m_normal, m_checked;
};

} // namespace

QIcon icon(const QString& name, const Theme&, Rgb colour)
{
    const QByteArray svg = tinted(name, Theme::colour(colour));
    return svg.isEmpty() ? QIcon() : QIcon(new SvgEngine(svg, svg));
}

QIcon navIcon(const QString& name, const Theme& theme)
{
    const QByteArray normal = tinted(name, Theme::colour(theme.tokens().muted));
    if (normal.isEmpty())
        return {};
    return QIcon(new SvgEngine(normal, tinted(name, Theme::colour(theme.tokens().text))));
}

} // namespace binnacle::ui
