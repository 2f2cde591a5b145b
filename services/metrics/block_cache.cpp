// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/block_cache.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle::services {

using models::fail;
using models::MetricAnswer;
using models::MetricSeries;
using models::Result;
using models::UtcTime;

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;

std::int64_t floorTo(std::int64_t value, std::int64_t unit)
{
    const std::int64_t rest = value % unit;
    return value - (rest < 0 ? rest + unit : rest);
}

std::size_t sizeOf(const std::vector<MetricSeries>& block)
{
    std::size_t bytes = 128;
    for (const auto& series : block) {
        bytes += sizeof series + series.times.size() * 16;
        for (const auto& [name, value] : series.labels)
            bytes += sizeof(std::pair<std::string, std::string>) +
                     (name.size() > 15 ? name.size() : 0) + (value.size() > 15 ? value.size() : 0);
    }
    return bytes;
}

/// The points of `from` in [low, high], appended to the series of the same labels.
void append(std::map<models::LabelList, MetricSeries>& into, const MetricSeries& from, double low,
            double high)
{
    const auto begin = std::lower_bound(from.times.begin(), from.times.end(), low);
    const auto end = std::upper_bound(begin, from.times.end(), high);
    if (begin == end)
        return;
    auto& series = into[from.labels];
    const auto first = begin - from.times.begin(), last = end - from.times.begin();
    series.times.insert(series.times.end(), begin, end);
    series.values.insert(series.values.end(), from.values.begin() + first,
                         from.values.begin() + last);
}

} // namespace

std::string CachedAnswer::text() const
{
    return std::to_string(fromCache) + " of " + std::to_string(blocks) + " blocks from cache";
}

MetricRangeQuery alignRange(MetricRangeQuery query)
{
    if (query.step.count() <= 0 || !query.start.known() || !query.end.known())
        return query;
    query.start.ns = floorTo(query.start.ns, query.step.count());
    query.end.ns = floorTo(query.end.ns, query.step.count());
    return query;
}

/// The blocks one query touches.
struct BlockCache::Window {
    const MetricRangeQuery& query; ///< aligned
    std::string key;
    std::int64_t stepMs, firstMs, count;
    UtcTime settled; ///< blocks that end later may still change

    BlockGrid grid(std::size_t i) const
    {
        return {firstMs + static_cast<std::int64_t>(i) * stepMs * kBlockPoints, stepMs};
    }
    bool keeps(std::size_t i) const
    {
        const auto end = grid(i + 1).startMs - stepMs;
        return end * kNsPerMs <= settled.ns;
    }
};

BlockCache::BlockCache(EstateStore* store, const models::Clock* clock, std::size_t maxBytes)
    : m_store(store), m_clock(clock ? *clock : models::Clock::system()), m_maxBytes(maxBytes)
{
}

std::size_t BlockCache::bytes() const
{
    const std::lock_guard guard(m_lock);
    return m_bytes;
}

BlockCache::BlockPtr BlockCache::find(const std::string& series, const BlockGrid& grid)
{
    const std::string key = series + '|' + std::to_string(grid.startMs);
    {
        const std::lock_guard guard(m_lock);
        const auto it = m_index.find(key);
        if (it != m_index.end()) {
            m_recent.splice(m_recent.begin(), m_recent, it->second);
            return it->second->block;
        }
    }
    if (!m_store)
        return nullptr;
    const auto kept = m_store->getBlock(series, UtcTime{grid.startMs * kNsPerMs});
    if (!kept || !*kept)
        return nullptr;
    auto decoded = decodeBlock(**kept, grid);
    if (!decoded)
        return nullptr; // damaged or of another version: asked for again and replaced
    auto block = std::make_shared<const Block>(std::move(*decoded));
    keep(series, grid, block, false);
    return block;
}

void BlockCache::keep(const std::string& series, const BlockGrid& grid, const BlockPtr& block,
                      bool store)
{
    if (store && m_store) {
        auto bytes = encodeBlock(*block, grid);
        // A store that cannot keep it (disk full, read-only) reports that itself.
        if (bytes)
            static_cast<void>(
                m_store->putBlock(series, UtcTime{grid.startMs * kNsPerMs}, std::move(*bytes)));
    }
    const std::size_t size = sizeOf(*block);
    if (size > m_maxBytes)
        return;
    const std::lock_guard guard(m_lock);
    std::string key = series + '|' + std::to_string(grid.startMs);
    if (m_index.find(key) != m_index.end())
        return;
    m_recent.push_front({key, block, size});
    m_index.emplace(std::move(key), m_recent.begin());
    m_bytes += size;
    while (m_bytes > m_maxBytes) {
        m_bytes -= m_recent.back().bytes;
        m_index.erase(m_recent.back().key);
        m_recent.pop_back();
    }
}

