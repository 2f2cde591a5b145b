// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads of the history file are not trusted: any bytes are an estate or an Error. The file's
// schema book comes from the first bytes or is that of a real estate, so that both the header and
// the columns are reached.
#include "services/store/history_codec.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace binnacle;

/// Forms 1 to n, as a recorder of today would number the built-in kinds.
services::SchemaBook todaysBook()
{
    services::SchemaBook book;
    for (models::KindId kind = 0; kind < models::kind(models::BuiltIn::Count); ++kind)
        (void)book.idOf(kind);
    return book;
}

void replay(std::string_view payload, const services::SchemaBook& schemas)
{
    services::EstateTables tables;
    std::vector<services::ChangeEntry> changes;
    services::ReplayTarget target{tables, {}, {}, &changes, 1000, {}, 0, 0, false};
    if (services::replayPayload(payload, schemas, target))
        (void)tables.snapshot();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const services::SchemaBook known = todaysBook();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    replay(bytes, known);
    // The description of a kind is as little trusted; it is not learned, since kinds stay
    // registered for ever.
    (void)services::decodeKindSpec(bytes);
    if (size > 1) {
        const std::size_t split = 1 + std::min<std::size_t>(data[0], size - 1);
        replay(bytes.substr(split), known);
    }
    return 0;
}
