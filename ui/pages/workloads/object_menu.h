// SPDX-License-Identifier: GPL-3.0-or-later
// The actions on the selected objects: what can be copied, and what will change something once
// acting is there: listed, not executed. Ui thread.
#pragma once

#include "ui/pages/workloads/object_table.h"

class QMenu;

namespace binnacle::ui {

/// The selected rows, groups left out. Shape: from top to bottom.
std::vector<services::RowRef> selectedObjects(const ObjectTable& table,
                                              const WorkloadsModel& model);

/// "kubectl -n chat get pods fraud-scorer-7d9 -o yaml", a line for each namespace.
QString kubectlText(const std::vector<services::RowRef>& rows);

/// Deletes itself when it closes.
QMenu* makeObjectMenu(ObjectTable& table, const WorkloadsModel& model,
                      const std::function<void()>& open);

} // namespace binnacle::ui
