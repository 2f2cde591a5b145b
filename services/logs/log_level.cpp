// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/ascii_case.h"
#include "services/logs/log_line.h"

#include <array>

namespace binnacle::services {

namespace {

constexpr std::size_t kLooked = 200;

struct Word {
    std::string_view word;
    LogLevel level;
};

constexpr std::array kWords{
    Word{"error", LogLevel::Error},      Word{"err", LogLevel::Error},
    Word{"fatal", LogLevel::Error},      Word{"critical", LogLevel::Error},
    Word{"panic", LogLevel::Error},      Word{"severe", LogLevel::Error},
    Word{"warn", LogLevel::Warning},     Word{"warning", LogLevel::Warning},
    Word{"info", LogLevel::Info},        Word{"notice", LogLevel::Info},
    Word{"information", LogLevel::Info}, Word{"debug", LogLevel::Debug},
    Word{"trace", LogLevel::Debug},      Word{"dbg", LogLevel::Debug},
};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

LogLevel levelOfWord(std::string_view word)
{
    for (const Word& known : kWords) {
        if (known.word.size() != word.size())
            continue;
        bool same = true;
        for (std::size_t i = 0; same && i < word.size(); ++i)
            same = models::toLower(word[i]) == known.word[i];
        if (same)
            return known.level;
    }
    return LogLevel::None;
}

/// "E1124 03:12:00.000000 …"
LogLevel klogLevel(std::string_view text)
{
    if (text.size() < 6 || text[5] != ' ')
        return LogLevel::None;
    for (std::size_t i = 1; i < 5; ++i) {
        if (!isDigit(text[i]))
            return LogLevel::None;
    }
    switch (text[0]) {
    case 'E':
    case 'F':
        return LogLevel::Error;
    case 'W':
        return LogLevel::Warning;
    case 'I':
        return LogLevel::Info;
    default:
        return LogLevel::None;
    }
}

/// The value of "level", "lvl" or "severity" of a JSON or logfmt line.
std::string_view namedLevel(std::string_view text)
{
    constexpr std::array<std::string_view, 3> kKeys{"level", "severity", "lvl"};
    for (const std::string_view key : kKeys) {
        const std::size_t at = text.find(key);
        if (at == std::string_view::npos || (at > 0 && isLetter(text[at - 1])))
            continue;
        std::size_t value = at + key.size();
        if (value < text.size() && text[value] == '"')
            ++value;
        while (value < text.size() && (text[value] == ' ' || text[value] == ':' ||
                                       text[value] == '=' || text[value] == '"'))
            ++value;
        std::size_t end = value;
        while (end < text.size() && isLetter(text[end]))
            ++end;
        if (end > value && value > at + key.size())
            return text.substr(value, end - value);
    }
    return {};
}

} // namespace

LogLevel levelOf(std::string_view text)
{
    text = text.substr(0, kLooked);
    if (const LogLevel level = klogLevel(text); level != LogLevel::None)
        return level;
    if (const auto value = namedLevel(text); !value.empty()) {
        if (const LogLevel level = levelOfWord(value); level != LogLevel::None)
            return level;
    }
    // The message of a JSON line may speak of errors without being one.
    if (!text.empty() && text.front() == '{')
        return LogLevel::None;
    // Else one of the first words: after a time, a thread, a bracket.
    int words = 0;
    for (std::size_t at = 0; at < text.size() && words < 6; ++words) {
        while (at < text.size() && !isLetter(text[at]))
            ++at;
        std::size_t end = at;
        while (end < text.size() && isLetter(text[end]))
            ++end;
        if (const LogLevel level = levelOfWord(text.substr(at, end - at)); level != LogLevel::None)
            return level;
        at = end;
    }
    return LogLevel::None;
}

} // namespace binnacle::services
