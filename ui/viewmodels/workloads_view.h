// SPDX-License-Identifier: GPL-3.0-or-later
// What the Workloads table shows: an immutable value of (snapshot, lines in order), where a line is
// a row of the packed table or a group. No cell is copied: texts are read when they are painted.
// Built on a worker by buildWorkloads(); read on the ui thread.
#pragma once

#include "services/store/table_filter.h"
#include "services/usecases/workloads_title.h"
#include "ui/viewmodels/keyed_model_base.h"
#include "ui/viewmodels/table_column.h"
#include "ui/viewmodels/workloads_columns.h"
#include "ui/viewmodels/workloads_sort.h"

#include <set>
#include <stop_token>

namespace binnacle::ui {

enum class GroupBy { None, Namespace, Workload, ModelVersion, Team, Node, Status };

struct WorkloadsSettings {
    models::KindId kind = models::kind(models::BuiltIn::Pod);
    std::string filter;
    std::vector<TableSort> sort; ///< the first counts most; empty: by name
    GroupBy group = GroupBy::None;
    std::set<std::string> folded; ///< ids of groups
};

class WorkloadsView;

/// One line of the table. The view outlives it: the arrangement owns it.
struct ObjectLine {
    const WorkloadsView* view = nullptr;
    std::uint32_t slot = 0;
    std::int32_t group = -1;   ///< of a group's own line: into groups(); else -1
    std::uint64_t version = 0; ///< equal versions look equal
};

struct ObjectGroup {
    std::string id; ///< text that its rows share; empty: they have none
    QString title;
    models::ObjectKey key;
    std::int64_t count = 0;
    std::int64_t ready = 0, want = 0; ///< sums over rows where both are known
    std::int64_t restarts = models::kUnknownInt, gpus = models::kUnknownInt,
                 gpusPlaced = models::kUnknownInt;
    services::ObjectState worst = services::ObjectState::Plain;
    models::UtcTime oldest;
    std::string revision; ///< the one that all have; else empty
    services::StateCounts states;
    QString words; ///< "2 wait for a GPU"; "all 14 ready"
    bool folded = false;
};

/// A cell that reads other than before: columns by bit.
struct ChangedRow {
    models::ObjectKey key;
    std::uint64_t columns = 0;
};

class WorkloadsView {
public:
    services::SnapshotPtr snapshot;
    std::shared_ptr<const services::Table> table; ///< null: the kind has never been seen
    std::shared_ptr<const ObjectKind> kind;
    WorkloadsSettings settings;
    models::UtcTime built; ///< the clock when it was built
    // What the next build goes on from: the order and the states of all rows, filtered or not, and
    // what passed the filter.
    SortedRowsPtr order;
    std::shared_ptr<const services::RowStates> rowStates;
    services::TableSelection picked;
    std::vector<ObjectLine> lines;
    std::vector<ObjectGroup> groups;
    std::size_t matched = 0, total = 0;
    services::StateCounts states; ///< of the rows that pass
    std::vector<bool> silent;     ///< by source
    std::shared_ptr<const NodeModels> nodeModels;
    std::string title;
    std::string problem; ///< of the filter, in words
    std::vector<models::FilterProblem> problems;

    /// Live: the clock, so that ages move on; else the moment that is shown.
    models::UtcTime now() const;
    CellContext context() const { return {*snapshot, now(), *nodeModels}; }
};

using WorkloadsViewPtr = std::shared_ptr<const WorkloadsView>;

struct WorkloadsBuild {
    WorkloadsViewPtr view;
    ArrangementPtr arrangement; ///< owns the view
    TablePlan plan;             ///< from the arrangement that was given
    std::vector<ChangedRow> changed;
    double ms = 0;
};

/// `before` may be null or of another kind; what it worked out is not worked out again. An asked
/// `stop` leaves a build without a view. Thread: worker. Cost: some 40 ms at 150,000 rows without
/// `before`.
WorkloadsBuild buildWorkloads(services::SnapshotPtr snapshot,
                              std::shared_ptr<const ObjectKind> kind,
                              const WorkloadsSettings& settings, ArrangementPtr before,
                              const std::stop_token& stop = {});

/// Groupings that make sense for a kind. Shape: begins with None.
std::vector<GroupBy> groupingsOf(models::KindId kind);
/// The column that a grouping reads; -1 when the kind has none.
int groupColumn(const models::KindSpec& spec, GroupBy group);

} // namespace binnacle::ui
