// SPDX-License-Identifier: GPL-3.0-or-later
// The look in force: token table, fonts, application style. Owned by main, handed to every widget
// that paints. Ui thread. Knows no page. Changing the mode restyles the running program at once.
#pragma once

#include "ui/theme/tokens.h"

#include <QColor>
#include <QFont>
#include <QObject>

namespace binnacle::ui {

enum class ThemeMode { System, Dark, Light };
enum class Density { Compact, Comfortable };

class Theme final : public QObject {
    Q_OBJECT
public:
    explicit Theme(QObject* parent = nullptr);

    /// System follows what systemPrefersDark() was last told.
    void setMode(ThemeMode mode);
    ThemeMode mode() const { return m_mode; }
    /// What the desktop asks for now; told by app/gui, which knows how to ask it.
    void setSystemDark(bool dark);
    bool isDark() const { return tokens().dark; }

    void setDensity(Density density);
    Density density() const { return m_density; }
    /// Of tables. Units: pixels.
    int rowHeight() const
    {
        return m_density == Density::Compact ? size::kRowCompact : size::kRowComfortable;
    }

    const Tokens& tokens() const { return *m_tokens; }
    static QColor colour(Rgb rgb) { return QColor::fromRgb(rgb); }
    static QColor colour(Rgb rgb, int alpha);

    /// Inter, or the system's font when it is not installed. Units: pixels.
    QFont text(int pixels, QFont::Weight weight = QFont::Normal) const;
    /// JetBrains Mono, or the system's fixed font: identifiers and aligned figures.
    QFont mono(int pixels, QFont::Weight weight = QFont::Normal) const;

Q_SIGNALS:
    void changed();

private:
    void apply();
    ThemeMode m_mode = ThemeMode::System;
    Density m_density = Density::Compact;
    bool m_systemDark = true;
    const Tokens* m_tokens = &kDark;
    QString m_textFamily, m_monoFamily;
};

} // namespace binnacle::ui
