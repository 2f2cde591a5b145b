// SPDX-License-Identifier: GPL-3.0-or-later
// What any decoder of objects may hand to the store: at most one row an object, nothing on an
// error, texts that JSON can print. For the targets of Kubernetes objects.
#pragma once

#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/decode/text_clean.h"
#include "tests/fuzz/target.h"

#include <array>
#include <bit>
#include <string_view>

namespace binnacle::fuzz {

/// Texts made of an object's own bytes, and as much again for what is derived from them.
inline constexpr std::size_t kTextPerByte = 16;

inline void checkRow(const models::FactBatch& batch, const models::FactRow& row, std::size_t input)
{
    std::size_t texts = 0;
    require(row.key.valid(), "a row has a key");
    for (const models::Cell& cell : batch.cells(row)) {
        if (!cell.set || cell.textSize == models::Cell::kNullText)
            continue;
        if (cell.type != models::CellType::Text && cell.type != models::CellType::Labels)
            continue;
        const std::string_view text = batch.text(cell);
        require(plugins::kubernetes::isUtf8(text), "texts of a row are UTF-8");
        texts += text.size();
    }
    require(texts <= input * kTextPerByte + 4096, "a row is not larger than what it came from");
}

inline bool sameCell(const models::FactBatch& a, const models::Cell& x, const models::FactBatch& b,
                     const models::Cell& y)
{
    const bool texts =
        x.textSize != models::Cell::kNullText && y.textSize != models::Cell::kNullText;
    return x.type == y.type && x.set == y.set && x.integer == y.integer &&
           std::bit_cast<std::uint64_t>(x.real) == std::bit_cast<std::uint64_t>(y.real) &&
           (texts ? a.text(x) == b.text(y) : x.textSize == y.textSize);
}

/// Decoders keep their memory from object to object, and must keep nothing else: `used` has read
/// many others before, `fresh` none.
inline void requireSame(plugins::kubernetes::ObjectDecoder& used,
                        plugins::kubernetes::ObjectDecoder& fresh, std::string_view object)
{
    models::FactBatch a("fuzz"), b("fuzz");
    const bool read = used.decode(object, plugins::kubernetes::ObjectUse::Upsert, a).has_value();
    require(fresh.decode(object, plugins::kubernetes::ObjectUse::Upsert, b).has_value() == read &&
                a.rows().size() == b.rows().size(),
            "an object is read the same after any other");
    if (!read)
        return;
    const auto left = a.cells(a.rows()[0]), right = b.cells(b.rows()[0]);
    require(left.size() == right.size(), "a row has its kind's columns");
    for (std::size_t i = 0; i < left.size(); ++i)
        require(sameCell(a, left[i], b, right[i]), "a row is the same after any other object");
}

/// In each of the three uses.
inline void decodeObject(plugins::kubernetes::ObjectDecoder& decoder, std::string_view object)
{
    using plugins::kubernetes::ObjectUse;
    for (const auto use : {ObjectUse::Upsert, ObjectUse::Remove, ObjectUse::Observe}) {
        models::FactBatch batch("fuzz");
        const auto mark = decoder.decode(object, use, batch);
        require(mark || batch.empty(), "an object that does not decode adds nothing");
        require(batch.rows().size() <= 1, "an object is at most one row");
        require(use != ObjectUse::Observe || batch.empty(), "a bookmark is no row");
        for (const models::FactRow& row : batch.rows())
            checkRow(batch, row, object.size());
    }
}

} // namespace binnacle::fuzz
