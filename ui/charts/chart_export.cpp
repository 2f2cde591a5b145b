// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace binnacle::ui {

namespace {

constexpr int kMargin = 12, kTitle = 20, kDetail = 18;
constexpr double kPngScale = 2;

QSize sizeOf(const ChartPicture& picture)
{
    return {picture.width + 2 * kMargin, picture.height + 2 * kMargin + kTitle + kDetail};
}

void paint(QPainter& painter, const ChartPicture& picture, const Theme& theme)
{
    const Tokens& t = theme.tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(QPoint(), sizeOf(picture)), Theme::colour(t.surface));
    const auto line = [&](int top, int height, const QFont& font, Rgb colour, const QString& text) {
        painter.setFont(font);
        painter.setPen(Theme::colour(colour));
        const QString shown = QFontMetrics(font).elidedText(text, Qt::ElideRight, picture.width);
        painter.drawText(QRect(kMargin, top, picture.width, height),
                         Qt::AlignLeft | Qt::AlignVCenter, shown);
    };
    line(kMargin, kTitle, theme.text(size::kBody, QFont::DemiBold), t.text, picture.title);
    line(kMargin + kTitle, kDetail, theme.text(size::kAxis), t.muted, picture.detail);
    picture.draw(painter,
                 QRect(kMargin, kMargin + kTitle + kDetail, picture.width, picture.height));
}

void paintPng(QSaveFile& out, const ChartPicture& picture, const Theme& theme)
{
    QImage image(sizeOf(picture) * kPngScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPngScale);
    QPainter painter(&image);
    paint(painter, picture, theme);
    painter.end();
    if (!image.save(&out, "PNG"))
        out.cancelWriting();
}

void paintSvg(QSaveFile& out, const ChartPicture& picture, const Theme& theme)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&out);
    generator.setSize(sizeOf(picture));
    generator.setViewBox(QRect(QPoint(), sizeOf(picture)));
    generator.setTitle(picture.title);
    generator.setDescription(picture.detail);
    QPainter painter(&generator);
    paint(painter, picture, theme);
}

} // namespace

models::Result<void> saveChart(const ChartPicture& picture, const Theme& theme,
                               PictureFormat format, const QString& file)
{
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly)) {
        if (format == PictureFormat::Png)
            paintPng(out, picture, theme);
        else
            paintSvg(out, picture, theme);
        if (out.commit())
            return {};
    }
    return models::fail(models::ErrorCode::PermissionDenied,
                        file.toStdString() + " was not written: " + out.errorString().toStdString(),
                        "Choose another folder.");
}

} // namespace binnacle::ui
