// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_accessible.h"

#include "ui/charts/chart_view.h"

#include <QAccessibleWidget>

namespace binnacle::ui {

namespace {

class ChartAccessible final : public QAccessibleWidget {
public:
    explicit ChartAccessible(QWidget* widget) : QAccessibleWidget(widget, QAccessible::Chart) {}
    QString text(QAccessible::Text which) const override
    {
        // The value follows the crosshair; the summary is always the whole chart.
        const auto* chart = qobject_cast<const ChartView*>(widget());
        if (which == QAccessible::Value && chart) {
            const QStringList here = chart->hoverLines();
            return here.isEmpty() ? chartSummary(*chart->data()) : here.join(QStringLiteral(", "));
        }
        return QAccessibleWidget::text(which);
    }
};

QAccessibleInterface* makeInterface(const QString& key, QObject* object)
{
    if (key != QLatin1String("binnacle::ui::ChartView"))
        return nullptr;
    auto* chart = qobject_cast<ChartView*>(object);
    return chart ? new ChartAccessible(chart) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed);
}

} // namespace binnacle::ui
