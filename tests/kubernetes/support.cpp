// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/support.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace binnacle::tests::kubernetes {

using plugins::kubernetes::ObjectUse;

std::string fixture(const std::string& name)
{
    const char* root = std::getenv("BINNACLE_SOURCE_DIR");
    std::ifstream file(std::string(root ? root : ".") + "/tests/kubernetes/fixtures/" + name,
                       std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

namespace {

std::string varint(std::uint64_t value)
{
    std::string out;
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>((value & 0x7f) | 0x80);
    out += static_cast<char>(value);
    return out;
}

} // namespace

std::string wireField(std::uint32_t number, std::string_view bytes)
{
    return varint(std::uint64_t{number} << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}

std::string envelope(std::string_view kind, std::string_view raw)
{
    return std::string("k8s\0", 4) + wireField(1, wireField(1, "v1") + wireField(2, kind)) +
           wireField(2, raw) + wireField(3, "") + wireField(4, "");
}

std::string watchFrame(std::string_view type, std::string_view kind, std::string_view raw)
{
    const std::string event = wireField(1, type) + wireField(2, wireField(1, envelope(kind, raw)));
    std::string frame;
    for (int shift = 24; shift >= 0; shift -= 8)
        frame += static_cast<char>(event.size() >> shift & 0xff);
    return frame + event;
}

Decoded::Decoded(plugins::kubernetes::ObjectDecoder& decoder, std::string_view object)
{
    const auto mark = decoder.decode(object, ObjectUse::Upsert, m_batch);
    if (mark)
        m_mark = *mark;
    else
        m_error = mark.error().text();
}

std::optional<std::string> Decoded::textAt(models::ColumnId column) const
{
    if (m_batch.rows().empty())
        return std::nullopt;
    const auto& cell = m_batch.cells(m_batch.rows().back())[column];
    if (!cell.set || cell.textSize == models::Cell::kNullText)
        return std::nullopt;
    return std::string(m_batch.text(cell));
}

std::optional<std::int64_t> Decoded::integerAt(models::ColumnId column) const
{
    if (m_batch.rows().empty())
        return std::nullopt;
    const auto& cell = m_batch.cells(m_batch.rows().back())[column];
    if (!cell.set || cell.integer == models::kUnknownInt)
        return std::nullopt;
    return cell.integer;
}

} // namespace binnacle::tests::kubernetes
