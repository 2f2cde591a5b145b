// SPDX-License-Identifier: GPL-3.0-or-later
// Printer columns: 'A' a CRD document and an object of it, 'B' one JSONPath and an object; a line
// "%%" between the two. A path that was read gives a bounded text for any object.
#include "plugins/kubernetes/json/generic_kind.h"
#include "plugins/kubernetes/json/json_path.h"
#include "tests/fuzz/target.h"

#include <string>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

namespace {

void evaluate(std::string_view path, const simdjson::dom::element& object)
{
    const auto parsed = k8s::ColumnPath::parse(path);
    if (parsed)
        (void)parsed->evaluate(object);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, body] = fuzz::choose(fuzz::textOf(data, size), 2);
    const auto [first, second] = fuzz::twoTexts(body);
    simdjson::dom::parser parser;
    simdjson::dom::element object;
    const bool usable =
        parser.parse(simdjson::padded_string(second)).get(object) == simdjson::SUCCESS;
    if (which == 1) {
        if (usable)
            evaluate(first, object);
        return 0;
    }
    const auto columns = k8s::printerColumns(first, "v1");
    if (!columns)
        return 0;
    fuzz::require(columns->size() <= first.size(), "a column is at least one byte");
    for (const auto& column : *columns) {
        if (usable)
            evaluate(column.path, object);
    }
    fuzz::requireCutFails(
        first, [](std::string_view cut) { return k8s::printerColumns(cut, "v1").has_value(); });
    return 0;
}
