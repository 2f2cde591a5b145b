// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sync/session.h"

#include "models/estate/object_key.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;
using models::SourcePhase;
using models::SourceStatus;

namespace {

std::int64_t steadyNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

/// Gives one connector its way into the store.
class StoreSink final : public FactSink {
public:
    StoreSink(EstateStore& store, std::string source, std::atomic<std::int64_t>& firstRow)
        : m_store(store), m_source(std::move(source)), m_firstRow(firstRow)
    {
    }
    Result<void> apply(models::FactBatch&& batch) override
    {
        const bool rows = !batch.rows().empty();
        auto result = m_store.apply(std::move(batch));
        if (rows && m_firstRow.load(std::memory_order_relaxed) == 0) {
            std::int64_t none = 0;
            m_firstRow.compare_exchange_strong(none, steadyNs());
        }
        return result;
    }
    void updateStatus(const std::function<void(SourceStatus&)>& edit) override
    {
        // A connector knows of its own contacts only; when it has had none, what an earlier run had
        // still counts.
        m_store.updateStatus(m_source, [&edit](SourceStatus& status) {
            const models::UtcTime before = status.lastContact;
            const std::string origin = status.origin;
            edit(status);
            status.origin = origin;
            if (!status.lastContact.known())
                status.lastContact = before;
        });
    }

private:
    EstateStore& m_store;
    std::string m_source;
    std::atomic<std::int64_t>& m_firstRow;
};

} // namespace

namespace {

/// What a source looks at: other words, other rows. Empty while that is not known (a kubeconfig
/// that cannot be read). Hashed: it tells apart and says nothing.
std::string originOf(const SourceConfig& config, const SourceStatus& known)
{
    if (known.address.empty())
        return {};
    std::string what = config.type;
    for (const std::string& part : {known.address, config.ns, config.tenant, config.unixSocket})
        what += '\n' + part;
    for (const auto& [name, value] : config.headers)
        what += '\n' + name + '=' + value;
    if (config.type == "demo")
        what += '\n' + std::to_string(config.seed) + '/' + config.size;
    return models::toString(models::makeKey(config.id, what));
}

/// Rows of another cluster, or of a source that somebody took out of the configuration, are not
/// this environment's. A source that merely does not answer keeps its own.
void forgetOthers(EstateStore& store, const std::vector<SourceConfig>& configs,
                  const std::function<SourceStatus(const std::string&)>& describe)
{
    const SnapshotPtr before = store.current();
    for (const auto& status : before->sources) {
        if (!status)
            continue;
        const auto config = std::find_if(configs.begin(), configs.end(), [&](const auto& source) {
            return source.id == status->id;
        });
        if (config == configs.end()) {
            store.forget(status->id, true);
            continue;
        }
        const SourceStatus known = describe(status->id);
        const std::string origin = originOf(*config, known);
        const auto differ = [](const std::string& was, const std::string& is) {
            return !was.empty() && !is.empty() && was != is;
        };
        // A store of an earlier version knows no origin.
        const bool other = status->origin.empty() ? differ(status->address, known.address)
                                                  : differ(status->origin, origin);
        if (other || differ(status->type, config->type))
            store.forget(status->id, false);
    }
}

} // namespace

struct EstateSession::State {
    struct Source {
        SourceConfig config;
        std::unique_ptr<Connector> connector; ///< null: `problem` says why
        std::optional<models::Error> problem;
        std::unique_ptr<StoreSink> sink;
        std::jthread thread;
    };
    EnvironmentConfig environment;
    std::unique_ptr<EstateStore> store;
    std::vector<std::unique_ptr<Source>> sources;
    std::atomic<std::int64_t> firstRowNs{0};
    std::int64_t startedNs = 0;
    std::mutex lock; ///< guards starting and stopping of threads

    Source* find(const std::string& id)
    {
        for (const auto& source : sources) {
            if (source->config.id == id)
                return source.get();
        }
        return nullptr;
    }

    SourceStatus describe(const Source& source) const
    {
        if (source.connector)
            return source.connector->describe();
        SourceStatus status;
        status.id = source.config.id;
        status.type = source.config.type;
        status.phase = SourcePhase::Failed;
        status.error = source.problem;
        return status;
    }

    /// What is known without a connection, over what the last run left behind.
    void announce(const Source& source)
    {
        const SourceStatus known = describe(source);
        store->updateStatus(source.config.id, [&](SourceStatus& status) {
            status.type = known.type;
            status.address = known.address;
            status.simulated = known.simulated;
            status.insecure = known.insecure;
            if (const std::string origin = originOf(source.config, known); !origin.empty())
                status.origin = origin;
            status.phase = known.phase;
            status.error = known.error;
            if (known.interval.count() > 0)
                status.interval = known.interval;
        });
    }

