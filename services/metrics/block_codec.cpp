// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/block_codec.h"

#include <array>
#include <bit>
#include <cmath>

namespace binnacle::services {

using models::MetricSeries;

namespace {

constexpr char kVersion = 1;
constexpr std::size_t kBitmapBytes = kBlockPoints / 8;
static_assert(kBlockPoints % 8 == 0);

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

void putText(std::string& out, std::string_view text)
{
    putVarint(out, text.size());
    out += text;
}

/// A head byte (zero bytes at the low end, significant bytes) and the significant bytes.
void putXor(std::string& out, std::uint64_t bits)
{
    if (bits == 0) {
        out += '\0';
        return;
    }
    const int low = std::countr_zero(bits) / 8;
    const int size = 8 - low - std::countl_zero(bits) / 8;
    out += static_cast<char>(low << 4 | size);
    bits >>= low * 8;
    for (int i = 0; i < size; ++i, bits >>= 8)
        out += static_cast<char>(bits & 0xff);
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    bool varint(std::uint64_t& out)
    {
        out = 0;
        for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            out |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return true;
        }
        return false;
    }
    bool text(std::string_view& out)
    {
        std::uint64_t size = 0;
        return varint(size) && take(size, out);
    }
    bool take(std::uint64_t size, std::string_view& out)
    {
        if (size > m_rest.size())
            return false;
        out = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return true;
    }
    bool bits(std::uint64_t& out)
    {
        std::string_view head, body;
        if (!take(1, head))
            return false;
        const auto low = static_cast<unsigned char>(head[0]) >> 4;
        const auto size = static_cast<unsigned char>(head[0]) & 0xf;
        if (low + size > 8 || !take(static_cast<std::uint64_t>(size), body))
            return false;
        out = 0;
        for (std::size_t i = body.size(); i-- > 0;)
            out = out << 8 | static_cast<unsigned char>(body[i]);
        out = low == 8 ? 0 : out << (low * 8);
        return true;
    }
    bool empty() const { return m_rest.empty(); }
    std::size_t left() const { return m_rest.size(); }

private:
    std::string_view m_rest;
};

bool readSeries(Reader& in, const BlockGrid& grid, MetricSeries& out)
{
    std::uint64_t labels = 0;
    if (!in.varint(labels) || labels > in.left())
        return false;
    for (std::uint64_t i = 0; i < labels; ++i) {
        std::string_view name, value;
        if (!in.text(name) || !in.text(value))
            return false;
        out.labels.emplace_back(name, value);
    }
    std::string_view bitmap;
    if (!in.take(kBitmapBytes, bitmap))
        return false;
    std::uint64_t previous = 0;
    for (std::int64_t i = 0; i < kBlockPoints; ++i) {
        const auto byte = static_cast<unsigned char>(bitmap[static_cast<std::size_t>(i / 8)]);
        if ((byte >> (i % 8) & 1) == 0)
            continue;
        std::uint64_t change = 0;
        if (!in.bits(change))
            return false;
        previous ^= change;
        out.times.push_back(grid.time(i));
        out.values.push_back(std::bit_cast<double>(previous));
    }
    return true;
}

} // namespace

std::int64_t BlockGrid::index(double time) const
{
    const double ms = time * 1000.0 - static_cast<double>(startMs);
    const double at = std::round(ms / static_cast<double>(stepMs));
    if (!(at >= 0 && at < static_cast<double>(kBlockPoints)))
        return -1;
    const auto i = static_cast<std::int64_t>(at);
    return this->time(i) == time ? i : -1;
}

std::optional<std::string> encodeBlock(const std::vector<MetricSeries>& series,
                                       const BlockGrid& grid)
{
    std::string out(1, kVersion);
    putVarint(out, static_cast<std::uint64_t>(grid.stepMs));
    putVarint(out, series.size());
    for (const auto& one : series) {
        if (!one.histograms.empty())
            return std::nullopt;
        putVarint(out, one.labels.size());
        for (const auto& [name, value] : one.labels) {
            putText(out, name);
            putText(out, value);
        }
        std::array<char, kBitmapBytes> bitmap{};
        std::int64_t last = -1;
        for (const double time : one.times) {
            const std::int64_t i = grid.index(time);
            if (i <= last)
                return std::nullopt;
            last = i;
            auto& byte = bitmap[static_cast<std::size_t>(i / 8)];
            byte = static_cast<char>(byte | 1 << (i % 8));
        }
        out.append(bitmap.data(), bitmap.size());
        std::uint64_t previous = 0;
        for (const double value : one.values) {
            const auto bits = std::bit_cast<std::uint64_t>(value);
            putXor(out, bits ^ previous);
            previous = bits;
        }
    }
    return out;
}

std::optional<std::vector<MetricSeries>> decodeBlock(std::string_view bytes, const BlockGrid& grid)
{
    if (bytes.empty() || bytes.front() != kVersion)
        return std::nullopt;
    Reader in(bytes.substr(1));
    std::uint64_t step = 0, count = 0;
    if (!in.varint(step) || step != static_cast<std::uint64_t>(grid.stepMs) || !in.varint(count) ||
        count > in.left())
        return std::nullopt;
    std::vector<MetricSeries> out;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!readSeries(in, grid, out.emplace_back()))
            return std::nullopt;
    }
    if (!in.empty())
        return std::nullopt;
    return out;
}

} // namespace binnacle::services
