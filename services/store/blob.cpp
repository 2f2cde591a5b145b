// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/blob.h"

#include "services/store/byte_io.h"

#include <zstd.h>

#include <array>
#include <memory>

namespace binnacle::services {

namespace {

constexpr std::uint8_t kPlain = 0;
constexpr std::uint8_t kZstd = 1;
constexpr std::size_t kWorthCompressing = 128;
constexpr std::size_t kLarge = 64u << 10; ///< from here on zstd adds its own checksum
constexpr std::uint64_t kMaxPayload = std::uint64_t{1} << 30;
constexpr int kLevel = 3;
/// The most that zstd makes of a byte: blocks of at most 128 KiB, three bytes of head and one to
/// repeat. Source: RFC 8878, 3.1.1.2.
constexpr std::uint64_t kMaxGrowth = (128u << 10) / 4;

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Slicing by eight. Source: Intel, "High Octane CRC Generation with the Slicing-by-8 Algorithm".
constexpr Tables makeTables()
{
    Tables t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int bit = 0; bit < 8; ++bit)
            c = (c >> 1) ^ ((c & 1) != 0 ? 0x82f63b78u : 0u);
        t[0][i] = c;
    }
    for (std::size_t s = 1; s < t.size(); ++s) {
        for (std::size_t i = 0; i < 256; ++i)
            t[s][i] = (t[s - 1][i] >> 8) ^ t[0][t[s - 1][i] & 0xff];
    }
    return t;
}

constexpr Tables kTables = makeTables();

tl::unexpected<models::Error> corrupt(const char* what)
{
    return models::fail(models::ErrorCode::DataCorrupt, what);
}

} // namespace

std::uint32_t crc32c(std::string_view bytes)
{
    std::uint32_t crc = ~0u;
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        for (unsigned i = 0; i < 8; ++i)
            word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
        word ^= crc;
        crc = 0;
        for (unsigned i = 0; i < 8; ++i)
            crc ^= kTables[7 - i][(word >> (8 * i)) & 0xff];
    }
    for (; left > 0; --left, ++at)
        crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(*at)) & 0xff];
    return ~crc;
}

SealedBlob seal(std::string_view payload)
{
    SealedBlob out;
    if (payload.size() >= kWorthCompressing) {
        const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> zstd(ZSTD_createCCtx(),
                                                                        &ZSTD_freeCCtx);
        ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_compressionLevel, kLevel);
        ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_checksumFlag, payload.size() >= kLarge ? 1 : 0);
        ByteWriter head;
        head.byte(kZstd);
        head.varint(payload.size());
        out.bytes = head.take();
        const std::size_t at = out.bytes.size();
        out.bytes.resize(at + ZSTD_compressBound(payload.size()));
        const std::size_t size =
            ZSTD_compress2(zstd.get(), out.bytes.data() + at, out.bytes.size() - at, payload.data(),
                           payload.size());
        if (ZSTD_isError(size) == 0 && at + size < payload.size()) {
            out.bytes.resize(at + size);
            out.bytes.shrink_to_fit();
            out.crc = crc32c(out.bytes);
            return out;
        }
    }
    out.bytes.assign(1, static_cast<char>(kPlain));
    out.bytes += payload;
    out.crc = crc32c(out.bytes);
    return out;
}

models::Result<std::string> unseal(std::string_view bytes, std::uint32_t crc)
{
    if (crc32c(bytes) != crc)
        return corrupt("a stored block does not match its checksum");
    ByteReader in(bytes);
    const std::uint8_t codec = in.byte();
    if (codec == kPlain && in.ok())
        return std::string(in.raw(in.left()));
    const std::uint64_t size = in.varint();
    const std::string_view packed = in.raw(in.left());
    // A few damaged bytes must not make us ask for a gigabyte.
    if (codec != kZstd || !in.ok() || size > kMaxPayload || size > packed.size() * kMaxGrowth)
        return corrupt("a stored block has an unknown form");
    std::string out(static_cast<std::size_t>(size), '\0');
    const std::size_t got = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) != 0 || got != out.size())
        return corrupt("a stored block does not unpack");
    return out;
}

} // namespace binnacle::services
