// SPDX-License-Identifier: GPL-3.0-or-later
// How long the Fleet page takes to compute: 40,000 devices and 150,000 pods of the demo estate, and
// how long the demo takes to write them. Prints one JSON line; fails past the budget. Opt-in: a
// bench.
#include "services/usecases/fleet.h"
#include "tests/demo/demo_estate.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace {

double wallMs()
{
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double cpuMs()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int count, char** words)
{
    using namespace binnacle;
    constexpr int kRounds = 15;
    constexpr double kBudgetMs = 100;
    const std::string size = count > 1 ? words[1] : "huge";
    if (!plugins::demo::parseSize(size)) {
        std::fprintf(stderr, "%s is no size of the demo estate\n", size.c_str());
        return 2;
    }
    const double before = wallMs();
    tests::DemoEstate estate(size);
    if (auto listed = estate.list(); !listed) {
        std::fprintf(stderr, "%s\n", listed.error().text().c_str());
        return 1;
    }
    const double listMs = wallMs() - before;
    std::vector<double> wall, cpu;
    std::size_t devices = 0;
    for (int i = 0; i < kRounds; ++i) {
        const services::SnapshotPtr snapshot = estate.snapshot();
        const double w = wallMs(), c = cpuMs();
        devices = services::buildFleet(*snapshot, estate.clock.now()).gpus.size();
        wall.push_back(wallMs() - w);
        cpu.push_back(cpuMs() - c);
    }
    const double tickBefore = wallMs();
    if (auto moved = estate.moveOn(5); !moved)
        return 1;
    const double tickMs = wallMs() - tickBefore;
    std::printf("{\"bench\":\"fleet\",\"size\":\"%s\",\"devices\":%zu,\"pods\":%zu,\"listMs\":%.1f,"
                "\"fleetMs\":%.1f,\"fleetCpuMs\":%.1f,\"fleetBestMs\":%.1f,\"tickMs\":%.1f,"
                "\"storeMiB\":%.1f}\n",
                size.c_str(), devices, estate.snapshot()->table(models::BuiltIn::Pod)->rowCount(),
                listMs, median(wall), median(cpu), *std::min_element(wall.begin(), wall.end()),
                tickMs, static_cast<double>(estate.store->health().memoryBytes) / 1048576.0);
    return median(cpu) <= kBudgetMs ? 0 : 1;
}
