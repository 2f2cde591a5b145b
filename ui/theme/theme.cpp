// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/console_style.h"
#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QToolTip>

/// Outside every namespace, as Q_INIT_RESOURCE asks: icons of a static library are not found
/// without it.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace binnacle::ui {

namespace {

QString firstFamily(const QStringList& wanted, QFontDatabase::SystemFont fallback)
{
    const QStringList known = QFontDatabase::families();
    for (const QString& family : wanted) {
        if (known.contains(family))
            return family;
    }
    return QFontDatabase::systemFont(fallback).family();
}

QPalette paletteOf(const Tokens& t)
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, Rgb rgb) {
        p.setColor(role, Theme::colour(rgb));
    };
    set(QPalette::Window, t.window);
    set(QPalette::Base, t.surface);
    set(QPalette::AlternateBase, t.raised);
    set(QPalette::Button, t.raised);
    set(QPalette::WindowText, t.text);
    set(QPalette::Text, t.text);
    set(QPalette::ButtonText, t.text);
    set(QPalette::BrightText, t.critical);
    set(QPalette::PlaceholderText, t.muted);
    set(QPalette::Highlight, t.accent);
    set(QPalette::HighlightedText, t.onAccent);
    set(QPalette::Link, t.accent);
    set(QPalette::LinkVisited, t.accent);
    set(QPalette::ToolTipBase, t.raised);
    set(QPalette::ToolTipText, t.text);
    set(QPalette::Light, t.raised);
    set(QPalette::Midlight, t.raised);
    set(QPalette::Mid, t.line);
    set(QPalette::Dark, t.line);
    set(QPalette::Shadow, t.window);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, Theme::colour(t.faint));
    return p;
}

} // namespace

Theme::Theme(QObject* parent) : QObject(parent)
{
    initIcons();
    m_textFamily = firstFamily({QStringLiteral("Inter"), QStringLiteral("Inter Variable")},
                               QFontDatabase::GeneralFont);
    m_monoFamily = firstFamily({QStringLiteral("JetBrains Mono"), QStringLiteral("JetBrainsMono")},
                               QFontDatabase::FixedFont);
    QApplication::setStyle(new ConsoleStyle);
    apply();
}

void Theme::setMode(ThemeMode mode)
{
    m_mode = mode;
    apply();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    Q_EMIT changed();
}

void Theme::setSystemDark(bool dark)
{
    m_systemDark = dark;
    if (m_mode == ThemeMode::System && dark != m_tokens->dark)
        apply();
}

void Theme::apply()
{
    const bool dark = m_mode == ThemeMode::System ? m_systemDark : m_mode == ThemeMode::Dark;
    m_tokens = dark ? &kDark : &kLight;
    const QPalette palette = paletteOf(*m_tokens);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    QApplication::setFont(text(size::kBody));
    QToolTip::setFont(text(size::kSecondary));
    qApp->setStyleSheet(styleSheet(*m_tokens, m_monoFamily));
    Q_EMIT changed();
}

QColor Theme::colour(Rgb rgb, int alpha)
{
    QColor c = QColor::fromRgb(rgb);
    c.setAlpha(alpha);
    return c;
}

QFont Theme::text(int pixels, QFont::Weight weight) const
{
    QFont font(m_textFamily);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont Theme::mono(int pixels, QFont::Weight weight) const
{
    QFont font(m_monoFamily);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace binnacle::ui
