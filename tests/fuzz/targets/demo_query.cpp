// SPDX-License-Identifier: GPL-3.0-or-later
// Queries for the demo estate, and its size: any text is a tree or an Error.
#include "plugins/demo/demo_query.h"
#include "plugins/demo/demo_size.h"
#include "tests/fuzz/target.h"

namespace demo = binnacle::plugins::demo;
using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    if (const auto query = demo::parseQuery(text))
        fuzz::require(*query != nullptr, "a query is a tree");
    else
        fuzz::require(!query.error().message.empty(), "an Error has a message");
    (void)demo::parseSelector(text);
    (void)demo::parseSize(text);
    return 0;
}
