// SPDX-License-Identifier: GPL-3.0-or-later
// Which kinds and columns the rows of a history file have: each recorded form of a kind has a
// number, and reading maps its columns by name to those of today. So history survives added,
// dropped and renamed columns, and kinds that no connector has discovered yet. Private to the
// store.
#pragma once

#include "models/base/result.h"
#include "models/estate/kind.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct RecordedKind {
    models::KindId kind = 0;
    std::vector<models::CellType> types; ///< as recorded
    std::vector<int> columns;            ///< today's column, -1 when there is none of that type
};

/// All that a KindSpec says.
std::string encodeKindSpec(const models::KindSpec& spec);
/// Errors: DataCorrupt.
models::Result<models::KindSpec> decodeKindSpec(std::string_view bytes);

class SchemaBook {
public:
    /// A form read from the file; registers the kind when this process does not know it yet.
    /// Errors: DataCorrupt.
    models::Result<void> learn(std::uint32_t id, std::string_view spec);
    /// The number of the kind's present form; a new one when the file has none yet.
    std::uint32_t idOf(models::KindId kind);
    /// Null when the file does not explain that number.
    const RecordedKind* find(std::uint32_t id) const;
    /// Forms made by idOf() since the last call: to be written in the same transaction.
    std::vector<std::pair<std::uint32_t, std::string>> takeNew();
    /// What takeNew() gave was not written after all.
    void putBack(std::vector<std::pair<std::uint32_t, std::string>> forms);

private:
    std::map<std::uint32_t, RecordedKind> m_byId;
    std::map<std::string, std::uint32_t> m_bySpec;
    std::map<models::KindId, std::uint32_t> m_present;
    std::vector<std::pair<std::uint32_t, std::string>> m_new;
    std::uint32_t m_next = 1;
};

} // namespace binnacle::services
