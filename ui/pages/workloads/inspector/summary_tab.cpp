// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/inspector/summary_tab.h"

#include "ui/charts/chart_panel.h"
#include "ui/pages/workloads/inspector/line_list.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/state_tone.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_button.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>

namespace binnacle::ui {

namespace {

constexpr int kAgainMs = 1000, kReloadMs = 15'000;
constexpr int kChartColumns = 300;

} // namespace

SummaryTab::SummaryTab(const PageContext& context, QWidget* parent)
    : InspectorTab(parent), m_theme(context.theme), m_environments(context.environments),
      m_slot(context.pool), m_charts(context.pool)
{
    setAccessibleName(tr("Summary"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll);
    m_inner = new QWidget(scroll);
    m_inner->setObjectName(QStringLiteral("clear"));
    auto* column = new QVBoxLayout(m_inner);
    column->setContentsMargins(0, 6, 8, 0);
    column->setSpacing(size::kPadS);
    buildNote(column);
    const auto section = [&](const QString& title, auto* list) {
        list->setHeading(title);
        column->addWidget(list);
        return list;
    };
    m_conditions = section(tr("Conditions"), new LineList(m_theme, m_inner));
    m_containers = section(tr("Containers"), new LineList(m_theme, m_inner));
    column->addWidget(m_containersNote = roleLabel("muted", m_inner));
    m_containersNote->setWordWrap(true);
    m_owners = section(tr("Belongs to"), new LinkList(m_theme, m_inner));
    m_children = section(tr("Owns"), new LinkList(m_theme, m_inner));
    column->addWidget(m_childrenHead = roleLabel("muted", m_inner));
    m_facts = section(tr("Facts"), new LineList(m_theme, m_inner));
    auto* chartHead = new QHBoxLayout;
    chartHead->addWidget(m_chartsHead = roleLabel("cardTitle", m_inner, tr("Measured")), 1);
    chartHead->addWidget(m_device = new ChoiceButton(tr("Devices of"), m_inner));
    column->addLayout(chartHead);
    column->addLayout(m_panels = new QVBoxLayout);
    column->addStretch(1);
    scroll->setWidget(m_inner);
    for (LinkList* list : {m_owners, m_children})
        connect(list, &LinkList::followed, this, &SummaryTab::navigated);
    m_next.setSingleShot(true);
    m_next.setInterval(kAgainMs);
    connect(&m_next, &QTimer::timeout, this, [this] {
        if (m_dirty)
            start();
    });
    m_reload.setInterval(kReloadMs);
    connect(&m_reload, &QTimer::timeout, this, &SummaryTab::loadCharts);
    connect(m_device, &ChoiceButton::chosen, this, &SummaryTab::loadCharts);
    connect(&m_charts, &DeviceCharts::changed, this, &SummaryTab::showCharts);
    connect(&m_theme, &Theme::changed, this, &SummaryTab::showNote);
    take({});
}

void SummaryTab::buildNote(QVBoxLayout* column)
{
    auto* note = new QFrame(m_inner);
    note->setProperty("role", QStringLiteral("note"));
    auto* grid = new QGridLayout(note);
    grid->setContentsMargins(10, 8, 10, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_shape = new QLabel(note), 0, 0, Qt::AlignTop);
    grid->addWidget(m_text = roleLabel("cardTitle", note), 0, 1);
    grid->addWidget(m_detail = roleLabel("muted", note), 1, 1);
    grid->setColumnStretch(1, 1);
    m_text->setObjectName(QStringLiteral("cause"));
    for (QLabel* label : {m_text, m_detail}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    column->addWidget(note);
}

void SummaryTab::setSubject(const InspectorSubject& subject)
{
    const bool other = !subject.valid() || !subject.sameObject(m_subject);
    const bool newer = subject.snapshot != m_subject.snapshot;
    m_subject = subject;
    if (other) {
        m_slot.cancel();
        m_charts.clear();
        m_next.stop();
        m_reload.stop();
        take({});
    }
    if (!subject.valid() || (!other && !newer))
        return;
    m_dirty = true;
    if (!m_next.isActive() && !m_slot.isRunning())
        start();
}

void SummaryTab::start()
{
    m_dirty = false;
    const models::UtcTime now =
        m_subject.live() ? models::Clock::system().now() : m_subject.snapshot->at;
    m_slot.start(
        [subject = m_subject, now](std::stop_token) {
            return services::summarize(*subject.snapshot, subject.kind, subject.key, subject.slot,
                                       now);
        },
        [this](services::WorkloadSummary summary) {
            m_next.start();
            const bool first = !m_summary.found;
            take(std::move(summary));
            if (first && m_summary.found) {
                loadCharts();
                m_reload.start();
            }
        });
}

void SummaryTab::take(services::WorkloadSummary summary)
{
    m_summary = std::move(summary);
    m_inner->setVisible(m_summary.found);
    showNote();
    m_conditions->setLines(m_summary.conditions);
    m_containers->setLines(m_summary.containers);
    m_containersNote->setText(toQ(m_summary.containersNote));
    m_containersNote->setVisible(!m_summary.containersNote.empty());
    m_owners->setLinks(m_summary.owners);
    m_children->setLinks(m_summary.children);
    const auto more = m_summary.childrenTotal - m_summary.children.size();
    m_childrenHead->setText(tr("and %1 more").arg(formatCount(static_cast<std::int64_t>(more))));
    m_childrenHead->setVisible(more > 0);
    m_facts->setLines(m_summary.facts);
    QStringList devices;
    if (m_summary.gpuUuids.size() == 1) {
        devices << tr("its one GPU");
    } else {
        for (const std::string& node : m_summary.gpuNodes)
            devices << toQ(node);
    }
    m_device->setChoices(devices);
    m_device->setVisible(!devices.isEmpty());
    m_chartsHead->setVisible(!devices.isEmpty());
}

void SummaryTab::showNote()
{
    m_shape->setPixmap(shapePixmap(m_theme, toneFor(m_summary.note.tone), 12, devicePixelRatioF()));
    m_text->setText(toQ(m_summary.note.text));
    m_detail->setText(toQ(m_summary.note.detail));
    m_detail->setVisible(!m_summary.note.detail.empty());
}

void SummaryTab::loadCharts()
{
    if (!m_summary.found || m_charts.isLoading() || !isVisible() || !m_subject.live())
        return;
    ChartSubject subject;
    if (m_summary.gpuUuids.size() == 1)
        subject = {{{"UUID", m_summary.gpuUuids.front()}}, {}};
    else if (const auto at = static_cast<std::size_t>(m_device->index());
             at < m_summary.gpuNodes.size())
        subject = {{{"Hostname", m_summary.gpuNodes[at]}}, QStringLiteral("gpu")};
    else
        return;
    m_charts.load(m_environments.feed().estate(), subject, std::chrono::hours(1), kChartColumns);
}

void SummaryTab::showCharts()
{
    const auto& charts = m_charts.charts();
    while (m_panels->count() < static_cast<int>(charts.size()))
        m_panels->addWidget(new ChartPanel(m_theme, m_inner));
    for (int i = 0; i < m_panels->count(); ++i) {
        auto* panel = qobject_cast<ChartPanel*>(m_panels->itemAt(i)->widget());
        const bool used = i < static_cast<int>(charts.size());
        panel->setVisible(used);
        if (!used)
            continue;
        panel->setData(charts[static_cast<std::size_t>(i)]);
        panel->setSubject(toQ(m_summary.name));
    }
}

} // namespace binnacle::ui
