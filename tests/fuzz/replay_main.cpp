// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer: over its seeds, and over the same damaged forms of them on
// every machine and in every build. What ctest runs (label fuzz).
//   replay_NAME [--seconds S] FILE-OR-FOLDER...
#include "tests/fuzz/mutation.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using binnacle::fuzz::Random;

constexpr std::size_t kMostMutations = 100'000;
constexpr std::size_t kLimit = std::size_t{64} << 10;
/// A decoder that needs longer for 64 KiB is not linear. Processor time: other programs do not
/// count; sanitizers cost a factor of ten.
constexpr double kMostSeconds = 3;

std::string s_current; ///< what the target is reading: kept when it ends the process

double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

extern "C" void keepInput(int signal)
{
    constexpr const char* kFile = "fuzz-failure.bin";
    if (std::FILE* const file = std::fopen(kFile, "wb")) {
        std::fwrite(s_current.data(), 1, s_current.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s\n", kFile);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(std::string input)
{
    s_current = std::move(input);
    const double before = processorSeconds();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(s_current.data()),
                           s_current.size());
    binnacle::fuzz::require(processorSeconds() - before < kMostSeconds,
                            "an input of 64 KiB is read within seconds");
}

std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& path)
{
    if (!std::filesystem::is_directory(path))
        return {path};
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace

int main(int argc, char** argv)
{
    double seconds = 2;
    std::vector<std::string> seeds;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--seconds" && i + 1 < argc) {
            seconds = std::atof(argv[++i]);
            continue;
        }
        for (const auto& file : filesBelow(argv[i]))
            seeds.push_back(contentOf(file));
    }
    if (seeds.empty()) {
        std::fprintf(stderr, "no seeds: name a file or a folder that has some\n");
        return 2;
    }
    // An endless loop ends here, before it has eaten the machine's memory for long.
    const rlimit most{30, 40};
    setrlimit(RLIMIT_CPU, &most);
    std::signal(SIGXCPU, keepInput);
    std::signal(SIGABRT, keepInput);
    std::signal(SIGSEGV, keepInput);

    run({});
    for (const std::string& seed : seeds)
        run(seed);
    Random random(20'261'123);
    std::size_t done = 0;
    for (const double start = processorSeconds();
         done < kMostMutations && processorSeconds() - start < seconds; ++done) {
        const std::string& seed = seeds[done % seeds.size()];
        // The large ones cost the time of hundreds of small ones.
        const bool large = done / seeds.size() % 50 == 49 && !seed.empty();
        run(large ? binnacle::fuzz::amplify(seed, random, kLimit)
                  : binnacle::fuzz::mutate(seed, seeds, random, kLimit));
    }
    std::printf("%zu seeds and %zu damaged forms of them read\n", seeds.size(), done);
    return 0;
}
