// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/text_clean.h"

#include <cstdint>
#include <cstring>

namespace binnacle::plugins::kubernetes {

namespace {

bool isAscii(std::string_view text)
{
    const char* p = text.data();
    std::size_t n = text.size();
    for (; n >= 8; p += 8, n -= 8) {
        std::uint64_t word;
        std::memcpy(&word, p, 8);
        if ((word & 0x8080808080808080u) != 0)
            return false;
    }
    for (; n > 0; ++p, --n) {
        if ((static_cast<unsigned char>(*p) & 0x80u) != 0)
            return false;
    }
    return true;
}

bool isTail(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
}

/// Length of the well-formed sequence at the start of `text`, 0 when there is none. Source: Unicode
/// table 3-7.
std::size_t sequenceLength(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0u;
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return isTail(text, 1) ? 2 : 0;
    if (lead < 0xf0) {
        const bool bad = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f);
        return !bad && isTail(text, 1) && isTail(text, 2) ? 3 : 0;
    }
    if (lead > 0xf4)
        return 0;
    const bool bad = (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f);
    return !bad && isTail(text, 1) && isTail(text, 2) && isTail(text, 3) ? 4 : 0;
}

} // namespace

bool isUtf8(std::string_view text)
{
    if (isAscii(text))
        return true;
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string_view cleanUtf8(std::string_view text, std::string& buffer)
{
    if (isUtf8(text))
        return text;
    buffer.clear();
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        buffer += length == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return buffer;
}

} // namespace binnacle::plugins::kubernetes
