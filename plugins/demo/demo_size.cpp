// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_size.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace binnacle::plugins::demo {

namespace {

using models::ErrorCode;
using models::fail;
using models::Result;

constexpr std::uint32_t kMaxPods = 1'000'000;
constexpr std::uint32_t kMaxGpus = 200'000;
constexpr std::uint32_t kMaxNodes = 50'000;
constexpr std::uint32_t kMaxGpusPerNode = 16;
constexpr std::uint32_t kUsualGpusPerNode = 8;

tl::unexpected<models::Error> wrong(std::string what)
{
    return fail(ErrorCode::InvalidInput, std::move(what),
                "Set size to small, default, large, huge, or counts such as "
                "\"pods=150000,gpus=40000,nodes=5000\" (nodes may be left out).");
}

struct Counts {
    std::int64_t pods = -1, gpus = -1, nodes = -1;
};

Result<void> readCount(std::string_view part, Counts& counts)
{
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos)
        return wrong("\"" + std::string(part) + "\" is no size of the demo estate");
    const std::string_view key = part.substr(0, equals), value = part.substr(equals + 1);
    std::uint32_t number = 0;
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (code != std::errc{} || end != value.data() + value.size())
        return wrong("\"" + std::string(value) + "\" is no count of " + std::string(key));
    std::int64_t* target = key == "pods"    ? &counts.pods
                           : key == "gpus"  ? &counts.gpus
                           : key == "nodes" ? &counts.nodes
                                            : nullptr;
    if (target == nullptr)
        return wrong("The demo estate has no \"" + std::string(key) + "\" to count");
    if (*target >= 0)
        return wrong("\"" + std::string(key) + "\" is given twice");
    const std::uint32_t limit = key == "pods" ? kMaxPods : key == "gpus" ? kMaxGpus : kMaxNodes;
    if (number > limit)
        return wrong("The demo estate holds at most " + std::to_string(limit) + " " +
                     std::string(key));
    *target = number;
    return {};
}

Result<DemoSize> toSize(const Counts& counts)
{
    DemoSize size;
    const auto number = [](std::int64_t n) { return static_cast<std::uint32_t>(n); };
    size.gpus = counts.gpus < 0 ? size.gpus : number(counts.gpus);
    const std::uint32_t usual = (size.gpus + kUsualGpusPerNode - 1) / kUsualGpusPerNode;
    size.nodes = counts.nodes < 0 ? std::max(usual, 1u) : number(counts.nodes);
    size.pods = counts.pods < 0 ? size.gpus * 3 / 2 : number(counts.pods);
    if (size.nodes == 0)
        return wrong("The demo estate needs at least one node");
    if (size.gpusPerNode() > kMaxGpusPerNode)
        return wrong(std::to_string(size.gpus) + " GPUs do not fit on " +
                     std::to_string(size.nodes) + " nodes of at most 16");
    size.oneCluster = size.nodes < 64;
    return size;
}

} // namespace

std::uint32_t DemoSize::gpusPerNode() const
{
    return std::max(kUsualGpusPerNode, (gpus + nodes - 1) / nodes);
}

Result<DemoSize> parseSize(std::string_view text)
{
    if (text.empty() || text == "default")
        return DemoSize{};
    if (text == "small")
        return DemoSize{24, 192, 320, true};
    if (text == "large")
        return DemoSize{1250, 10000, 20000, false};
    if (text == "huge")
        return DemoSize{5000, 40000, 150000, false};
    Counts counts;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        if (auto read = readCount(text.substr(0, comma), counts); !read)
            return fail(std::move(read.error()));
        if (comma == std::string_view::npos)
            break;
        text.remove_prefix(comma + 1);
        if (text.empty())
            return wrong("The size ends with a comma");
    }
    return toSize(counts);
}

} // namespace binnacle::plugins::demo
