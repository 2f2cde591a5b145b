// SPDX-License-Identifier: GPL-3.0-or-later
// Single-colour line icons from resources/icons, tinted from the tokens and sharp at every scale.
// Ui thread. An unknown name gives an empty icon and a warning, which fails the tests.
#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QString>

namespace binnacle::ui {

QIcon icon(const QString& name, const Theme& theme, Rgb colour);
/// Muted normally, text colour when checked: for navigation.
QIcon navIcon(const QString& name, const Theme& theme);

} // namespace binnacle::ui
