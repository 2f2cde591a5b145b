// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/inspector/events_tab.h"
#include "ui/pages/workloads/inspector/summary_tab.h"
#include "ui/pages/workloads/inspector_tab.h"
#include "ui/pages/workloads/yaml/yaml_tab.h"

namespace binnacle::ui {

std::vector<MakeInspectorTab> inspectorTabs()
{
    // One line per tab, in order.
    return {
        [](const PageContext& c, QWidget* p) -> InspectorTab* { return new SummaryTab(c, p); },
        [](const PageContext& c, QWidget* p) -> InspectorTab* { return new EventsTab(c, p); },
        [](const PageContext& c, QWidget* p) -> InspectorTab* { return new YamlTab(c, p); },
    };
}

} // namespace binnacle::ui
