// SPDX-License-Identifier: GPL-3.0-or-later
// What a client that lost nothing must have arrived at: one line for each living pod, and a sum
// over those lines that does not depend on their order. Pure.
#pragma once

#include "tests/support/replay/estate.h"

#include <string>

namespace binnacle::tests::replay {

struct StateDigest {
    std::uint64_t resourceVersion = 0;
    std::uint64_t changes = 0; ///< events since the start
    std::uint64_t pods = 0, nodes = 0;
    std::uint64_t sum = 0; ///< of lineHash over all pods, modulo 2^64
};

/// namespace, name, node ("-" when none), STATUS, restarts, separated by tabs.
std::string stateLine(const Record& pod, const Names& names);
/// FNV-1a, 64 bits.
std::uint64_t lineHash(std::string_view line);

StateDigest digestOf(const Estate& estate);
/// All lines, sorted by namespace and name, each with the resourceVersion as a sixth column.
std::string stateTable(const Estate& estate);
std::string toJson(const StateDigest& digest);

} // namespace binnacle::tests::replay