    void startOne(Source& source)
    {
        if (!source.connector || source.thread.joinable())
            return;
        source.thread = std::jthread([this, &source](std::stop_token stop) {
            source.connector->run(*source.sink, stop);
            store->updateStatus(source.config.id,
                                [](SourceStatus& status) { status.phase = SourcePhase::Stopped; });
        });
    }

    void stopOne(Source& source)
    {
        if (source.thread.joinable()) {
            source.thread.request_stop();
            source.thread.join();
            source.thread = {};
        }
    }
};

EstateSession::EstateSession(std::unique_ptr<State> state) : m_state(std::move(state)) {}

EstateSession::~EstateSession()
{
    if (m_state)
        stop();
}

Result<std::unique_ptr<EstateSession>> EstateSession::open(const EnvironmentConfig& environment,
                                                           SessionOptions options)
{
    const bool readOnly = options.store.readOnly;
    auto store = EstateStore::open(std::move(options.store));
    if (!store)
        return fail(std::move(store.error()).in("opening the estate of " + environment.name));
    auto state = std::make_unique<State>();
    state->environment = environment;
    state->store = std::move(*store);
    for (const SourceConfig& config : environment.sources) {
        auto source = std::make_unique<State::Source>();
        source->config = config;
        if (auto connector = options.makeConnector(config))
            source->connector = std::move(*connector);
        else
            source->problem = std::move(connector.error());
        source->sink = std::make_unique<StoreSink>(*state->store, config.id, state->firstRowNs);
        state->sources.push_back(std::move(source));
    }
    if (!readOnly) {
        forgetOthers(*state->store, environment.sources,
                     [&state](const std::string& id) { return state->describe(*state->find(id)); });
        for (const auto& source : state->sources)
            state->announce(*source);
    }
    return std::unique_ptr<EstateSession>(new EstateSession(std::move(state)));
}

const EnvironmentConfig& EstateSession::environment() const
{
    return m_state->environment;
}

EstateStore& EstateSession::store()
{
    return *m_state->store;
}

void EstateSession::start()
{
    const std::scoped_lock guard(m_state->lock);
    m_state->startedNs = steadyNs();
    for (const auto& source : m_state->sources)
        m_state->startOne(*source);
}

std::optional<std::chrono::microseconds> EstateSession::firstRow() const
{
    const auto at = m_state->firstRowNs.load();
    if (at == 0 || m_state->startedNs == 0)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::nanoseconds(at - m_state->startedNs));
}

void EstateSession::start(const std::string& sourceId)
{
    const std::scoped_lock guard(m_state->lock);
    if (m_state->startedNs == 0)
        m_state->startedNs = steadyNs();
    if (auto* source = m_state->find(sourceId))
        m_state->startOne(*source);
}

void EstateSession::stop()
{
    const std::scoped_lock guard(m_state->lock);
    for (const auto& source : m_state->sources)
        source->thread.request_stop(); // all at once, then wait for each
    for (const auto& source : m_state->sources)
        m_state->stopOne(*source);
}

void EstateSession::stop(const std::string& sourceId)
{
    const std::scoped_lock guard(m_state->lock);
    if (auto* source = m_state->find(sourceId))
        m_state->stopOne(*source);
}

std::vector<std::string> EstateSession::sourceIds() const
{
    std::vector<std::string> out;
    for (const auto& source : m_state->sources)
        out.push_back(source->config.id);
    return out;
}

MetricSource* EstateSession::metrics(const std::string& sourceId)
{
    auto* source = m_state->find(sourceId);
    return source && source->connector ? source->connector->metrics() : nullptr;
}

std::vector<MetricSource*> EstateSession::metricSources()
{
    std::vector<MetricSource*> out;
    for (const auto& source : m_state->sources) {
        if (auto* metrics = source->connector ? source->connector->metrics() : nullptr)
            out.push_back(metrics);
    }
    return out;
}

ObjectSource* EstateSession::objects(const std::string& sourceId)
{
    auto* source = m_state->find(sourceId);
    return source && source->connector ? source->connector->objects() : nullptr;
}

LogSource* EstateSession::logs(const std::string& sourceId)
{
    auto* source = m_state->find(sourceId);
    return source && source->connector ? source->connector->logs() : nullptr;
}

SourceStatus EstateSession::test(const std::string& sourceId, std::chrono::milliseconds deadline,
                                 std::stop_token stop)
{
    auto* source = m_state->find(sourceId);
    if (!source) {
        SourceStatus status;
        status.id = sourceId;
        status.phase = SourcePhase::Failed;
        status.error = models::Error{ErrorCode::NotFound,
                                     "no source is called \"" + sourceId + "\"",
                                     "see the configuration file",
                                     {}};
        return status;
    }
    return source->connector ? source->connector->test(deadline, stop) : m_state->describe(*source);
}

} // namespace binnacle::services
