// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_panel.h"

#include "ui/theme/icons.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_picker.h"
#include "ui/widgets/line_chart.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QStackedLayout>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kChartHeight = 112;

QString timeText(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000))
        .toString(QStringLiteral("HH:mm:ss"));
}

} // namespace

ChartPanel::ChartPanel(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(m_title = roleLabel("section", this));
    head->addStretch(1);
    head->addWidget(m_value = roleLabel("mono", this));
    for (QToolButton** button : {&m_tableButton, &m_copyButton}) {
        *button = new QToolButton(this);
        (*button)->setProperty("role", QStringLiteral("flat"));
        (*button)->setFixedSize(24, 24);
        head->addWidget(*button);
    }
    column->addLayout(head);
    column->addWidget(m_said = roleLabel("axis", this));
    m_said->setWordWrap(true);
    m_said->hide();
    auto* host = m_host = new QWidget(this);
    host->setFixedHeight(kChartHeight);
    m_stack = new QStackedLayout(host);
    m_stack->addWidget(m_chart = new LineChart(theme, host));
    m_stack->addWidget(m_table = new QTableWidget(host));
    m_stack->addWidget(m_problem = roleLabel("muted", host));
    m_problem->setWordWrap(true);
    m_problem->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(host);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tableButton->setCheckable(true);
    m_tableButton->setToolTip(tr("Show the numbers as a table"));
    m_copyButton->setToolTip(tr("Copy the numbers"));
    for (QToolButton* button : {m_tableButton, m_copyButton})
        button->setAccessibleName(button->toolTip());
    connect(m_tableButton, &QToolButton::toggled, this, &ChartPanel::showTable);
    connect(m_copyButton, &QToolButton::clicked, this, &ChartPanel::copy);
    const auto restyle = [this] {
        const Rgb muted = m_theme.tokens().muted;
        m_tableButton->setIcon(icon(QStringLiteral("table"), m_theme, muted));
        m_copyButton->setIcon(icon(QStringLiteral("copy"), m_theme, muted));
    };
    connect(&theme, &Theme::changed, this, restyle);
    restyle();
}

void ChartPanel::setData(const ChartData& chart)
{
    m_data = chart;
    m_title->setText(chart.unit.isEmpty() ? chart.title
                                          : tr("%1, %2").arg(chart.title, chart.unit));
    m_title->setToolTip(chart.source);
    double newest = 0;
    bool any = false;
    for (const ChartSeries& series : chart.series) {
        if (!series.line.empty() && !series.line.back().empty()) {
            newest = any ? newest : series.line.back().back().value;
            any = true;
        }
    }
    m_value->setText(!any                       ? QString()
                     : chart.series.size() == 1 ? formatReal(newest, chart.unit)
                                                : tr("%1 devices").arg(chart.series.size()));
    m_problem->setText(chart.problem);
    m_problem->setToolTip(chart.problem);
    setAccessibleName(chart.title);
    setAccessibleDescription(chart.problem.isEmpty() ? m_value->text() : chart.problem);
    for (QToolButton* button : {m_tableButton, m_copyButton})
        button->setVisible(any);
    // What cannot be drawn takes a line, not the room of a chart.
    m_host->setFixedHeight(any ? kChartHeight
                               : m_problem->heightForWidth(std::max(width(), 240)) + 6);
    m_chart->setData(chart);
    showTable(m_tableButton->isChecked());
}

bool ChartPanel::hasChart() const
{
    return m_tableButton->isVisibleTo(this);
}

models::Result<void> ChartPanel::savePicture(PictureFormat format, const QString& file) const
{
    ChartPicture picture;
    picture.title =
        m_subject.isEmpty() ? m_title->text() : tr("%1 · %2").arg(m_title->text(), m_subject);
    picture.detail = QStringList({m_value->text(), m_data.source})
                         .filter(QRegularExpression(QStringLiteral(".")))
                         .join(QStringLiteral(" · "));
    picture.width = m_chart->width();
    picture.height = m_chart->height();
    picture.draw = [this](QPainter& painter, const QRect& place) {
        m_chart->render(&painter, place, m_chart->rect());
    };
    return saveChart(picture, m_theme, format, file);
}

void ChartPanel::savePicture(PictureFormat format)
{
    const QString suffix =
        format == PictureFormat::Png ? QStringLiteral("png") : QStringLiteral("svg");
    QString name = m_data.title.toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    chooseFileToSave(this, tr("Save the chart"), name, suffix, [this, format](const QString& file) {
        const auto done = savePicture(format, file);
        m_said->setText(done ? tr("Saved: %1").arg(file)
                             : toQ(done.error().text()) + QLatin1Char(' ') +
                                   toQ(done.error().remedy));
        setTone(m_said, done ? "ok" : "critical");
        m_said->show();
    });
}

void ChartPanel::contextMenuEvent(QContextMenuEvent* event)
{
    if (!hasChart())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy the numbers"), this, &ChartPanel::copy);
    menu->addAction(tr("Show the numbers as a table"), m_tableButton, &QToolButton::toggle);
    menu->addSeparator();
    menu->addAction(tr("Save as PNG…"), this, [this] { savePicture(PictureFormat::Png); });
    menu->addAction(tr("Save as SVG…"), this, [this] { savePicture(PictureFormat::Svg); });
    menu->popup(event->globalPos());
}

void ChartPanel::showTable(bool on)
{
    if (!m_data.problem.isEmpty())
        m_stack->setCurrentWidget(m_problem);
    else if (on)
        m_stack->setCurrentWidget(m_table);
    else
        m_stack->setCurrentWidget(m_chart);
    if (on)
        fillTable();
}

void ChartPanel::fillTable()
{
    m_table->clear();
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Time"), tr("Value"), tr("Series")});
    int rows = 0;
    for (const ChartSeries& series : m_data.series) {
        for (const auto& run : series.line)
            rows += static_cast<int>(run.size());
    }
    m_table->setRowCount(rows);
    int row = 0;
    for (const ChartSeries& series : m_data.series) {
        for (const auto& run : series.line) {
            for (const ChartPoint& point : run) {
                m_table->setItem(row, 0, new QTableWidgetItem(timeText(point.time)));
                m_table->setItem(row, 1,
                                 new QTableWidgetItem(formatReal(point.value, m_data.unit)));
                m_table->setItem(row++, 2, new QTableWidgetItem(series.name));
            }
        }
    }
}

void ChartPanel::copy()
{
    QString text = tr("time\t%1 (%2)\tseries\n").arg(m_data.title, m_data.unit);
    for (const ChartSeries& series : m_data.series) {
        for (const auto& run : series.line) {
            for (const ChartPoint& point : run)
                text += QStringLiteral("%1\t%2\t%3\n")
                            .arg(QDateTime::fromMSecsSinceEpoch(
                                     static_cast<qint64>(point.time * 1000), Qt::UTC)
                                     .toString(Qt::ISODateWithMs))
                            .arg(point.value, 0, 'g', 12)
                            .arg(series.name);
        }
    }
    QGuiApplication::clipboard()->setText(text);
}

} // namespace binnacle::ui
