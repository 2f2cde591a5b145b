// SPDX-License-Identifier: GPL-3.0-or-later
// One simulated object as its facts say it, by name: what whole objects and logs are made from. For
// this folder; any thread.
#pragma once

#include "plugins/demo/demo_world.h"
#include "services/ports/object_source.h"

#include <map>
#include <string>
#include <string_view>

namespace binnacle::plugins::demo {

struct DemoRecord {
    std::string kind;
    std::map<std::string, models::Document, std::less<>> columns; ///< by name, known ones only
    std::map<std::string, std::string> labels;

    /// Empty when unknown.
    std::string_view text(std::string_view column) const;
    std::int64_t integer(std::string_view column, std::int64_t otherwise) const;
};

/// Errors: NotFound, Cancelled. Cost: writes the facts of the estate up to that object, some ten
/// milliseconds. Units: `t` Unix seconds.
models::Result<DemoRecord> findRecord(const DemoWorld& world, const services::ObjectRef& ref,
                                      std::int64_t t, std::stop_token stop);

} // namespace binnacle::plugins::demo
