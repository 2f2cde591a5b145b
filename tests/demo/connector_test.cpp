// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_connector.h"
#include "services/ports/metric_source.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

using namespace binnacle;

namespace {

/// Keeps what it is given, may refuse, and lets a test wait for a condition.
class Sink final : public services::FactSink {
public:
    models::Result<void> apply(models::FactBatch&& batch) override
    {
        const std::lock_guard lock(m_mutex);
        if (refuse > 0) {
            --refuse;
            return models::fail(models::ErrorCode::ResourceExhausted, "memory bound reached");
        }
        rows += batch.rows().size();
        m_changed.notify_all();
        return {};
    }
    void updateStatus(const std::function<void(models::SourceStatus&)>& edit) override
    {
        const std::lock_guard lock(m_mutex);
        edit(m_status);
        phases.push_back(m_status.phase);
        m_changed.notify_all();
    }
    template <class Fn> bool waitFor(Fn&& fn)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(30),
                                  [&] { return fn(m_status, rows); });
    }
    models::SourceStatus status()
    {
        const std::lock_guard lock(m_mutex);
        return m_status;
    }
    std::size_t rows = 0;
    int refuse = 0;
    std::vector<models::SourcePhase> phases;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    models::SourceStatus m_status;
};

services::SourceConfig config(std::string size)
{
    services::SourceConfig c;
    c.id = "demo";
    c.type = "demo";
    c.size = std::move(size);
    return c;
}

} // namespace

TEST_CASE("the demo connector says that it is simulated, before and while it runs", "[demo]")
{
    const auto connector = plugins::makeDemoConnector(config("small"));
    const auto status = connector->describe();
    CHECK(status.id == "demo");
    CHECK(status.simulated);
    CHECK(status.address == "Demo estate, simulated");
    CHECK(status.interval == std::chrono::seconds(5));
    Sink sink;
    std::jthread thread([&](std::stop_token stop) { connector->run(sink, stop); });
    REQUIRE(sink.waitFor([](const auto& s, std::size_t) {
        return s.phase == models::SourcePhase::Ready && s.lastContact.known();
    }));
    CHECK(sink.status().simulated);
    CHECK(sink.status().kinds.at("Pod").complete);
    CHECK(sink.status().kinds.at("Gpu").rows == 192);
    CHECK(sink.status().kinds.size() == 15);
    thread.request_stop();
    thread.join();
    CHECK(sink.status().phase == models::SourcePhase::Stopped);
    CHECK(std::count(sink.phases.begin(), sink.phases.end(), models::SourcePhase::Syncing) > 0);
}

TEST_CASE("stopping does not wait for the interval", "[demo]")
{
    const auto connector = plugins::makeDemoConnector(config("small"));
    Sink sink;
    std::jthread thread([&](std::stop_token stop) { connector->run(sink, stop); });
    REQUIRE(sink.waitFor(
        [](const auto& s, std::size_t) { return s.phase == models::SourcePhase::Ready; }));
    const auto before = std::chrono::steady_clock::now();
    thread.request_stop();
    thread.join();
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(3));
}

TEST_CASE("a refused batch is shown as a failure and the lists are written again", "[demo]")
{
    const auto connector = plugins::makeDemoConnector(config("small"));
    Sink sink;
    sink.refuse = 1;
    std::jthread thread([&](std::stop_token stop) { connector->run(sink, stop); });
    REQUIRE(sink.waitFor([](const auto& s, std::size_t) {
        return s.phase == models::SourcePhase::Failed && s.error;
    }));
    CHECK(sink.status().error->code == models::ErrorCode::ResourceExhausted);
    REQUIRE(sink.waitFor([](const auto& s, std::size_t) {
        return s.phase == models::SourcePhase::Ready && !s.error;
    }));
    CHECK(sink.status().kinds.at("Gpu").rows == 192);
}

TEST_CASE("a size that cannot be read fails with a remedy and writes nothing", "[demo]")
{
    const auto connector = plugins::makeDemoConnector(config("gigantic"));
    const auto tested = connector->test(std::chrono::seconds(1), {});
    CHECK(tested.phase == models::SourcePhase::Failed);
    REQUIRE(tested.error);
    CHECK(tested.error->remedy.find("small, default, large, huge") != std::string::npos);
    CHECK(connector->metrics() == nullptr);
    Sink sink;
    connector->run(sink, {});
    CHECK(sink.rows == 0);
    CHECK(sink.status().phase == models::SourcePhase::Failed);
    CHECK(sink.status().simulated);
}

TEST_CASE("testing the demo connects nowhere and answers at once", "[demo]")
{
    const models::ManualClock clock(models::UtcTime::fromSeconds(std::int64_t{1'795'431'600}));
    const auto connector = plugins::makeDemoConnector(config("default"), &clock);
    const auto tested = connector->test(std::chrono::milliseconds(100), {});
    CHECK(tested.phase == models::SourcePhase::Ready);
    CHECK(tested.lastContact == clock.now());
    CHECK_FALSE(tested.error);
    REQUIRE(connector->metrics() != nullptr);
    CHECK(connector->metrics()->id() == "demo");
    CHECK(connector->metrics() == connector->metrics());
}
