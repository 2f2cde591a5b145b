// SPDX-License-Identifier: GPL-3.0-or-later
// The Kubernetes connector and the estate store on the replay server: everything arrives, nothing
// is lost. Nothing is installed for it, so it runs everywhere.
#include "plugins/kubernetes/kubernetes_connector.h"
#include "services/sync/session.h"
#include "tests/replay/running_server.h"
#include "tests/support/replay/digest.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

using namespace binnacle;
using namespace binnacle::tests::replay;
using models::BuiltIn;
using models::PodColumn;
using namespace std::chrono_literals;

namespace {

/// A kubeconfig for the server, removed again.
class Kubeconfig {
public:
    explicit Kubeconfig(const std::string& url)
    {
        std::string name =
            (std::filesystem::temp_directory_path() / "replay-kubeconfig-XXXXXX").string();
        const int file = ::mkstemp(name.data());
        REQUIRE(file >= 0);
        ::close(file);
        m_path = name;
        std::ofstream(m_path)
            << "apiVersion: v1\nkind: Config\ncurrent-context: replay\n"
               "clusters: [{name: replay, cluster: {server: \""
            << url
            << "\"}}]\nusers: [{name: replay, user: {}}]\n"
               "contexts: [{name: replay, context: {cluster: replay, user: replay}}]\n";
    }
    ~Kubeconfig()
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
    std::string path() const { return m_path.string(); }

private:
    std::filesystem::path m_path;
};

class Console {
public:
    explicit Console(const std::string& url) : m_kubeconfig(url)
    {
        services::SourceConfig source;
        source.id = "replay";
        source.type = "kubernetes";
        source.kubeconfig = m_kubeconfig.path();
        services::EnvironmentConfig environment;
        environment.name = "replay";
        environment.sources = {source};
        services::SessionOptions options;
        options.makeConnector = [this](const services::SourceConfig& config)
            -> models::Result<std::unique_ptr<services::Connector>> {
            return plugins::kubernetes::makeKubernetesConnector(config, *m_http);
        };
        auto session = services::EstateSession::open(environment, std::move(options));
        REQUIRE(session);
        m_session = std::move(*session);
        m_subscription = m_session->store().subscribe([this] {
            const std::lock_guard lock(m_mutex);
            m_changed.notify_all();
        });
        m_session->start();
    }
    ~Console() { m_subscription.reset(); }

    services::SnapshotPtr now() const { return m_session->store().current(); }

    /// Looks again at each publication.
    template <class Condition> bool waitFor(Condition condition, std::chrono::seconds atMost = 30s)
    {
        const auto end = std::chrono::steady_clock::now() + atMost;
        std::unique_lock lock(m_mutex);
        while (!condition(*now())) {
            if (m_changed.wait_until(lock, end) == std::cv_status::timeout)
                return condition(*now());
        }
        return true;
    }
    bool ready()
    {
        return waitFor([](const services::Snapshot& s) {
            return !s.sources.empty() && s.sources[0] &&
                   s.sources[0]->phase == models::SourcePhase::Ready;
        });
    }

private:
    Kubeconfig m_kubeconfig;
    std::unique_ptr<services::HttpClient> m_http = services::makeCurlHttpClient();
    std::unique_ptr<services::EstateSession> m_session;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    services::Subscription m_subscription;
};

std::multiset<std::string> linesOf(const services::Snapshot& snapshot)
{
    std::multiset<std::string> lines;
    const services::Table* pods = snapshot.table(BuiltIn::Pod);
    if (pods == nullptr)
        return lines;
    pods->forEach([&](const services::RowRef& row) {
        const std::string_view node = row.text(models::col(PodColumn::Node));
        lines.insert(std::string(row.ns()) + "\t" + std::string(row.name()) + "\t" +
                     (node.empty() ? "-" : std::string(node)) + "\t" +
                     std::string(row.text(models::col(PodColumn::Status))) + "\t" +
                     std::to_string(row.integer(models::col(PodColumn::Restarts))));
    });
    return lines;
}

std::multiset<std::string> linesOf(Estate& estate)
{
    std::multiset<std::string> lines;
    for (const Record& pod : estate.list(Kind::Pod).records)
        lines.insert(stateLine(pod, estate.names()));
    return lines;
}

std::uint64_t sumOf(const std::multiset<std::string>& lines)
{
    std::uint64_t sum = 0;
    for (const std::string& line : lines)
        sum += lineHash(line);
    return sum;
}

std::size_t rows(const services::Snapshot& snapshot, BuiltIn kind)
{
    const services::Table* table = snapshot.table(kind);
    return table == nullptr ? 0 : table->rowCount();
}

/// The first lines that one side has and the other has not.
std::string difference(const std::multiset<std::string>& a, const std::multiset<std::string>& b)
{
    std::vector<std::string> out;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    std::string text = std::to_string(out.size()) + " lines differ:";
    for (std::size_t i = 0; i < std::min<std::size_t>(out.size(), 6); ++i)
        text += "\n" + out[i];
    return text;
}

} // namespace

TEST_CASE("the connector syncs every kind of the replay server completely")
{
    RunningServer server(smallEstate(4000, 140));
    Console console(server.url());
    REQUIRE(console.ready());
    const auto snapshot = console.now();
    CHECK(rows(*snapshot, BuiltIn::Pod) == 4000);
    CHECK(rows(*snapshot, BuiltIn::Node) == 140);
    CHECK(rows(*snapshot, BuiltIn::Namespace) == 4);
    CHECK(rows(*snapshot, BuiltIn::Deployment) == 40);
    CHECK(rows(*snapshot, BuiltIn::ReplicaSet) == 40);
    CHECK(rows(*snapshot, BuiltIn::Job) == 0);
    const auto lines = linesOf(*snapshot);
    INFO(difference(lines, linesOf(server->estate())));
    CHECK(sumOf(lines) == digestOf(server->estate()).sum);
}

TEST_CASE("after thousands of changes the store equals the server, with nothing lost")
{
    RunningServer server(smallEstate(3000, 100));
    Console console(server.url());
    REQUIRE(console.ready());
    for (int i = 0; i < 10; ++i)
        server->estate().churn(500);
    const auto want = linesOf(server->estate());
    const bool equal =
        console.waitFor([&](const services::Snapshot& s) { return linesOf(s) == want; });
    INFO(difference(linesOf(*console.now()), want));
    CHECK(equal);
}

TEST_CASE("connections cut and a log compacted in mid stream lose nothing")
{
    RunningServer server(smallEstate(2000, 60));
    Console console(server.url());
    REQUIRE(console.ready());
    for (int i = 0; i < 3; ++i) {
        server->estate().churn(300);
        server->dropConnections();
        server->estate().churn(300);
        if (i > 0)
            server->estate().compact();
    }
    const auto want = linesOf(server->estate());
    const bool equal =
        console.waitFor([&](const services::Snapshot& s) { return linesOf(s) == want; });
    INFO(difference(linesOf(*console.now()), want));
    CHECK(equal);
    CHECK(console.ready());
}
