// SPDX-License-Identifier: GPL-3.0-or-later
// What kinds of object the estate holds and which columns each has. Columns are data: store,
// history, command line and tables all read the same description. Built-in kinds are in kinds.h; a
// connector adds kinds that it discovers.
#pragma once

#include "models/estate/cell.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

/// Dense index of a kind in this process; never stored (history stores the kind's name).
using KindId = std::uint16_t;
using ColumnId = std::uint16_t;

struct ColumnSpec {
    std::string name;  ///< JSON field and filter name: "restarts"
    std::string title; ///< as shown: "Restarts"
    CellType type = CellType::Text;
    std::string unit;   ///< "", "bytes", "W", "ratio", "celsius"
    bool gauge = false; ///< moves all the time: sampled into history once a minute, no change entry
    bool joined = false; ///< computed on ingest from other objects, not by the connector
};

/// The first columns of every kind, in this order; kind-specific ones follow.
enum class Common : ColumnId {
    Name,
    Namespace,
    Labels,
    Created,
    Deleted,
    Owner,
    OwnerKind,
    OwnerUid,
    Count
};

struct KindSpec {
    std::string name;  ///< "Pod"; for a discovered kind "Workload.kueue.x-k8s.io"
    std::string group; ///< "" for the core group
    std::string version;
    std::string plural; ///< "pods"
    bool namespaced = true;
    std::vector<ColumnSpec> columns; ///< starts with the Common ones

    /// -1 when there is none.
    int column(std::string_view columnName) const;
};

/// Append-only list of kinds, shared by the process. Thread: any; returned references live for
/// ever.
class KindRegistry {
public:
    /// The registry, with the built-in kinds already in at their BuiltIn ids.
    static KindRegistry& instance();

    /// Adds a kind, or returns the id it has. A kind that is already known keeps its columns.
    KindId add(KindSpec spec);
    const KindSpec& spec(KindId id) const;
    /// -1 when unknown.
    int find(std::string_view name) const;
    std::size_t size() const;

private:
    KindRegistry();
    struct State;
    std::unique_ptr<State> m_state;
};

/// Common columns followed by `own`.
std::vector<ColumnSpec> withCommonColumns(std::vector<ColumnSpec> own);

} // namespace binnacle::models
