// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/estate.h"

#include <algorithm>

namespace binnacle::tests::replay {

namespace {

std::size_t at(Kind kind)
{
    return static_cast<std::size_t>(kind);
}

std::int64_t nowSeconds()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

Estate::Estate(EstateOptions options)
    : m_options(options), m_names(options.pods, options.nodes, options.namespaces, options.seed),
      m_random(options.seed), m_born(nowSeconds())
{
    const auto plain = [&](Kind kind, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            Record record;
            record.index = static_cast<std::uint32_t>(i);
            record.created = record.changed = m_born - 86400 * 30;
            record.resourceVersion = ++m_version;
            m_records[at(kind)].push_back(record);
        }
    };
    plain(Kind::Namespace, m_names.namespaces().size());
    plain(Kind::Node, m_names.nodes().size());
    plain(Kind::Deployment, m_names.services().size());
    plain(Kind::ReplicaSet, m_names.services().size());
    makeNodes();
    makePods();
    for (EventLog& log : m_logs)
        log.start(m_options.logLength, m_version);
}

void Estate::makeNodes()
{
    for (Record& node : m_records[at(Kind::Node)]) {
        const auto dice = m_random() % 1000;
        if (dice < 4)
            node.form = Form::NotReady;
        else if (dice < 10)
            node.form = Form::Cordoned;
    }
}

void Estate::makePods()
{
    auto& pods = m_records[at(Kind::Pod)];
    pods.reserve(m_options.pods);
    for (std::uint32_t i = 0; i < m_options.pods; ++i) {
        Record pod;
        pod.index = i;
        pod.created = m_born - 60 - static_cast<std::int64_t>(m_random() % 86400);
        pod.changed = pod.created + 20;
        pod.resourceVersion = ++m_version;
        const auto dice = m_random() % 1000;
        if (dice < 4)
            pod.form = Form::Pending;
        else if (dice < 8)
            pod.form = Form::CrashLoopBackOff;
        else if (dice < 10)
            pod.form = Form::ImagePullBackOff;
        else if (dice < 13)
            pod.form = Form::NotReady;
        else if (dice < 14)
            pod.form = Form::Evicted;
        if (pod.form != Form::Pending)
            pod.node = m_names.homeOf(i);
        if (pod.form == Form::CrashLoopBackOff || dice > 998)
            pod.restarts = 1 + static_cast<std::uint32_t>(m_random() % 40);
        pods.push_back(pod);
    }
}

std::uint64_t Estate::resourceVersion() const
{
    const std::lock_guard lock(m_mutex);
    return m_version;
}

std::uint64_t Estate::changes() const
{
    const std::lock_guard lock(m_mutex);
    return m_changes;
}

Listing Estate::list(Kind kind) const
{
    Listing out;
    if (kind == Kind::None) {
        out.resourceVersion = resourceVersion();
        return out;
    }
    {
        const std::lock_guard lock(m_mutex);
        out.resourceVersion = m_version;
        out.position = m_logs[at(kind)].end();
        out.records = m_records[at(kind)];
    }
    std::erase_if(out.records, [](const Record& record) { return !record.alive; });
    if (kind != Kind::Pod)
        return out;
    // Services are in order; within one the names are not.
    auto first = out.records.begin();
    while (first != out.records.end()) {
        const Service* service = &m_names.serviceOf(first->index);
        const auto last = std::find_if(first, out.records.end(), [&](const Record& pod) {
            return &m_names.serviceOf(pod.index) != service;
        });
        std::sort(first, last, [&](const Record& a, const Record& b) {
            return m_names.podSuffix(a) < m_names.podSuffix(b);
        });
        first = last;
    }
    return out;
}

std::uint64_t Estate::endPosition(Kind kind) const
{
    const std::lock_guard lock(m_mutex);
    return kind == Kind::None ? 0 : m_logs[at(kind)].end();
}

std::optional<std::uint64_t> Estate::positionAfter(Kind kind, std::uint64_t version) const
{
    const std::lock_guard lock(m_mutex);
    return m_logs[kind == Kind::None ? at(Kind::Namespace) : at(kind)].after(version);
}

std::uint64_t Estate::oldest(Kind kind) const
{
    const std::lock_guard lock(m_mutex);
    return m_logs[kind == Kind::None ? at(Kind::Namespace) : at(kind)].floor();
}

Estate::Read Estate::read(Kind kind, std::uint64_t& position, std::vector<Event>& out,
                          std::uint64_t& version, std::chrono::milliseconds atMost,
                          const std::stop_token& stop) const
{
    std::unique_lock lock(m_mutex);
    const EventLog* log = kind == Kind::None ? nullptr : &m_logs[at(kind)];
    m_changed.wait_for(lock, stop, atMost, [&] { return log != nullptr && log->end() > position; });
    version = m_version;
    if (log == nullptr || log->end() <= position)
        return Read::Nothing;
    return log->read(position, out) ? Read::Events : Read::Lost;
}

void Estate::emit(Kind kind, EventType type, Record& record)
{
    record.resourceVersion = ++m_version;
    m_logs[at(kind)].append({type, record});
    ++m_changes;
}

void Estate::churn(std::size_t count)
{
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < count; ++i) {
            if (m_options.pods == 0 || m_random() % 50 == 0)
                changeNode();
            else
                changePod();
        }
    }
    m_changed.notify_all();
}

