// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/yaml/yaml_tab.h"

#include "models/estate/kinds.h"
#include "ui/pages/workloads/live_object.h"
#include "ui/pages/workloads/yaml/yaml_panel.h"

#include <QBoxLayout>

namespace binnacle::ui {

YamlTab::YamlTab(const PageContext& context, QWidget* parent)
    : InspectorTab(parent), m_environments(context.environments)
{
    setAccessibleName(tr("YAML"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    column->addWidget(m_panel = new YamlPanel(context.theme, context.pool, this));
}

bool YamlTab::isVisibleFor(const InspectorSubject& subject) const
{
    return subject.valid() && subject.kind != models::kind(models::BuiltIn::Gpu);
}

void YamlTab::setSubject(const InspectorSubject& subject)
{
    if (!isVisibleFor(subject))
        m_panel->clear();
    else if (auto object = liveObject(subject, m_environments); object.valid())
        m_panel->setObject(object);
}

bool YamlTab::goBack()
{
    return m_panel->goBack();
}

bool YamlTab::focusFilter()
{
    m_panel->focusSearch();
    return true;
}

} // namespace binnacle::ui
