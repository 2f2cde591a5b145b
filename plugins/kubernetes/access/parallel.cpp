// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace binnacle::plugins::kubernetes {

namespace {

constexpr std::size_t kThreads = 6;

} // namespace

void inParallel(std::size_t count, const std::stop_token& stop,
                const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next{0};
    const auto loop = [&] {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++)
            work(i);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(kThreads, count); ++i)
        threads.emplace_back(loop);
    loop();
}

} // namespace binnacle::plugins::kubernetes