void Estate::changeNode()
{
    auto& nodes = m_records[at(Kind::Node)];
    Record& node = nodes[m_random() % nodes.size()];
    constexpr std::array<Form, 3> kForms{Form::Running, Form::NotReady, Form::Cordoned};
    Form next = node.form;
    while (next == node.form)
        next = kForms[m_random() % kForms.size()];
    node.form = next;
    node.changed = nowSeconds();
    emit(Kind::Node, EventType::Modified, node);
}

namespace {

/// One step in the life of a pod. Shape: what becomes of a running one is drawn by `dice` (0 to
/// 99).
Form nextForm(Form form, std::uint64_t dice)
{
    switch (form) {
    case Form::Running:
        if (dice < 50)
            return Form::Running; // a restart
        if (dice < 65)
            return Form::NotReady;
        if (dice < 75)
            return Form::CrashLoopBackOff;
        if (dice < 80)
            return Form::OomKilled;
        return dice < 82 ? Form::Evicted : Form::Terminating;
    case Form::OomKilled:
        return Form::CrashLoopBackOff;
    case Form::Pending:
        return dice < 90 ? Form::ContainerCreating : Form::Terminating;
    case Form::ContainerCreating:
        return dice < 90 ? Form::Running : Form::ImagePullBackOff;
    case Form::ImagePullBackOff:
    case Form::Evicted:
        return Form::Terminating;
    default:
        return Form::Running;
    }
}

} // namespace

void Estate::changePod()
{
    auto& pods = m_records[at(Kind::Pod)];
    Record& pod = pods[m_random() % pods.size()];
    pod.changed = nowSeconds();
    if (!pod.alive) {
        const std::uint32_t incarnation = pod.incarnation + 1;
        pod = Record{};
        pod.index = static_cast<std::uint32_t>(&pod - pods.data());
        pod.incarnation = incarnation;
        pod.created = pod.changed = nowSeconds();
        pod.form = Form::Pending;
        emit(Kind::Pod, EventType::Added, pod);
        return;
    }
    if (pod.form == Form::Terminating) {
        pod.alive = false;
        emit(Kind::Pod, EventType::Deleted, pod);
        return;
    }
    const Form before = pod.form;
    pod.form = nextForm(before, m_random() % 100);
    if (pod.form == Form::CrashLoopBackOff || (before == Form::Running && pod.form == before))
        ++pod.restarts;
    if (pod.form == Form::Evicted)
        pod.restarts = 0; // its containers are no longer told of
    if (pod.form == Form::ContainerCreating)
        pod.node = m_names.homeOf(pod.index);
    emit(Kind::Pod, EventType::Modified, pod);
}

void Estate::compact()
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_version; // so that what was current a moment ago is too old as well
        for (EventLog& log : m_logs)
            log.cut(m_version);
    }
    m_changed.notify_all();
}

} // namespace binnacle::tests::replay
