// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/encoding.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Shorter runs are words, versions and host names; tokens and keys are longer.
constexpr std::size_t kSecretRun = 32;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool isAlnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int valueOf(char c, bool url)
{
    if (url && c == '-')
        return 62;
    if (url && c == '_')
        return 63;
    if (url && (c == '+' || c == '/'))
        return -1;
    const std::size_t at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

Result<std::string> decode(std::string_view text, bool url)
{
    const auto bad = [] { return fail(ErrorCode::InvalidInput, "not valid base64"); };
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0, padding = 0;
    for (const char c : text) {
        if (!url && isSpace(c))
            continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const int value = valueOf(c, url);
        if (value < 0 || padding > 0)
            return bad();
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffffu;
        if (++count == 4) {
            out += static_cast<char>(bits >> 16 & 0xff);
            out += static_cast<char>(bits >> 8 & 0xff);
            out += static_cast<char>(bits & 0xff);
            count = 0;
        }
    }
    if (count == 1 || (!url && padding != (count == 0 ? 0 : 4 - count)) || padding > 2)
        return bad();
    if (count >= 2)
        out += static_cast<char>(bits >> (count == 2 ? 4 : 10) & 0xff);
    if (count == 3)
        out += static_cast<char>(bits >> 2 & 0xff);
    return out;
}

} // namespace

Result<std::string> decodeBase64(std::string_view text)
{
    return decode(text, false);
}

Result<std::string> decodeBase64Url(std::string_view text)
{
    return decode(text, true);
}

std::string encodeBase64(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= n ? kAlphabet[bits >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

bool hasPemBlock(std::string_view text, std::string_view label)
{
    for (std::size_t at = 0; (at = text.find("-----BEGIN ", at)) != std::string_view::npos;) {
        at += 11;
        const std::size_t end = text.find("-----", at);
        if (end == std::string_view::npos)
            return false;
        const std::string_view found = text.substr(at, end - at);
        // No dashes inside a block: the next ones are its end, or it has none. One pass.
        const std::size_t next = text.find("-----", end + 5);
        if (next == std::string_view::npos)
            return false;
        if (found.ends_with(label) &&
            text.substr(next).starts_with("-----END " + std::string(found) + "-----"))
            return true;
        at = end;
    }
    return false;
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

bool isHeaderSafe(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

Result<models::UtcTime> tokenExpiry(std::string_view jwt)
{
    const auto bad = [] { return fail(ErrorCode::DataCorrupt, "not a token of three parts"); };
    const std::size_t first = jwt.find('.');
    const std::size_t second = first == std::string_view::npos ? first : jwt.find('.', first + 1);
    if (second == std::string_view::npos || jwt.find('.', second + 1) != std::string_view::npos)
        return bad();
    const auto payload = decodeBase64Url(jwt.substr(first + 1, second - first - 1));
    if (!payload)
        return bad();
    const auto json = nlohmann::json::parse(*payload, nullptr, false);
    if (!json.is_object())
        return bad();
    const auto exp = json.find("exp");
    if (exp == json.end() || !exp->is_number())
        return models::UtcTime{};
    const double seconds = exp->get<double>();
    // Beyond what nanoseconds can hold: it does not expire as far as we are concerned.
    if (!std::isfinite(seconds) || seconds < 0 || seconds > 9e9)
        return models::UtcTime{};
    return models::UtcTime::fromSeconds(seconds);
}

std::string redacted(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        bool digit = false;
        while (end < text.size() && (isAlnum(text[end]) || text[end] == '_' || text[end] == '-' ||
                                     text[end] == '.' || text[end] == '+' || text[end] == '=')) {
            digit = digit || (text[end] >= '0' && text[end] <= '9');
            ++end;
        }
        const std::string_view run = text.substr(i, end - i);
        if (run.starts_with("eyJ") || (run.size() >= kSecretRun && digit)) {
            out += "[redacted]";
        } else if (!run.empty()) {
            out += run;
        } else {
            const char c = text[end++];
            out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
        }
        i = end;
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
