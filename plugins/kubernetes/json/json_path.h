// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Kubernetes' JSONPath that printer columns use: fields, escaped dots, indexes,
// wildcards and one equality filter. Pure; inside this plugin only.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace binnacle::plugins::kubernetes {

class ColumnPath {
public:
    /// ".status.conditions[?(@.type=="Ready")].status", ".metadata.labels['a.b/c']",
    /// ".spec.items[*].name". Errors: Unsupported (a function, a slice, a recursive descent).
    static models::Result<ColumnPath> parse(std::string_view text);

    /// Every match, as a person reads it, joined by ","; empty when there is none.
    std::string evaluate(const simdjson::dom::element& object) const;

private:
    struct Step {
        enum class Kind { Field, Index, All, Filter } kind = Kind::Field;
        std::string name;  ///< field; of a filter: the field compared
        std::string value; ///< of a filter
        std::size_t index = 0;
    };
    static models::Result<Step> bracket(std::string_view inner);
    void walk(const simdjson::dom::element& here, std::size_t step, std::string& out) const;
    std::vector<Step> m_steps;
};

} // namespace binnacle::plugins::kubernetes
