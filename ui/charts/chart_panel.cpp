// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_panel.h"

#include "ui/charts/chart_table_model.h"
#include "ui/theme/icons.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_picker.h"
#include "ui/widgets/table_copy.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr int kChartHeight = 112;
/// What a clipboard and a spreadsheet still take.
constexpr std::size_t kMostRows = 1'000'000;

QTableView* makeTable(QWidget* parent)
{
    auto* table = new QTableView(parent);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(22);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    return table;
}

QString suffixOf(TableFormat format)
{
    switch (format) {
    case TableFormat::Markdown:
        return QStringLiteral("md");
    case TableFormat::Csv:
        return QStringLiteral("csv");
    case TableFormat::Json:
        return QStringLiteral("json");
    case TableFormat::Text:
        break;
    }
    return QStringLiteral("txt");
}

} // namespace

ChartPanel::ChartPanel(Theme& theme, QWidget* parent, Size size)
    : QWidget(parent), m_theme(theme), m_size(size), m_data(std::make_shared<const ChartData>())
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(m_head = new QHBoxLayout);
    buildHead();
    column->addWidget(m_said = roleLabel("axis", this));
    m_said->setWordWrap(true);
    m_said->hide();
    m_host = new QWidget(this);
    m_stack = new QStackedLayout(m_host);
    m_stack->addWidget(m_chart = new ChartView(theme, m_host));
    m_stack->addWidget(m_table = makeTable(m_host));
    m_stack->addWidget(m_problem = roleLabel("muted", m_host));
    m_table->setModel(m_rows = new ChartTableModel(m_table));
    m_chart->setDirectLabels(size == Size::Fills);
    m_chart->setWheelZooms(size == Size::Fills);
    m_problem->setWordWrap(true);
    m_problem->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_host, size == Size::Fills ? 1 : 0);
    arrange();
}

void ChartPanel::buildHead()
{
    m_head->setSpacing(6);
    m_head->addWidget(m_title = roleLabel("section", this));
    m_head->addStretch(1);
    m_head->addWidget(m_value = roleLabel("mono", this));
    for (QToolButton** button : {&m_tableButton, &m_copyButton}) {
        *button = new QToolButton(this);
        (*button)->setProperty("role", QStringLiteral("flat"));
        (*button)->setFixedSize(24, 24);
        m_head->addWidget(*button);
    }
    m_tableButton->setCheckable(true);
    m_tableButton->setToolTip(tr("Show the numbers as a table"));
    m_copyButton->setToolTip(tr("Copy the numbers"));
    for (QToolButton* button : {m_tableButton, m_copyButton})
        button->setAccessibleName(button->toolTip());
    connect(m_tableButton, &QToolButton::toggled, this, &ChartPanel::showTable);
    connect(m_copyButton, &QToolButton::clicked, this, [this] { copy(TableFormat::Text); });
    const auto restyle = [this] {
        const Rgb muted = m_theme.tokens().muted;
        m_tableButton->setIcon(icon(QStringLiteral("table"), m_theme, muted));
        m_copyButton->setIcon(icon(QStringLiteral("copy"), m_theme, muted));
    };
    connect(&m_theme, &Theme::changed, this, restyle);
    restyle();
}

void ChartPanel::setData(const ChartData& chart)
{
    setData(std::make_shared<const ChartData>(chart));
}

void ChartPanel::setData(ChartDataPtr chart)
{
    m_data = std::move(chart);
    m_title->setText(m_data->unit.isEmpty() || m_size == Size::Fills
                         ? m_data->title
                         : tr("%1, %2").arg(m_data->title, m_data->unit));
    m_title->setToolTip(m_data->source);
    double newest = std::numeric_limits<double>::quiet_NaN();
    m_hasChart = false;
    for (const ChartSeries& series : m_data->series) {
        if (series.data && !series.data->empty()) {
            newest = m_hasChart ? newest : series.data->value(series.data->size() - 1);
            m_hasChart = true;
        }
    }
    m_value->setText(!m_hasChart                  ? QString()
                     : m_data->series.size() == 1 ? formatReal(newest, m_data->unit)
                     : m_size == Size::Fills      ? QString()
                                                  : tr("%1 devices").arg(m_data->series.size()));
    m_problem->setText(m_data->problem);
    m_problem->setToolTip(m_data->problem);
    setAccessibleName(m_data->title);
    setAccessibleDescription(m_data->problem.isEmpty() ? m_value->text() : m_data->problem);
    m_table->setAccessibleName(tr("Numbers of %1").arg(m_data->title));
    m_chart->setData(m_data);
    m_rows->setData(m_data);
    arrange();
}

