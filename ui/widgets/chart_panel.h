// SPDX-License-Identifier: GPL-3.0-or-later
// A line chart with its heading: newest value, exact values on hover, the same numbers as a table,
// copy. Gets at most two points per pixel. Ui thread. Qt Charts stays inside the .cpp.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/device_charts.h"
#include "ui/widgets/chart_export.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTableWidget;
class QToolButton;

namespace binnacle::ui {

class LineChart;

class ChartPanel final : public QWidget {
    Q_OBJECT
public:
    ChartPanel(Theme& theme, QWidget* parent);
    void setData(const ChartData& chart);
    /// What the picture's heading names besides the chart: "gpu-h100-117 #3".
    void setSubject(const QString& subject) { m_subject = subject; }
    const QString& chartTitle() const { return m_data.title; }
    bool hasChart() const;
    /// Asks for a file, then says below the heading whether it was written.
    void savePicture(PictureFormat format);
    /// The same without a question.
    models::Result<void> savePicture(PictureFormat format, const QString& file) const;

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void showTable(bool on);
    void fillTable();
    void copy();
    Theme& m_theme;
    ChartData m_data;
    QString m_subject;
    QLabel *m_title, *m_value, *m_problem, *m_said;
    QToolButton *m_tableButton, *m_copyButton;
    QWidget* m_host;
    QStackedLayout* m_stack;
    LineChart* m_chart;
    QTableWidget* m_table;
};

} // namespace binnacle::ui
