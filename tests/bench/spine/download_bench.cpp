// SPDX-License-Identifier: GPL-3.0-or-later
// bench_download: reads a streaming initial list to its end and throws the bytes away: the floor
// that every client stands on. One JSON line: firstByteMs, completeMs, bytes.
#include <curl/curl.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view kEnd = "k8s.io/initial-events-end";
constexpr std::size_t kTail = 512;

struct Reading {
    Clock::time_point start;
    double firstByteMs = -1;
    double completeMs = -1;
    std::size_t bytes = 0;
    std::string tail; ///< the end of the stream so far: the bookmark may be cut in two
};

double msSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::size_t onBytes(char* data, std::size_t, std::size_t size, void* user)
{
    Reading& reading = *static_cast<Reading*>(user);
    if (reading.firstByteMs < 0)
        reading.firstByteMs = msSince(reading.start);
    reading.bytes += size;
    const std::string_view fresh(data, size);
    reading.tail.append(fresh.substr(size > kTail ? size - kTail : 0));
    if (reading.tail.size() > kTail)
        reading.tail.erase(0, reading.tail.size() - kTail);
    if (reading.tail.find(kEnd) == std::string::npos)
        return size;
    reading.completeMs = msSince(reading.start);
    return 0; // the list is complete; what follows are changes
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fputs("usage: bench_download URL [CA-FILE] < bearer token, if any\n", stderr);
        return 2;
    }
    std::string token;
    if (argc > 2) { // a token among the arguments would be visible to everybody
        for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
            token.push_back(static_cast<char>(c));
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                   &curl_easy_cleanup);
    curl_slist* list =
        curl_slist_append(nullptr, "Accept: application/vnd.kubernetes.protobuf, application/json");
    list = curl_slist_append(list, "User-Agent: bench_download");
    if (!token.empty())
        list = curl_slist_append(list, ("Authorization: Bearer " + token).c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                              &curl_slist_free_all);
    Reading reading;
    curl_easy_setopt(curl.get(), CURLOPT_URL, argv[1]);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &onBytes);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reading);
    curl_easy_setopt(curl.get(), CURLOPT_BUFFERSIZE, 512L * 1024L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    // The faster way: over HTTP/2 a real server sends this list in small frames.
    curl_easy_setopt(curl.get(), CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
    if (argc > 2)
        curl_easy_setopt(curl.get(), CURLOPT_CAINFO, argv[2]);
    reading.start = Clock::now();
    const CURLcode code = curl_easy_perform(curl.get());
    if (reading.completeMs < 0) {
        std::fprintf(stderr, "the list did not end: %s\n", curl_easy_strerror(code));
        return 1;
    }
    std::printf("{\"firstByteMs\":%.1f,\"completeMs\":%.1f,\"bytes\":%zu}\n", reading.firstByteMs,
                reading.completeMs, reading.bytes);
    return 0;
}
