// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of a log stream as lines with their times, whatever pieces they come in; and, after a
// connection was made again, without those that were given before. Pure; one object per stream.
#pragma once

#include "services/ports/log_source.h"

#include <cstddef>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

class LogLines {
public:
    static constexpr std::size_t kMostLine = 64 * 1024; ///< Units: bytes

    /// Gives `to` the complete lines of `bytes`, as one call. Errors: those of `to`.
    models::Result<void> push(std::string_view bytes, services::LogSink& to);
    /// The stream ended: what is left is a line without its end.
    models::Result<void> finish(services::LogSink& to);

    /// A new connection follows, which begins at the whole second of lastTime().
    void reconnect();
    models::UtcTime lastTime() const { return m_last; }

private:
    void take(std::string_view line, bool cut);
    models::Result<void> hand(services::LogSink& to);

    std::string m_rest;
    bool m_skipping = false; ///< inside the part of a line that was cut off
    std::string m_texts;     ///< of the lines under way
    struct Piece {
        models::UtcTime time;
        std::size_t at = 0, size = 0;
        bool cut = false;
    };
    std::vector<Piece> m_pieces;
    std::vector<services::LogLine> m_lines;
    models::UtcTime m_last;
    std::size_t m_atLast = 0; ///< lines given with exactly that time
    models::UtcTime m_skipUntil;
    std::size_t m_skipAt = 0; ///< lines at m_skipUntil still to drop
};

} // namespace binnacle::plugins::kubernetes
