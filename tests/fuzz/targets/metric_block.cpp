// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of range answers as they lie in the history file: damaged bytes are no block, what was
// read is written and read back the same.
#include "services/metrics/block_codec.h"
#include "tests/fuzz/target.h"

using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes = fuzz::textOf(data, size);
    const services::BlockGrid grid{1'700'000'000'000, 15'000};
    const auto series = services::decodeBlock(bytes, grid);
    if (!series)
        return 0;
    fuzz::require(series->size() <= size, "a series is at least one byte");
    for (const auto& one : *series) {
        fuzz::require(one.times.size() == one.values.size() &&
                          one.times.size() <= static_cast<std::size_t>(services::kBlockPoints),
                      "a series has at most a block's points");
    }
    const auto written = services::encodeBlock(*series, grid);
    fuzz::require(written.has_value(), "what was read can be written");
    const auto again = services::decodeBlock(*written, grid);
    fuzz::require(again && services::encodeBlock(*again, grid) == written,
                  "a block is read back the same");
    for (const std::size_t cut : {size - 1, size / 2, std::size_t{1}}) {
        if (cut < size)
            fuzz::require(!services::decodeBlock(bytes.substr(0, cut), grid),
                          "a cut block is no block");
    }
    return 0;
}
