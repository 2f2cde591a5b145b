// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/heat_legend.h"

#include "ui/pages/fleet/heat_map.h"
#include "ui/viewmodels/device_columns.h"
#include "ui/viewmodels/format.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace binnacle::ui {

namespace {

constexpr int kSwatchW = 24, kSwatchH = 9, kLine = 20, kSpace = 20;

} // namespace

HeatLegend::HeatLegend(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend of the heat map"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HeatLegend::setData(const HeatData& heat)
{
    std::vector<Entry> entries;
    std::array<bool, 256> used{};
    for (const HeatCode code : heat.code)
        used[code] = true;
    QString ramp;
    switch (heat.colour) {
    case HeatColour::Utilisation:
        ramp = heat.smActive ? tr("0 to 100% SM active") : tr("0 to 100% utilisation");
        break;
    case HeatColour::Memory:
        ramp = tr("0 to 100% of memory used");
        break;
    case HeatColour::Power:
        ramp = tr("0 to 100% of the power limit");
        break;
    case HeatColour::Temperature:
        ramp = tr("%1 to %2 °C").arg(heat.rampLow).arg(heat.rampHigh);
        break;
    case HeatColour::State:
        break;
    }
    if (!ramp.isEmpty())
        entries.push_back({{0, 1, 2, 3, 4, 5}, ramp});
    // Only what is on the map is explained.
    if (used[kHeatIdle])
        entries.push_back({{kHeatIdle}, tr("idle")});
    for (int state = 0; state < 8; ++state) {
        const auto code = static_cast<HeatCode>(kHeatStates + state);
        if (used[code])
            entries.push_back(
                {{code}, gpuStateText(static_cast<services::GpuState>(state)).toLower()});
    }
    if (used[kHeatUnhealthy])
        entries.push_back({{kHeatUnhealthy}, tr("unhealthy (Xid, ECC, off the bus)")});
    if (used[kHeatStale])
        entries.push_back({{kHeatStale}, tr("stale")});
    if (used[kHeatUnknown])
        entries.push_back({{kHeatUnknown}, tr("not known")});
    m_entries = std::move(entries);
    QStringList words;
    for (const Entry& entry : m_entries)
        words << entry.text;
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int HeatLegend::entryWidth(const Entry& entry) const
{
    const QFontMetrics metrics(m_theme.text(size::kAxis));
    return static_cast<int>(entry.codes.size()) * (kSwatchW + 2) + 6 +
           metrics.horizontalAdvance(entry.text);
}

int HeatLegend::walk(int width, const std::function<void(const Entry&, int, int)>& visit) const
{
    int x = 0, y = 0;
    for (const Entry& entry : m_entries) {
        const int needs = entryWidth(entry);
        if (x > 0 && x + needs > width) {
            x = 0;
            y += kLine;
        }
        if (visit)
            visit(entry, x, y);
        x += needs + kSpace;
    }
    return y + kLine;
}

int HeatLegend::heightForWidth(int width) const
{
    return walk(std::max(width, 200), {});
}

void HeatLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Tokens& t = m_theme.tokens();
    painter.setFont(m_theme.text(size::kAxis));
    walk(width(), [&](const Entry& entry, int x, int y) {
        for (const HeatCode code : entry.codes) {
            const QRect box(x, y + (kLine - kSwatchH) / 2, kSwatchW, kSwatchH);
            const bool hatched = code == kHeatUnknown || code == kHeatStale;
            painter.fillRect(box, hatched ? Theme::colour(t.surface) : heatColour(t, code));
            if (hatched)
                painter.fillRect(box,
                                 QBrush(Theme::colour(t.faint),
                                        code == kHeatStale ? Qt::BDiagPattern : Qt::Dense6Pattern));
            if (hatched || code == kHeatIdle) {
                painter.setPen(Theme::colour(t.line));
                painter.drawRect(box.adjusted(0, 0, -1, -1));
            }
            if (code == kHeatUnhealthy)
                painter.fillRect(QRect(box.center().x() - 1, box.top() + 2, 2, kSwatchH - 4),
                                 Theme::colour(t.surface));
            x += kSwatchW + 2;
        }
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(QRect(x + 4, y, 600, kLine), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
    });
}

} // namespace binnacle::ui
