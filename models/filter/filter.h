// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language of tables and the command line: words that must all match, `field:value`, `!`
// to exclude, quotes for spaces. Parsed once, asked for each row. Pure; any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

struct FilterTerm {
    std::string field; ///< lower case; empty: any of the row's texts
    std::string value; ///< lower case
    bool exclude = false;
};

/// Shape: empty text gives no terms, which match everything. `"two words"`, `node:gpu-1`,
/// `!status:running`.
std::vector<FilterTerm> parseFilter(std::string_view text);

/// Does `text` contain the lower-case `needle`, letters compared without case (ASCII)?
bool containsNoCase(std::string_view text, std::string_view needle);

/// `anyText` is asked whether any text of the row contains a needle, `field` for the text of one
/// field.
bool matches(const std::vector<FilterTerm>& terms,
             const std::function<bool(std::string_view needle)>& anyText,
             const std::function<std::string(std::string_view field)>& field);

} // namespace binnacle::models
