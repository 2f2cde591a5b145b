// SPDX-License-Identifier: GPL-3.0-or-later
// How complete each kind of a source is, as a wrapping line of small tags with shape, name and
// count. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/source_rows.h"

#include <QWidget>

namespace binnacle::ui {

class KindStrip final : public QWidget {
    Q_OBJECT
public:
    KindStrip(Theme& theme, QWidget* parent);
    void setKinds(std::vector<SourceKindRow> kinds);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {300, heightForWidth(width())}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int walk(int width, const std::function<void(const SourceKindRow&, const QRect&)>& visit) const;
    Theme& m_theme;
    std::vector<SourceKindRow> m_kinds;
};

} // namespace binnacle::ui