void ChartPanel::arrange()
{
    for (QToolButton* button : {m_tableButton, m_copyButton})
        button->setVisible(m_hasChart);
    // What cannot be drawn takes a line, not the room of a chart.
    if (m_size == Size::Small)
        m_host->setFixedHeight(m_hasChart ? kChartHeight
                                          : m_problem->heightForWidth(std::max(width(), 240)) + 6);
    showTable(m_tableButton->isChecked());
}

void ChartPanel::showTable(bool on)
{
    if (!m_data->problem.isEmpty())
        m_stack->setCurrentWidget(m_problem);
    else if (on)
        m_stack->setCurrentWidget(m_table);
    else
        m_stack->setCurrentWidget(m_chart);
    if (m_tableButton->isChecked() != on)
        m_tableButton->setChecked(on);
}

QString ChartPanel::fileName() const
{
    QString name = m_data->title.left(60).toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    return name.isEmpty() ? QStringLiteral("chart") : name;
}

models::Result<void> ChartPanel::savePicture(PictureFormat format, const QString& file) const
{
    ChartPicture picture;
    picture.title =
        m_subject.isEmpty() ? m_title->text() : tr("%1 · %2").arg(m_title->text(), m_subject);
    picture.detail = QStringList({m_value->text(), m_data->source})
                         .filter(QRegularExpression(QStringLiteral(".")))
                         .join(QStringLiteral(" · "));
    picture.width = m_chart->width();
    picture.height = m_chart->height();
    picture.draw = [this](QPainter& painter, const QRect& place) {
        m_chart->paintChart(painter, place, 2);
    };
    return saveChart(picture, m_theme, format, file);
}

void ChartPanel::say(const models::Result<void>& done, const QString& file)
{
    m_said->setText(done ? tr("Saved: %1").arg(file)
                         : toQ(done.error().text()) + QLatin1Char(' ') + toQ(done.error().remedy));
    setTone(m_said, done ? "ok" : "critical");
    m_said->show();
}

void ChartPanel::savePicture(PictureFormat format)
{
    const QString suffix =
        format == PictureFormat::Png ? QStringLiteral("png") : QStringLiteral("svg");
    chooseFileToSave(this, tr("Save the chart"), fileName(), suffix,
                     [this, format](const QString& file) { say(savePicture(format, file), file); });
}

models::Result<void> ChartPanel::saveNumbers(TableFormat format, const QString& file) const
{
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly)) {
        out.write(toText(chartTable(*m_data, kMostRows), format).toUtf8());
        if (out.commit())
            return {};
    }
    return models::fail(models::ErrorCode::PermissionDenied,
                        file.toStdString() + " was not written: " + out.errorString().toStdString(),
                        "Choose another folder.");
}

void ChartPanel::saveNumbers(TableFormat format)
{
    chooseFileToSave(this, tr("Save the numbers"), fileName(), suffixOf(format),
                     [this, format](const QString& file) { say(saveNumbers(format, file), file); });
}

void ChartPanel::copy(TableFormat format)
{
    QGuiApplication::clipboard()->setText(toText(chartTable(*m_data, kMostRows), format));
}

void ChartPanel::addEntries(QMenu& menu)
{
    for (const TableFormat format :
         {TableFormat::Text, TableFormat::Markdown, TableFormat::Csv, TableFormat::Json})
        menu.addAction(copyTitle(format), this, [this, format] { copy(format); });
    menu.addAction(tr("Show the numbers as a table"), m_tableButton, &QToolButton::toggle);
    menu.addAction(tr("Show all of the time"), m_chart, &ChartView::resetWindow);
    menu.addSeparator();
    menu.addAction(tr("Save as PNG…"), this, [this] { savePicture(PictureFormat::Png); });
    menu.addAction(tr("Save as SVG…"), this, [this] { savePicture(PictureFormat::Svg); });
    menu.addAction(tr("Save as CSV…"), this, [this] { saveNumbers(TableFormat::Csv); });
    menu.addAction(tr("Save as Markdown…"), this, [this] { saveNumbers(TableFormat::Markdown); });
    menu.addAction(tr("Save as JSON…"), this, [this] { saveNumbers(TableFormat::Json); });
}

void ChartPanel::contextMenuEvent(QContextMenuEvent* event)
{
    if (!hasChart())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addEntries(*menu);
    menu->popup(event->globalPos());
}

} // namespace binnacle::ui
