// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/wire/frame_splitter.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kPrefix = 4;

std::size_t bigEndian(std::string_view four)
{
    std::size_t value = 0;
    for (const char c : four)
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

} // namespace

Result<std::size_t> FrameSplitter::frameSize(std::string_view data)
{
    if (m_framing == Framing::LengthPrefixed) {
        if (data.size() < kPrefix)
            return std::size_t{0};
        const std::size_t length = bigEndian(data.substr(0, kPrefix));
        if (length > m_maxFrame)
            return fail(ErrorCode::DataCorrupt, "a watch frame claims " + std::to_string(length) +
                                                    " bytes, more than any object can have");
        return data.size() - kPrefix < length ? std::size_t{0} : kPrefix + length;
    }
    const auto end = data.find('\n', m_scanned);
    m_scanned = end == std::string_view::npos ? data.size() : 0;
    if (end != std::string_view::npos && end <= m_maxFrame)
        return end + 1;
    if (data.size() > m_maxFrame)
        return fail(ErrorCode::DataCorrupt, "a line of the watch is longer than any object can be");
    return std::size_t{0};
}

std::string_view FrameSplitter::payload(std::string_view frame) const
{
    if (m_framing == Framing::LengthPrefixed)
        return frame.substr(kPrefix);
    frame.remove_suffix(1);
    if (frame.ends_with('\r'))
        frame.remove_suffix(1);
    return frame;
}

Result<void> FrameSplitter::push(std::string_view chunk,
                                 const std::function<Result<void>(std::string_view)>& onFrame)
{
    // Frames that lie whole in the chunk are handed over in place; only the rest is kept.
    const bool buffered = !m_buffer.empty();
    if (buffered)
        m_buffer.append(chunk);
    std::string_view data = buffered ? std::string_view(m_buffer) : chunk;
    while (!data.empty()) {
        const auto size = frameSize(data);
        if (!size)
            return fail(size.error());
        if (*size == 0)
            break;
        const std::string_view body = payload(data.substr(0, *size));
        data.remove_prefix(*size);
        if (body.empty() && m_framing == Framing::Lines)
            continue;
        if (auto done = onFrame(body); !done)
            return done;
    }
    if (buffered)
        m_buffer.erase(0, m_buffer.size() - data.size());
    else
        m_buffer.assign(data);
    return {};
}

} // namespace binnacle::plugins::kubernetes
