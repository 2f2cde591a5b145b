// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/connections_page.h"
#include "ui/pages/explore/explore_page.h"
#include "ui/pages/fleet/fleet_page.h"
#include "ui/pages/workloads/workloads_page.h"
#include "ui/shell/page.h"

namespace binnacle::ui {

std::vector<PageDescriptor> allPages()
{
    // One line per page; removing a page is removing its folder and its line.
    return {FleetPage::descriptor(), WorkloadsPage::descriptor(), ExplorePage::descriptor(),
            ConnectionsPage::descriptor()};
}

} // namespace binnacle::ui
