// SPDX-License-Identifier: GPL-3.0-or-later
// A session over a store that an earlier one left behind.
#include "services/sync/session.h"
#include "tests/store/store_fixture.h"

#include <condition_variable>
#include <set>
#include <string>

using namespace binnacle::tests;

namespace {

/// Puts one pod into the store and waits; or never answers.
class FakeConnector final : public Connector {
public:
    FakeConnector(SourceConfig config, bool answers)
        : m_config(std::move(config)), m_answers(answers)
    {
    }
    SourceStatus describe() const override
    {
        SourceStatus status;
        status.id = m_config.id;
        status.type = m_config.type;
        status.address = m_config.url;
        return status;
    }
    SourceStatus test(std::chrono::milliseconds, std::stop_token) override { return describe(); }
    void run(FactSink& sink, std::stop_token stop) override
    {
        if (m_answers) {
            FactBatch batch(m_config.id);
            batch.mark(MarkOp::ListBegan, kPod);
            put(batch, {.uid = "pod of " + m_config.id, .ns = "ml"});
            batch.mark(MarkOp::ListComplete, kPod);
            (void)sink.apply(std::move(batch));
        }
        sink.updateStatus([&](SourceStatus& status) {
            status.phase = m_answers ? SourcePhase::Ready : SourcePhase::Failed;
        });
        std::mutex lock;
        std::condition_variable_any never;
        std::unique_lock guard(lock);
        never.wait(guard, stop, [] { return false; });
    }

private:
    SourceConfig m_config;
    bool m_answers;
};

SourceConfig source(const char* id, const char* url = "http://one", const char* ns = "")
{
    SourceConfig config;
    config.id = id;
    config.type = "kubernetes";
    config.url = url;
    config.ns = ns;
    return config;
}

enum class Mood { Answers, Silent, CannotBeMade };

std::unique_ptr<EstateSession> open(const TempFolder& folder, std::vector<SourceConfig> sources,
                                    Mood mood)
{
    EnvironmentConfig environment;
    environment.name = "e";
    environment.sources = std::move(sources);
    SessionOptions options;
    options.store = optionsAt(folder);
    options.makeConnector =
        [mood](const SourceConfig& config) -> Result<std::unique_ptr<Connector>> {
        if (mood == Mood::CannotBeMade)
            return fail(ErrorCode::InvalidInput, "no such kubeconfig");
        return std::make_unique<FakeConnector>(config, mood == Mood::Answers);
    };
    auto session = EstateSession::open(environment, std::move(options));
    REQUIRE(session);
    return std::move(*session);
}

/// "kube,old": the sources that have rows.
std::string shown(EstateSession& session)
{
    const auto snapshot = session.store().current();
    std::set<std::string> ids;
    if (const Table* pods = snapshot->table(BuiltIn::Pod))
        pods->forEach([&](const RowRef& row) { ids.insert(snapshot->source(row.source())->id); });
    std::string out;
    for (const std::string& id : ids)
        out += (out.empty() ? "" : ",") + id;
    return out;
}

/// One run in which every source gave its pod.
void fill(const TempFolder& folder, const std::vector<SourceConfig>& sources)
{
    const auto session = open(folder, sources, Mood::Answers);
    session->start();
    const auto end = std::chrono::steady_clock::now() + kLong;
    const auto all = [&] {
        const auto snapshot = session->store().current();
        const Table* pods = snapshot->table(BuiltIn::Pod);
        return pods != nullptr && pods->rowCount() == sources.size();
    };
    while (!all() && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    REQUIRE(all());
}

} // namespace

TEST_CASE("a source that does not answer, or cannot be made, keeps its rows")
{
    const TempFolder folder;
    fill(folder, {source("kube"), source("old")});
    CHECK(shown(*open(folder, {source("kube"), source("old")}, Mood::Silent)) == "kube,old");
    CHECK(shown(*open(folder, {source("kube"), source("old")}, Mood::CannotBeMade)) == "kube,old");
    CHECK(shown(*open(folder, {source("kube"), source("old")}, Mood::Silent)) == "kube,old");
}

TEST_CASE("a source that left the configuration leaves the estate, not its history")
{
    const TempFolder folder;
    fill(folder, {source("kube"), source("old")});
    const auto before = Clock::system().now();
    {
        const auto session = open(folder, {source("kube")}, Mood::Silent);
        CHECK(shown(*session) == "kube");
        for (const auto& status : session->store().current()->sources)
            CHECK((!status || status->id == "kube"));
        const auto then = session->store().at(before);
        REQUIRE(then);
        CHECK((*then)->table(BuiltIn::Pod)->rowCount() == 2);
    }
    CHECK(shown(*open(folder, {source("kube")}, Mood::Silent)) == "kube");
    fill(folder, {source("kube"), source("old")}); // and it may come back
}

TEST_CASE("a source that looks elsewhere now loses the rows of where it looked before")
{
    for (const SourceConfig& other :
         {source("kube", "http://two"), source("kube", "http://one", "team-a")}) {
        const TempFolder folder;
        fill(folder, {source("kube"), source("near")});
        CHECK(shown(*open(folder, {other, source("near")}, Mood::CannotBeMade)) == "kube,near");
        CHECK(shown(*open(folder, {other, source("near")}, Mood::Silent)) == "near");
        CHECK(shown(*open(folder, {source("kube"), source("near")}, Mood::Silent)) == "near");
    }
}
