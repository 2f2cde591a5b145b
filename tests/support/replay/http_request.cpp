// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/http_request.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace binnacle::tests::replay {

namespace {

constexpr std::size_t kHeadLimit = 64 * 1024;
constexpr std::size_t kBodyLimit = 1024 * 1024;

std::string decoded(std::string_view text, bool query)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ec ==
                std::errc()) {
            out.push_back(static_cast<char>(value));
            i += 2;
        } else {
            out.push_back(query && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void parseTarget(std::string_view target, HttpRequest& request)
{
    const std::size_t mark = target.find('?');
    request.path = decoded(target.substr(0, mark), false);
    std::string_view rest = mark == target.npos ? std::string_view() : target.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest = pair.size() == rest.size() ? std::string_view() : rest.substr(pair.size() + 1);
        const std::size_t equal = pair.find('=');
        request.query[decoded(pair.substr(0, equal), true)] =
            equal == pair.npos ? std::string() : decoded(pair.substr(equal + 1), true);
    }
}

bool parseHead(std::string_view head, HttpRequest& request)
{
    const std::size_t lineEnd = head.find("\r\n");
    const std::string_view line = head.substr(0, lineEnd);
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == line.npos || second == line.npos || line.substr(second + 1) != "HTTP/1.1")
        return false;
    request.method = line.substr(0, first);
    parseTarget(line.substr(first + 1, second - first - 1), request);
    head = lineEnd == head.npos ? std::string_view() : head.substr(lineEnd + 2);
    while (!head.empty()) {
        const std::string_view field = head.substr(0, head.find("\r\n"));
        head = head.size() == field.size() ? std::string_view() : head.substr(field.size() + 2);
        const std::size_t colon = field.find(':');
        if (colon == field.npos)
            return false;
        std::string name(field.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        std::string& value = request.headers[name];
        value += (value.empty() ? "" : ", ") + std::string(trimmed(field.substr(colon + 1)));
    }
    return request.path.starts_with('/');
}

} // namespace

std::string HttpRequest::parameter(const std::string& name) const
{
    const auto it = query.find(name);
    return it == query.end() ? std::string() : it->second;
}

std::string HttpRequest::header(const std::string& name) const
{
    const auto it = headers.find(name);
    return it == headers.end() ? std::string() : it->second;
}

bool HttpReader::more()
{
    std::array<char, 16384> chunk{};
    const ssize_t size = ::recv(m_socket, chunk.data(), chunk.size(), 0);
    if (size <= 0)
        return false;
    m_buffer.append(chunk.data(), static_cast<std::size_t>(size));
    return true;
}

HttpReader::Outcome HttpReader::read(HttpRequest& request)
{
    std::size_t end = 0;
    while ((end = m_buffer.find("\r\n\r\n")) == m_buffer.npos) {
        if (m_buffer.size() > kHeadLimit)
            return Outcome::Malformed;
        if (!more())
            return Outcome::Closed;
    }
    if (!parseHead(std::string_view(m_buffer).substr(0, end), request))
        return Outcome::Malformed;
    m_buffer.erase(0, end + 4);
    std::size_t length = 0;
    if (const std::string text = request.header("content-length"); !text.empty()) {
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
        if (parsed.ec != std::errc() || length > kBodyLimit)
            return Outcome::Malformed;
    }
    if (!request.header("transfer-encoding").empty())
        return Outcome::Malformed; // no client of ours sends a chunked request
    while (m_buffer.size() < length) {
        if (!more())
            return Outcome::Closed;
    }
    request.body = m_buffer.substr(0, length);
    m_buffer.erase(0, length);
    return Outcome::Request;
}

} // namespace binnacle::tests::replay
