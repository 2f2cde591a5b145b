// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/fact_pump.h"

namespace binnacle::plugins::kubernetes {

using models::Result;
using std::chrono::steady_clock;

FactPump::FactPump(services::FactSink& sink, std::string source, models::KindId kind,
                   std::string scope, BatchLimits limits)
    : m_sink(sink), m_kind(kind), m_scope(std::move(scope)), m_limits(limits),
      m_batch(std::move(source))
{
}

void FactPump::beginList()
{
    m_batch.mark(models::MarkOp::ListBegan, m_kind, m_scope);
    m_keys.clear();
    m_listing = true;
    m_broken = false;
    m_first = true;
    m_since = steady_clock::now();
}

void FactPump::completeList()
{
    m_batch.mark(models::MarkOp::ListComplete, m_kind, m_scope);
    m_listing = false;
}

Result<ObjectMark> FactPump::take(ObjectDecoder& decoder, std::string_view object, ObjectUse use)
{
    const bool wasEmpty = m_batch.rows().empty();
    auto mark = decoder.decode(object, use, m_batch);
    if (!mark || use == ObjectUse::Observe)
        return mark;
    if (wasEmpty)
        m_since = steady_clock::now();
    const auto& key = m_batch.rows().back().key;
    if (use == ObjectUse::Remove)
        m_keys.erase(key);
    else
        m_keys.insert(key);
    return mark;
}

bool FactPump::due() const
{
    if (m_batch.empty())
        return false;
    if (!m_listing)
        return true;
    const std::size_t rows = m_batch.rows().size();
    if (rows >= (m_first ? m_limits.firstRows : m_limits.rows))
        return true;
    const auto waited = steady_clock::now() - m_since;
    return rows > 0 && waited >= (m_first ? m_limits.firstDelay : m_limits.delay);
}

Result<void> FactPump::settle()
{
    return due() ? flush() : Result<void>();
}

Result<void> FactPump::flush()
{
    if (m_batch.empty())
        return {};
    models::FactBatch next(m_batch.source());
    std::swap(next, m_batch);
    if (!next.rows().empty())
        m_first = false;
    auto applied = m_sink.apply(std::move(next));
    m_broken = m_broken || !applied;
    return applied;
}

} // namespace binnacle::plugins::kubernetes
