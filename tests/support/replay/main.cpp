// SPDX-License-Identifier: GPL-3.0-or-later
// replay-server: prints one JSON line with its address, serves until SIGTERM or SIGINT.
#include "tests/support/replay/replay_server.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string_view>

namespace {

constexpr std::string_view kUsage =
    "usage: replay-server [--pods N] [--nodes N] [--namespaces N] [--seed N] [--port P]\n"
    "                     [--events-per-second R] [--churn] [--log N] [--bookmark-seconds S]\n"
    "--churn is 10 events a second; --log is how many events of a kind can be resumed.\n";

template <class Number> bool readNumber(std::string_view text, Number& out)
{
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

bool readOption(std::string_view name, std::string_view value,
                binnacle::tests::replay::ReplayOptions& options)
{
    if (name == "--pods")
        return readNumber(value, options.estate.pods);
    if (name == "--nodes")
        return readNumber(value, options.estate.nodes) && options.estate.nodes > 0;
    if (name == "--namespaces")
        return readNumber(value, options.estate.namespaces) && options.estate.namespaces > 0;
    if (name == "--seed")
        return readNumber(value, options.estate.seed);
    if (name == "--log")
        return readNumber(value, options.estate.logLength) && options.estate.logLength > 0;
    if (name == "--port")
        return readNumber(value, options.port);
    if (name == "--events-per-second")
        return readNumber(value, options.eventsPerSecond) && options.eventsPerSecond >= 0;
    if (name == "--bookmark-seconds") {
        double seconds = 0;
        if (!readNumber(value, seconds) || seconds <= 0)
            return false;
        options.bookmarkEvery = std::chrono::milliseconds(static_cast<int>(seconds * 1000));
        return true;
    }
    return false;
}

bool readOptions(int argc, char** argv, binnacle::tests::replay::ReplayOptions& options)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--churn") {
            options.eventsPerSecond = 10;
        } else if (i + 1 >= argc || !readOption(name, argv[i + 1], options)) {
            return false;
        } else {
            ++i;
        }
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    binnacle::tests::replay::ReplayOptions options;
    if (!readOptions(argc, argv, options)) {
        std::fwrite(kUsage.data(), 1, kUsage.size(), stderr);
        return 2;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr); // before any thread, so that all inherit it
    binnacle::tests::replay::ReplayServer server(options);
    const auto port = server.start();
    if (!port) {
        std::fprintf(stderr, "%s\n%s\n", port.error().text().c_str(), port.error().remedy.c_str());
        return 1;
    }
    std::printf("{\"port\":%u,\"url\":\"http://127.0.0.1:%u\",\"pods\":%u,\"nodes\":%u}\n",
                unsigned{*port}, unsigned{*port}, options.estate.pods, options.estate.nodes);
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    return 0;
}
