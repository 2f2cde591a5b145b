// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing a file: a button beside a line that takes a path, and the dialog behind it, opened
// without blocking. Typing a path stays possible. Ui thread.
#pragma once

#include <QString>

#include <functional>

class QLineEdit;
class QWidget;

namespace binnacle::ui {

/// Takes `edit` into a row with a "Choose…" button after it, reachable by Tab and named after the
/// line.
QWidget* withFilePicker(QLineEdit* edit, const QString& title, QWidget* parent);

/// `chosen` is called with the path unless the person cancels; never after `parent` is gone.
void chooseFile(QWidget* parent, const QString& title, const QString& start,
                std::function<void(const QString&)> chosen);

/// The same for a file to write; `suffix` ("png") is added where the person gives none.
void chooseFileToSave(QWidget* parent, const QString& title, const QString& name,
                      const QString& suffix, std::function<void(const QString&)> chosen);

} // namespace binnacle::ui
