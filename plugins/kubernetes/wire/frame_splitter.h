// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the body of a watch into frames, however the network cut it into chunks: protobuf frames
// carry a 4-byte big-endian length, JSON frames end with a newline. For the reflector, on its
// thread. Knows nothing of what is inside.
#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace binnacle::plugins::kubernetes {

enum class Framing { LengthPrefixed, Lines };

class FrameSplitter {
public:
    /// etcd refuses objects beyond 1.5 MiB (8 MiB where raised); a longer frame is not one.
    static constexpr std::size_t kMaxFrame = std::size_t{32} << 20;

    explicit FrameSplitter(Framing framing, std::size_t maxFrame = kMaxFrame)
        : m_framing(framing), m_maxFrame(maxFrame)
    {
    }

    /// Calls `onFrame` for each complete frame, in order; the view is valid during the call only.
    /// Errors: DataCorrupt (a frame longer than allowed), and whatever `onFrame` returns.
    models::Result<void> push(std::string_view chunk,
                              const std::function<models::Result<void>(std::string_view)>& onFrame);

    /// Bytes of an unfinished frame: not 0 at the end of a body means that it was cut.
    std::size_t pending() const { return m_buffer.size(); }

private:
    /// Size of the next frame with its framing, 0 when it is not complete in `data`.
    models::Result<std::size_t> frameSize(std::string_view data);
    std::string_view payload(std::string_view frame) const;

    Framing m_framing;
    std::size_t m_maxFrame;
    std::string m_buffer;
    std::size_t m_scanned = 0; ///< bytes of the unfinished line known to hold no newline
};

} // namespace binnacle::plugins::kubernetes
