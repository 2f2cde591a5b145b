// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/inspector/workload_inspector.h"

#include "services/usecases/object_state.h"
#include "ui/theme/icons.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/tab_bar.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

namespace binnacle::ui {

namespace {

/// "live · 0.4 s", "as of 03:12", "gone".
QString freshText(const InspectorSubject& subject, bool gone)
{
    if (gone)
        return WorkloadInspector::tr("gone");
    if (!subject.live())
        return WorkloadInspector::tr("as of %1").arg(formatAbsolute(subject.snapshot->at));
    const models::SourceStatus* source = subject.snapshot->source(subject.source);
    if (!source)
        return WorkloadInspector::tr("not connected");
    const models::UtcTime now = models::Clock::system().now();
    return QStringLiteral("%1 · %2").arg(toQ(models::toString(source->freshnessAt(now))),
                                         formatAge(source->followedUntil(), now));
}

} // namespace

WorkloadInspector::WorkloadInspector(const PageContext& context, QWidget* parent)
    : QFrame(parent), m_theme(context.theme)
{
    setObjectName(QStringLiteral("workloadInspector"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Inspector"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 9, 11);
    column->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title = new ElidedLabel("cardTitle", this), 1);
    m_title->setElide(Qt::ElideMiddle);
    head->addWidget(m_kind = roleLabel("tag", this), 0, Qt::AlignVCenter);
    head->addWidget(m_fresh = roleLabel("muted", this));
    auto* close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("flat"));
    close->setAccessibleName(tr("Close the inspector"));
    close->setToolTip(tr("Close (Esc)"));
    head->addWidget(close);
    column->addLayout(head);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_bar = new TabBar(this));
    bar->addStretch(1);
    column->addLayout(bar);
    column->addWidget(rule(this));
    column->addWidget(m_stack = new QStackedWidget(this), 1);
    for (const MakeInspectorTab& make : inspectorTabs()) {
        InspectorTab* tab = make(context, m_stack);
        m_tabs.push_back(tab);
        m_stack->addWidget(tab);
        m_bar->addTab(tab->title(), {});
        connect(tab, &InspectorTab::titleChanged, this, &WorkloadInspector::showTabs);
        connect(tab, &InspectorTab::navigated, this, &WorkloadInspector::navigated);
    }
    connect(m_bar, &TabBar::currentChanged, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        if (m_subject.valid())
            tell(*m_tabs[static_cast<std::size_t>(index)]);
    });
    connect(close, &QToolButton::clicked, this, &WorkloadInspector::closed);
    const auto restyle = [this, close] {
        close->setIcon(icon(QStringLiteral("close"), m_theme, m_theme.tokens().muted));
    };
    connect(&m_theme, &Theme::changed, this, restyle);
    restyle();
}

InspectorTab* WorkloadInspector::currentTab() const
{
    return m_tabs[static_cast<std::size_t>(m_bar->current())];
}

void WorkloadInspector::show(const InspectorSubject& subject, bool fresh)
{
    if (fresh)
        m_way.clear();
    else if (m_subject.valid() && !m_subject.sameObject(subject))
        m_way.push_back(m_subject);
    m_subject = subject;
    refresh();
    showTabs();
    setVisible(true);
    tell(*currentTab());
}

void WorkloadInspector::setSnapshot(const services::SnapshotPtr& snapshot)
{
    if (!m_subject.valid() || m_subject.snapshot == snapshot)
        return;
    InspectorSubject next = m_subject;
    next.snapshot = snapshot;
    const services::Table* table = snapshot->table(next.kind);
    if (!next.row()) {
        const auto found = table ? table->find(next.key) : std::nullopt;
        if (!found) {
            // It is gone: what was known last stays, and says so.
            m_fresh->setText(freshText(m_subject, true));
            return;
        }
        next.slot = found->slot();
    }
    next.source = next.row()->source();
    m_subject = next;
    refresh();
    tell(*currentTab());
}

void WorkloadInspector::clear()
{
    m_subject = {};
    m_way.clear();
    for (InspectorTab* tab : m_tabs)
        tab->setSubject({});
}

bool WorkloadInspector::goBack()
{
    if (m_subject.valid() && currentTab()->goBack())
        return true;
    if (m_way.empty())
        return false;
    InspectorSubject before = m_way.back();
    m_way.pop_back();
    const services::SnapshotPtr newest = m_subject.snapshot;
    m_subject = before;
    refresh();
    showTabs();
    if (newest != before.snapshot)
        setSnapshot(newest);
    tell(*currentTab());
    return true;
}

bool WorkloadInspector::focusFilter()
{
    if (!isVisible() || !isAncestorOf(focusWidget()))
        return false;
    return currentTab()->focusFilter();
}

bool WorkloadInspector::showTab(const QString& id)
{
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        if (!m_subject.valid() || m_tabs[i]->id() != id || !m_tabs[i]->isVisibleFor(m_subject))
            continue;
        m_bar->setCurrent(static_cast<int>(i));
        return true;
    }
    return false;
}

void WorkloadInspector::refresh()
{
    const auto row = m_subject.row();
    if (!row)
        return;
    m_title->setFullText(toQ(row->name()));
    QString kind = toQ(services::kindWord(row->table().spec(), false));
    const int revision = row->table().spec().column("revision");
    if (revision >= 0 && row->known(static_cast<models::ColumnId>(revision)))
        kind += QStringLiteral(" r") + toQ(row->text(static_cast<models::ColumnId>(revision)));
    m_kind->setText(kind);
    m_fresh->setText(freshText(m_subject, false));
}

void WorkloadInspector::showTabs()
{
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        const int index = static_cast<int>(i);
        const bool visible = m_subject.valid() && m_tabs[i]->isVisibleFor(m_subject);
        m_bar->setText(index, m_tabs[i]->title());
        m_bar->setTabVisible(index, visible || i == 0);
        if (!visible && m_bar->current() == index && i != 0)
            m_bar->setCurrent(0);
    }
}

void WorkloadInspector::tell(InspectorTab& tab)
{
    tab.setSubject(m_subject);
}

} // namespace binnacle::ui
