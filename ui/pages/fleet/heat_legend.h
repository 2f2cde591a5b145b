// SPDX-License-Identifier: GPL-3.0-or-later
// What the colours of the heat map mean, in words beside samples. Wraps on narrow windows. Ui
// thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/heat_data.h"

#include <QWidget>

namespace binnacle::ui {

class HeatLegend final : public QWidget {
    Q_OBJECT
public:
    HeatLegend(Theme& theme, QWidget* parent);
    void setData(const HeatData& heat);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {300, heightForWidth(width())}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Entry {
        std::vector<HeatCode> codes;
        QString text;
    };
    /// Walks the entries line by line; returns the height.
    int walk(int width, const std::function<void(const Entry&, int x, int y)>& visit) const;
    int entryWidth(const Entry& entry) const;
    Theme& m_theme;
    std::vector<Entry> m_entries;
};

} // namespace binnacle::ui
