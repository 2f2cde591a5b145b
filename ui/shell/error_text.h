// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that turns an Error into words for a person: a short title by code, the message,
// the remedy. Ui thread (translations).
#pragma once

#include "models/base/error.h"

#include <QString>

namespace binnacle::ui {

struct ErrorText {
    QString title;  ///< "Not reachable"
    QString detail; ///< what happened, with the trail
    QString remedy; ///< what to do; never empty
};

ErrorText errorText(const models::Error& error);

} // namespace binnacle::ui
