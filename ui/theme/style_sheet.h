// SPDX-License-Identifier: GPL-3.0-or-later
// The application's style sheet, made from a token table. Roles are dynamic properties ("role",
// "tone") set by the widgets, so that no widget names a colour. Pure.
#pragma once

#include "ui/theme/tokens.h"

#include <QString>

namespace binnacle::ui {

QString styleSheet(const Tokens& tokens, const QString& monoFamily);

} // namespace binnacle::ui
