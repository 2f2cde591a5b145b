// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/logs/log_lines.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

using models::Result;
using models::UtcTime;

namespace {

/// "2026-11-24T00:00:00.123456789Z text", as the API writes it when asked for timestamps.
UtcTime takeTime(std::string_view& line)
{
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    if (word.size() < 20 || word.size() > 35 || word[10] != 'T')
        return {};
    const auto time = models::parseRfc3339(word);
    if (!time)
        return {};
    line = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    return *time;
}

} // namespace

void LogLines::take(std::string_view line, bool cut)
{
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    const UtcTime time = takeTime(line);
    if (m_skipUntil.known() && time.known()) {
        if (time < m_skipUntil)
            return;
        if (time == m_skipUntil && m_skipAt > 0) {
            --m_skipAt;
            return;
        }
        if (time > m_skipUntil)
            m_skipUntil = {};
    }
    if (time.known()) {
        m_atLast = time == m_last ? m_atLast + 1 : 1;
        m_last = time;
    }
    m_pieces.push_back({time, m_texts.size(), line.size(), cut});
    m_texts += line;
}

Result<void> LogLines::hand(services::LogSink& to)
{
    if (m_pieces.empty())
        return {};
    m_lines.clear();
    for (const Piece& piece : m_pieces)
        m_lines.push_back(
            {piece.time, std::string_view(m_texts).substr(piece.at, piece.size), piece.cut});
    auto handed = to.lines(m_lines);
    m_pieces.clear();
    m_texts.clear();
    return handed;
}

Result<void> LogLines::push(std::string_view bytes, services::LogSink& to)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view part = bytes.substr(0, end);
        if (!m_skipping) {
            const std::size_t room = kMostLine - std::min(kMostLine, m_rest.size());
            if (part.size() > room) {
                m_rest.append(part.substr(0, room));
                take(m_rest, true);
                m_rest.clear();
                m_skipping = true;
            } else if (end == std::string_view::npos) {
                m_rest.append(part);
            } else if (m_rest.empty()) {
                take(part, false);
            } else {
                m_rest.append(part);
                take(m_rest, false);
                m_rest.clear();
            }
        }
        if (end == std::string_view::npos)
            break;
        m_skipping = false;
        bytes.remove_prefix(end + 1);
    }
    return hand(to);
}

Result<void> LogLines::finish(services::LogSink& to)
{
    if (!m_rest.empty())
        take(m_rest, false);
    m_rest.clear();
    m_skipping = false;
    return hand(to);
}

void LogLines::reconnect()
{
    m_rest.clear(); // comes again, whole
    m_skipping = false;
    m_skipUntil = m_last;
    m_skipAt = m_last.known() ? m_atLast : 0;
}

} // namespace binnacle::plugins::kubernetes
