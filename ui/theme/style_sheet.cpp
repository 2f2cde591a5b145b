// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <QHash>

namespace binnacle::ui {

namespace {

// @name is replaced by the token of that name.
constexpr const char* kSurfaces = R"(
QMainWindow, QWidget#page, QWidget#pageHost, QScrollArea#plain, QWidget#plain { background: @window; }
QScrollArea { border: 0; background: transparent; }
QWidget#clear { background: transparent; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[role="card"][tone="critical"] { border-color: @critical; }
QFrame[role="rail"] { background: @surface; border: 0; border-right: 1px solid @line; }
QFrame[role="topbar"] { background: @surface; border: 0; border-bottom: 1px solid @line; }
QFrame[role="note"] { background: @raised; border: 0; border-radius: 6px; }
QFrame[role="rule"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="palette"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QSplitter::handle { background: transparent; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 6px; }
)";

constexpr const char* kTexts = R"(
QLabel { background: transparent; color: @text; }
QLabel[role="title"] { font-size: 18px; font-weight: 600; }
QLabel[role="cardTitle"] { font-size: 13px; font-weight: 600; }
QLabel[role="figure"] { font-size: 24px; font-weight: 600; }
QLabel[role="muted"] { color: @muted; font-size: 12px; }
QLabel[role="section"] { color: @muted; font-size: 12px; }
QLabel[role="axis"] { color: @muted; font-size: 11px; }
QLabel[role="brand"] { font-size: 16px; font-weight: 600; }
QLabel[role="mono"] { font-family: "@mono"; font-size: 12px; }
QLabel[role="tag"] { background: @raised; color: @muted; border-radius: 4px; padding: 1px 6px; font-size: 11px; }
QLabel[role="key"] { background: @raised; border: 1px solid @line; border-radius: 4px; padding: 1px 6px;
    font-family: "@mono"; font-size: 11px; }
QLabel[tone="ok"] { color: @ok; } QLabel[tone="warning"] { color: @warning; }
QLabel[tone="critical"] { color: @critical; } QLabel[tone="muted"] { color: @muted; }
)";

constexpr const char* kControls = R"(
QPushButton, QToolButton[role="button"] { background: @raised; color: @text; border: 1px solid @line;
    border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover, QToolButton[role="button"]:hover { border-color: @faint; }
QPushButton:focus, QToolButton[role="button"]:focus { border-color: @accent; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: @line; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: @faint; }
QToolButton[role="button"]::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @raised; color: @faint; border-color: @line; }
QPushButton[role="danger"] { color: @critical; border-color: @critical; background: transparent; }
QToolButton[role="production"] { background: transparent; color: @critical; border: 1px solid @critical;
    border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QToolButton[role="production"]::menu-indicator { image: none; width: 0; }
QToolButton[role="flat"] { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; color: @muted; }
QToolButton[role="flat"]:hover { background: @raised; color: @text; }
QToolButton[role="flat"]:focus { border-color: @accent; }
QToolButton[role="nav"] { background: transparent; color: @muted; border: 1px solid transparent; border-radius: 6px;
    padding: 6px 10px; text-align: left; font-size: 13px; }
QToolButton[role="nav"]:hover { color: @text; }
QToolButton[role="nav"]:checked { background: @raised; color: @text; }
QToolButton[role="nav"]:focus { border-color: @accent; }
QToolButton[role="tab"] { background: transparent; color: @muted; border: 0; border-bottom: 2px solid transparent;
    padding: 4px 2px; margin-right: 12px; font-size: 13px; }
QToolButton[role="tab"]:hover { color: @text; }
QToolButton[role="tab"]:focus { color: @accent; }
QToolButton[role="tab"]:checked { color: @text; border-bottom-color: @accent; }
QPushButton[role="search"] { background: @window; color: @muted; text-align: left; padding: 5px 10px; }
QPushButton[role="row"] { background: transparent; border: 0; border-radius: 0; text-align: left; padding: 0; }
)";

constexpr const char* kInputs = R"(
QLineEdit, QComboBox, QSpinBox { background: @window; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 5px 8px; min-height: 18px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border-color: @accent; }
QLineEdit[tone="critical"] { border-color: @critical; }
QLineEdit[role="bare"] { border: 0; background: transparent; font-size: 15px; padding: 8px; }
QCheckBox { color: @text; spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @faint; border-radius: 3px; background: @window; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox::indicator:focus { border-color: @text; }
QMenu { background: @surface; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @raised; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QAbstractItemView { background: @surface; color: @text; border: 0; outline: 0; selection-background-color: @raised;
    selection-color: @text; gridline-color: @line; alternate-background-color: @surface; }
QComboBox QAbstractItemView { border: 1px solid @line; }
QHeaderView { background: @surface; border: 0; }
QHeaderView::section { background: @surface; color: @muted; border: 0; border-bottom: 1px solid @line;
    padding: 4px 8px; font-size: 12px; font-weight: 400; }
QHeaderView::section:hover { color: @text; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QTableCornerButton::section { background: @surface; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; } QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString hex(Rgb rgb)
{
    return QStringLiteral("#%1").arg(rgb, 6, 16, QLatin1Char('0'));
}

} // namespace

QString styleSheet(const Tokens& t, const QString& monoFamily)
{
    QString sheet = QString::fromUtf8(kSurfaces) + QString::fromUtf8(kTexts) +
                    QString::fromUtf8(kControls) + QString::fromUtf8(kInputs);
    const QList<QPair<QString, QString>> values = {
        {QStringLiteral("@onAccent"), hex(t.onAccent)},
        {QStringLiteral("@critical"), hex(t.critical)},
        {QStringLiteral("@warning"), hex(t.warning)},
        {QStringLiteral("@surface"), hex(t.surface)},
        {QStringLiteral("@window"), hex(t.window)},
        {QStringLiteral("@raised"), hex(t.raised)},
        {QStringLiteral("@accent"), hex(t.accent)},
        {QStringLiteral("@muted"), hex(t.muted)},
        {QStringLiteral("@faint"), hex(t.faint)},
        {QStringLiteral("@text"), hex(t.text)},
        {QStringLiteral("@line"), hex(t.line)},
        {QStringLiteral("@mono"), monoFamily},
        {QStringLiteral("@ok"), hex(t.ok)},
    };
    for (const auto& [name, value] : values)
        sheet.replace(name, value);
    return sheet;
}

} // namespace binnacle::ui
