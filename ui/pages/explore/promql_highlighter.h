// SPDX-License-Identifier: GPL-3.0-or-later
// Colours PromQL in an editor by what its tokens are. Ui thread. Knows no server.
#pragma once

#include "ui/theme/theme.h"

#include <QSyntaxHighlighter>

namespace binnacle::ui {

class PromqlHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT
public:
    PromqlHighlighter(Theme& theme, QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    Theme& m_theme;
};

} // namespace binnacle::ui
