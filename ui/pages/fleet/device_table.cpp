// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/device_table.h"

#include "ui/shell/action_registry.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/icons.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/table_copy.h"

#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>

namespace binnacle::ui {

namespace {

constexpr int kTypingPauseMs = 60;
constexpr int kHeaderVersion = 1;

/// The grammar in short; in full: docs/cli.md.
QString filterHelp()
{
    return DeviceTable::tr("All terms must hold.\n"
                           "word            anywhere in the row\n"
                           "field:text      in that field; field=text is the whole value\n"
                           "field:gpu-1*    begins with gpu-1\n"
                           "field:a,b       a or b\n"
                           "!field:text     not\n"
                           "sm<5%  power>=300  memory>64Gi  age>2h\n"
                           "field:\"\"       not known\n"
                           "\"two words\"     quotes take away every meaning");
}

} // namespace

DeviceTable::DeviceTable(const PageContext& context, FleetViewModel& model, QWidget* parent)
    : QWidget(parent), m_state(context.state), m_model(model)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(size::kPadS);
    auto* row = new QHBoxLayout;
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("deviceFilter"));
    m_filter->setPlaceholderText(tr("Filter: text, team:docs, state:idle, sm<5%, !node:gpu-1*"));
    m_filter->setAccessibleName(tr("Filter devices"));
    m_filter->setClearButtonEnabled(true);
    Theme& theme = context.theme;
    auto* glyph = new QAction(this);
    m_filter->addAction(glyph, QLineEdit::LeadingPosition);
    const auto restyle = [glyph, &theme] {
        glyph->setIcon(icon(QStringLiteral("filter"), theme, theme.tokens().muted));
    };
    connect(&theme, &Theme::changed, glyph, restyle);
    restyle();
    row->addWidget(m_filter, 1);
    row->addWidget(m_count = roleLabel("muted", this));
    column->addLayout(row);
    m_table = new DataTable(theme, this);
    m_table->setObjectName(QStringLiteral("devices"));
    m_table->setAccessibleName(tr("Devices"));
    m_table->horizontalHeader()->setObjectName(QStringLiteral("fleet.devices"));
    std::vector<int> widths;
    for (const auto& spec : model.devices().spec().columns)
        widths.push_back(spec.width);
    m_table->setUp(&model.devices(), widths);
    m_state.restore(*m_table->horizontalHeader(), kHeaderVersion);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    column->addWidget(m_table, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &DeviceTable::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_table, &DataTable::opened, this, &DeviceTable::opened);
    connect(m_table, &DataTable::sortWanted, this, [this](int section, bool descending) {
        FleetSettings settings = m_model.settings();
        const auto& columns = m_model.devices().spec().columns;
        settings.sort = section < 0
                            ? TableSort{}
                            : TableSort{columns[static_cast<std::size_t>(section)].id, descending};
        m_model.setSettings(std::move(settings));
    });
    connect(&model, &FleetViewModel::viewChanged, this, &DeviceTable::updateCount);
    const auto ready = [this] {
        return m_table->isVisible() && m_table->selectionModel()->hasSelection();
    };
    for (const TableFormat format :
         {TableFormat::Text, TableFormat::Markdown, TableFormat::Csv, TableFormat::Json}) {
        context.actions.add({QStringLiteral("fleet.copy.%1").arg(static_cast<int>(format)),
                             tr("Fleet"),
                             tr("Devices: %1").arg(copyTitle(format)),
                             {},
                             {},
                             [this, format] { copySelection(*m_table, format); },
                             ready});
    }
}

DeviceTable::~DeviceTable()
{
    m_state.save(*m_table->horizontalHeader(), kHeaderVersion);
}

void DeviceTable::setFilter(const QString& text)
{
    m_filter->setText(text);
    m_typing.stop();
    applyFilter();
}

QString DeviceTable::filter() const
{
    return m_filter->text();
}

void DeviceTable::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void DeviceTable::select(const models::ObjectKey& key)
{
    m_table->selectKey(key);
}

void DeviceTable::applyFilter()
{
    FleetSettings settings = m_model.settings();
    settings.filter = m_filter->text().toStdString();
    m_model.setSettings(std::move(settings));
}

void DeviceTable::updateCount()
{
    const QString problem = m_model.filterProblem();
    setTone(m_filter, problem.isEmpty() ? "" : "critical");
    m_filter->setToolTip(problem.isEmpty() ? filterHelp() : problem);
    const auto total = static_cast<std::int64_t>(m_model.devices().total());
    const auto shown = static_cast<std::int64_t>(m_model.devices().rowCount());
    m_count->setText(!problem.isEmpty() ? problem
                     : shown == total   ? tr("%1 devices").arg(formatCount(total))
                                      : tr("%1 of %2").arg(formatCount(shown), formatCount(total)));
    setTone(m_count, problem.isEmpty() ? "muted" : "critical");
}

} // namespace binnacle::ui