Result<void> BlockCache::fetch(MetricSource& source, const Window& window, std::size_t first,
                               std::size_t last, std::vector<BlockPtr>& blocks, MetricAnswer& facts,
                               std::stop_token stop)
{
    MetricRangeQuery query = window.query;
    query.start.ns = window.grid(first).startMs * kNsPerMs;
    query.end.ns = (window.grid(last + 1).startMs - window.stepMs) * kNsPerMs;
    // Of a block that is not kept, only what was asked for.
    if (!window.keeps(last))
        query.end = std::min(query.end, window.query.end);
    if (!window.keeps(first))
        query.start = std::max(query.start, window.query.start);
    auto answer = source.range(query, std::move(stop));
    if (!answer)
        return fail(std::move(answer.error()));
    bool sound = !answer->partial && answer->warnings.empty();
    std::vector<std::shared_ptr<Block>> parts(last - first + 1);
    for (auto& part : parts)
        part = std::make_shared<Block>();
    for (const auto& series : answer->series) {
        if (!series.histograms.empty())
            return fail(models::ErrorCode::Unsupported, "native histograms are not cached");
        for (std::size_t at = 0; at < series.times.size();) {
            const auto ms = static_cast<std::int64_t>(std::llround(series.times[at] * 1000.0));
            const auto i = (ms - window.grid(first).startMs) / (window.stepMs * kBlockPoints);
            if (i < 0 || static_cast<std::size_t>(i) >= parts.size())
                return fail(models::ErrorCode::Unsupported, "points outside the range asked for");
            const auto part = static_cast<std::size_t>(i);
            const auto grid = window.grid(first + part);
            std::size_t end = at;
            for (; end < series.times.size() && grid.index(series.times[end]) >= 0; ++end) {
            }
            if (end == at)
                return fail(models::ErrorCode::Unsupported, "points off the grid");
            MetricSeries& into = parts[part]->emplace_back();
            into.labels = series.labels;
            const auto from = static_cast<std::ptrdiff_t>(at),
                       to = static_cast<std::ptrdiff_t>(end);
            into.times.assign(series.times.begin() + from, series.times.begin() + to);
            into.values.assign(series.values.begin() + from, series.values.begin() + to);
            at = end;
        }
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        blocks[first + i] = parts[i];
        if (sound && window.keeps(first + i))
            keep(window.key, window.grid(first + i), parts[i], true);
    }
    facts.bytes += answer->bytes;
    facts.tookMs += answer->tookMs;
    facts.partial = facts.partial || answer->partial;
    for (auto* pair : {&answer->warnings, &answer->infos}) {
        auto& into = pair == &answer->warnings ? facts.warnings : facts.infos;
        for (auto& text : *pair) {
            if (std::find(into.begin(), into.end(), text) == into.end())
                into.push_back(std::move(text));
        }
    }
    return {};
}

Result<CachedAnswer> BlockCache::rangeCached(MetricSource& source, const MetricRangeQuery& query,
                                             std::stop_token stop)
{
    const MetricRangeQuery aligned = alignRange(query);
    const auto direct = [&]() -> Result<CachedAnswer> {
        auto answer = source.range(aligned, stop);
        if (!answer)
            return fail(std::move(answer.error()));
        return CachedAnswer{std::move(*answer), 0, 0};
    };
    const std::int64_t stepNs = aligned.step.count();
    if (stepNs <= 0 || stepNs % kNsPerMs != 0 || !aligned.start.known() || !aligned.end.known() ||
        aligned.end < aligned.start)
        return direct();
    const std::int64_t stepMs = stepNs / kNsPerMs, spanMs = stepMs * kBlockPoints;
    const std::int64_t firstMs = floorTo(aligned.start.ns / kNsPerMs, spanMs);
    const std::int64_t lastMs = floorTo(aligned.end.ns / kNsPerMs, spanMs);
    const auto settled = m_clock.now() - 2 * aligned.step - std::chrono::seconds(60);
    const Window window{aligned,
                        source.id() + '|' + std::to_string(stepMs) + '|' + aligned.expression,
                        stepMs,
                        firstMs,
                        (lastMs - firstMs) / spanMs + 1,
                        settled};
    CachedAnswer out;
    out.blocks = static_cast<std::size_t>(window.count);
    out.answer.shape = models::MetricShape::Matrix;
    std::vector<BlockPtr> blocks(out.blocks);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (window.keeps(i))
            blocks[i] = find(window.key, window.grid(i));
        out.fromCache += blocks[i] ? 1 : 0;
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (blocks[i])
            continue;
        std::size_t last = i;
        while (last + 1 < blocks.size() && !blocks[last + 1])
            ++last;
        auto got = fetch(source, window, i, last, blocks, out.answer, stop);
        if (!got && got.error().code == models::ErrorCode::Unsupported)
            return direct(); // histograms or a server with its own grid
        if (!got)
            return fail(std::move(got.error()));
        i = last;
    }
    std::map<models::LabelList, MetricSeries> joined; // by labels, as servers sort a matrix
    for (const auto& block : blocks) {
        for (const auto& series : *block)
            append(joined, series, aligned.start.seconds(), aligned.end.seconds());
    }
    for (auto& [labels, series] : joined) {
        series.labels = labels;
        out.answer.series.push_back(std::move(series));
    }
    return out;
}

} // namespace binnacle::services
