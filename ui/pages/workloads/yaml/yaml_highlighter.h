// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of a YAML text by tokens of the theme: keys, list marks, what is hidden. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QSyntaxHighlighter>

namespace binnacle::ui {

class YamlHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT
public:
    YamlHighlighter(Theme& theme, QTextDocument* document);

protected:
    void highlightBlock(const QString& line) override;

private:
    Theme& m_theme;
};

} // namespace binnacle::ui
