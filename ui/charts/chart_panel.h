// SPDX-License-Identifier: GPL-3.0-or-later
// A chart with its heading: newest value, the same numbers as a table behind it, copy, and export
// as picture or text. Ui thread.
#pragma once

#include "ui/charts/chart_export.h"
#include "ui/charts/chart_view.h"
#include "ui/viewmodels/table_text.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QMenu;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace binnacle::ui {

class ChartTableModel;

class ChartPanel final : public QWidget {
    Q_OBJECT
public:
    enum class Size { Small, Fills }; ///< Small: a fixed height, without direct labels

    ChartPanel(Theme& theme, QWidget* parent, Size size = Size::Small);
    void setData(const ChartData& chart);
    void setData(ChartDataPtr chart);
    /// What the picture's heading names besides the chart: "gpu-h100-117 #3".
    void setSubject(const QString& subject) { m_subject = subject; }
    QString chartTitle() const { return m_data->title; }
    bool hasChart() const { return m_hasChart; }
    ChartView& view() { return *m_chart; }
    /// For further controls, left of the buttons.
    QHBoxLayout* head() { return m_head; }
    /// Export and table, for a menu of the page.
    void addEntries(QMenu& menu);
    void showTable(bool on);

    /// Asks for a file, then says below the heading whether it was written.
    void savePicture(PictureFormat format);
    /// The same without a question.
    models::Result<void> savePicture(PictureFormat format, const QString& file) const;
    void saveNumbers(TableFormat format);
    models::Result<void> saveNumbers(TableFormat format, const QString& file) const;

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void arrange();
    void buildHead();
    void copy(TableFormat format);
    void say(const models::Result<void>& done, const QString& file);
    QString fileName() const;
    Theme& m_theme;
    const Size m_size;
    ChartDataPtr m_data;
    QString m_subject;
    bool m_hasChart = false;
    QLabel *m_title, *m_value, *m_problem, *m_said;
    QHBoxLayout* m_head;
    QToolButton *m_tableButton, *m_copyButton;
    QWidget* m_host;
    QStackedLayout* m_stack;
    ChartView* m_chart;
    QTableView* m_table;
    ChartTableModel* m_rows;
};

} // namespace binnacle::ui
