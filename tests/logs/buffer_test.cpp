// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_buffer.h"
#include "services/logs/log_export.h"
#include "services/logs/log_filter.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace binnacle;
using services::LogBuffer;
using services::LogEntry;
using services::LogLimits;

namespace {

models::UtcTime second(std::int64_t s)
{
    return models::UtcTime::fromSeconds(s);
}

std::string textOf(std::uint64_t number)
{
    return "line " + std::to_string(number) + std::string(200, 'x');
}

/// Line n has the text "line n…" and the time n.
void fill(LogBuffer& buffer, std::uint64_t from, std::uint64_t to)
{
    std::vector<LogEntry> entries;
    for (std::uint64_t n = from; n < to; ++n)
        entries.push_back({second(static_cast<std::int64_t>(n)), 0, services::LogLevel::None, false,
                           false, textOf(n)});
    buffer.append(entries);
}

/// Memory for some of 100,000 lines (some 23 MB), a file for more of them.
LogLimits small()
{
    return {std::size_t{6} << 20, std::uint64_t{8} << 20, {}};
}

} // namespace

TEST_CASE("beyond its memory a log goes to a file, beyond that it is counted as dropped")
{
    LogBuffer buffer(small());
    fill(buffer, 0, 100'000);
    const auto extent = buffer.extent();
    CHECK(extent.end == 100'000);
    CHECK(extent.dropped() > 30'000);
    CHECK(extent.count() > 40'000);
    CHECK(buffer.spilled() > 20'000);
    CHECK(buffer.memoryUsed() <= small().memoryBytes);
    CHECK(buffer.fileProblem().empty());
}

TEST_CASE("every line that is kept reads back as it was written, from memory and from the file")
{
    LogBuffer buffer(small());
    fill(buffer, 0, 100'000);
    std::uint64_t expected = buffer.extent().first;
    bool same = true;
    REQUIRE(buffer.scan(expected, [&](std::uint64_t number, const auto& chunk, std::size_t line) {
        same = same && number == expected++ && chunk.text(line) == textOf(number) &&
               chunk.time(line) == second(static_cast<std::int64_t>(number));
        return true;
    }));
    CHECK(same);
    CHECK(expected == 100'000);
}

TEST_CASE("lines in the file are not had without waiting, and are once they were read")
{
    LogBuffer buffer(small());
    fill(buffer, 0, 100'000);
    const std::uint64_t old = buffer.extent().first + 10;
    CHECK_FALSE(buffer.lines(old, 3));
    const auto read = buffer.read(old, 3);
    REQUIRE(read);
    REQUIRE(read->size() == 3);
    CHECK(read->front().text == textOf(old));
    const auto again = buffer.lines(old, 3);
    REQUIRE(again);
    CHECK(again->back().text == textOf(old + 2));
    REQUIRE(buffer.lines(99'998, 50));
    CHECK(buffer.lines(99'998, 50)->size() == 2);
}

TEST_CASE("a moment is found, in memory, in the file, before and after everything")
{
    LogBuffer buffer(small());
    fill(buffer, 0, 100'000);
    const std::uint64_t first = buffer.extent().first;
    CHECK(*buffer.firstAt(second(99'990)) == 99'990);
    CHECK(*buffer.firstAt(second(static_cast<std::int64_t>(first) + 5)) == first + 5);
    CHECK(*buffer.firstAt(second(0)) == first);
    CHECK(*buffer.firstAt(second(100'000)) == 100'000);
    LogBuffer empty;
    CHECK(*empty.firstAt(second(5)) == 0);
}

TEST_CASE("without room for a file the oldest lines go, and the view can say why")
{
    LogLimits limits = small();
    limits.folder = "/nowhere/at/all";
    LogBuffer buffer(limits);
    fill(buffer, 0, 60'000);
    CHECK_FALSE(buffer.fileProblem().empty());
    CHECK(buffer.spilled() == 0);
    CHECK(buffer.extent().dropped() > 0);
    CHECK(buffer.lines(59'999, 1)->front().text == textOf(59'999));
}

TEST_CASE("a filter keeps up with what comes and lets go of what was dropped")
{
    LogBuffer buffer(small());
    services::LogFilter filter({*services::LogPattern::make("/^line \\d*7x/"), {}});
    fill(buffer, 0, 1000);
    REQUIRE(filter.update(buffer, {}));
    CHECK(filter.matches().size() == 100);
    fill(buffer, 1000, 2000);
    REQUIRE(filter.update(buffer, {}));
    CHECK(filter.matches().size() == 200);
    CHECK(filter.matches().back() == 1997);
    fill(buffer, 2000, 100'000);
    REQUIRE(filter.update(buffer, {}));
    CHECK(filter.matches().front() >= buffer.extent().first);
    CHECK(filter.looked() == 100'000);
    std::stop_source stop;
    stop.request_stop();
    services::LogFilter other({{}, {}});
    CHECK(other.update(buffer, stop.get_token()).error().code == models::ErrorCode::Cancelled);
}

TEST_CASE("a saved log is whole, says what is missing, and a failed one leaves no file")
{
    LogBuffer buffer(small());
    fill(buffer, 0, 100'000);
    const auto folder = std::filesystem::temp_directory_path() / "binnacle-test-logs";
    std::filesystem::create_directories(folder);
    const std::string file = (folder / "saved.log").string();
    const auto saved = services::saveLog(buffer, {}, nullptr, file, {});
    REQUIRE(saved);
    CHECK(*saved == buffer.extent().count());
    std::ifstream in(file);
    std::string head, line;
    std::getline(in, head);
    CHECK(head == "# " + std::to_string(buffer.extent().dropped()) + " older lines were not kept");
    std::getline(in, line);
    CHECK(line.find(" line " + std::to_string(buffer.extent().first)) != std::string::npos);
    const std::vector<std::uint64_t> only{99'990, 99'995};
    CHECK(*services::saveLog(buffer, {}, &only, file, {}) == 2);
    CHECK_FALSE(services::saveLog(buffer, {}, nullptr, "/nowhere/at/all.log", {}));
    std::stop_source stop;
    stop.request_stop();
    const std::string stopped = (folder / "stopped.log").string();
    CHECK_FALSE(services::saveLog(buffer, {}, nullptr, stopped, stop.get_token()));
    CHECK_FALSE(std::filesystem::exists(stopped));
    CHECK_FALSE(std::filesystem::exists(stopped + ".part"));
    std::filesystem::remove_all(folder);
}

TEST_CASE("a damaged piece of the temporary file is refused, not shown")
{
    services::LogChunk chunk;
    chunk.append(second(1), 0, services::LogLevel::Info, false, false, "hello");
    const std::string good = chunk.encode();
    REQUIRE(services::LogChunk::decode(good));
    CHECK(services::LogChunk::decode(good)->text(0) == "hello");
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(services::LogChunk::decode(std::string_view(good).substr(0, size)));
    std::string wild = good;
    wild[0] = '\x7f';
    CHECK_FALSE(services::LogChunk::decode(wild));
}
