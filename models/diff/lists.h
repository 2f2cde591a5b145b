// SPDX-License-Identifier: GPL-3.0-or-later
// Which items of two lists belong together: by name, mount path, port; flags by their name; the
// rest by equality. Pure; for the semantic diff.
#pragma once

#include "models/document/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

/// Both lists with a label for each item; null where a side lacks it.
struct Pairing {
    struct Pair {
        std::string label; ///< "server", "8080/TCP", "--model"
        const Document* before = nullptr;
        const Document* after = nullptr;
    };
    std::vector<Pair> pairs; ///< in the order of `after`, what is gone last
    bool reordered = false;  ///< the common items stand in another order, and order matters here
};

/// Items of maps by their key. None: these have no key of their own.
std::optional<Pairing> pairByKey(std::string_view list, const Document& before,
                                 const Document& after);
/// Equal items pair, the others are gone or new.
Pairing pairByValue(std::string_view list, const Document& before, const Document& after);

/// Command line flags as a map ("--model=x" and "--model", "x" alike); other words keep their place
/// under "word 1", "word 2".
Document flagsOf(const Document& arguments);

} // namespace binnacle::models
