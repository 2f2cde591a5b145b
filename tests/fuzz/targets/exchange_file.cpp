// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded exchanges: what was read is written and read back the same.
#include "services/net/exchange_file.h"
#include "tests/fuzz/target.h"

using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    const auto exchange = services::parseExchange(text);
    if (!exchange)
        return 0;
    fuzz::require(text.ends_with(exchange->response.body), "the body is kept byte for byte");
    const std::string once = services::toText(*exchange);
    const auto again = services::parseExchange(once);
    fuzz::require(again && services::toText(*again) == once, "an exchange is read back the same");
    // The head is one line; without all of it there is no exchange.
    const std::size_t head = text.find('\n');
    fuzz::requireCutFails(text.substr(0, head + 1), [](std::string_view cut) {
        return services::parseExchange(cut).has_value();
    });
    return 0;
}
