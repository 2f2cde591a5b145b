// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue of meanings: every text is one or an Error, and each of its meanings gives an
// expression or an Error.
#include "services/metrics/catalogue.h"
#include "services/metrics/expression.h"
#include "tests/fuzz/target.h"

#include <algorithm>

using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(fuzz::textOf(data, size));
    const auto catalogue = services::Catalogue::parse(text);
    if (!catalogue) {
        fuzz::require(!catalogue.error().message.empty(), "an Error has a message");
        return 0;
    }
    fuzz::require(catalogue->meanings().size() <= size, "a meaning is at least one byte");
    for (const auto& meaning : catalogue->meanings()) {
        fuzz::require(catalogue->find(meaning.name) != nullptr, "a meaning is found by its name");
        for (const auto& engine : meaning.engines) {
            auto names = services::wantedNames(engine);
            std::sort(names.begin(), names.end());
            const auto present = services::presentSpellings(engine, names);
            services::ExpressionInputs inputs;
            inputs.filter = {{"pod", "a\"b\\c"}};
            inputs.window = catalogue->window();
            (void)services::buildExpression(engine, present, inputs);
        }
    }
    return 0;
}
