// SPDX-License-Identifier: GPL-3.0-or-later
// The connector while its real server is killed, restarted, hung and compacted. Needs
// tests/live/up; skipped by exit code 77 without. Leaves the stack as it found it.
#include "tests/kubernetes/live_cluster.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdlib>

using namespace binnacle;
using namespace binnacle::tests::kubernetes;
using models::SourcePhase;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

const std::string kState = liveState();

std::string script(const std::string& name, const std::string& arguments)
{
    const char* root = std::getenv("BINNACLE_SOURCE_DIR");
    return shell(std::string(root ? root : ".") + "/tests/live/" + name + " " + arguments +
                 " --state " + kState + " 2>&1");
}

bool isPhase(const MemorySink& sink, SourcePhase phase)
{
    return sink.status().phase == phase;
}

double msSince(steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

std::string etcd()
{
    return shell("python3 -c \"import json;print(json.load(open('" + kState +
                 "/servers.json'))['kubernetes']['etcd'],end='')\"");
}

} // namespace

TEST_CASE("a killed API server is noticed, its rows stay, and its restart brings changes without "
          "emptying")
{
    RunningConnector running(liveSource());
    auto& sink = running.sink();
    REQUIRE(running.waitSynced());
    const auto pods = sink.count("Pod");
    const auto killed = steady_clock::now();
    script("kill", "kube-apiserver");
    CHECK(sink.waitFor([](const MemorySink& s) { return isPhase(s, SourcePhase::Failed); }, 8s));
    CHECK(msSince(killed) < 8000);
    const auto contact = sink.status().lastContact;
    CHECK(sink.count("Pod") == pods);
    CHECK(sink.status().error.has_value());
    script("restart", "kube-apiserver");
    const auto up = steady_clock::now();
    CHECK(sink.waitFor([](const MemorySink& s) { return isPhase(s, SourcePhase::Ready); }, 20s));
    WARN("ready again " << msSince(up) << " ms after the restart script returned");
    CHECK(msSince(up) < 3500);
    CHECK(sink.status().lastContact > contact);
    kubectl("create namespace binnacle-fault-test");
    CHECK(sink.waitFor(
        [](const MemorySink& s) {
            const auto rows = s.rows("Namespace");
            return std::any_of(rows.begin(), rows.end(), [](const RowTexts& r) {
                return r.at("name") == "binnacle-fault-test";
            });
        },
        5s));
    kubectl("delete namespace binnacle-fault-test --wait=false");
    CHECK(running.stop() < 200);
}

TEST_CASE("a hung API server is noticed by the heartbeat, and its return within three seconds")
{
    RunningConnector running(liveSource());
    auto& sink = running.sink();
    REQUIRE(running.waitSynced());
    const auto hung = steady_clock::now();
    script("kill", "kube-apiserver --signal STOP");
    const bool noticed =
        sink.waitFor([](const MemorySink& s) { return isPhase(s, SourcePhase::Failed); }, 12s);
    const auto after = msSince(hung);
    const auto contact = sink.status().lastContact;
    const auto back = steady_clock::now();
    script("kill", "kube-apiserver --signal CONT");
    CHECK(noticed);
    CHECK(after < 9000); // one interval and one deadline
    CHECK(sink.waitFor(
        [&](const MemorySink& s) {
            return isPhase(s, SourcePhase::Ready) && s.status().lastContact > contact;
        },
        10s));
    WARN("noticed after " << after << " ms, back after " << msSince(back) << " ms");
    CHECK(msSince(back) < 3500);
}

TEST_CASE("after a compaction the kinds are listed again and nothing is lost")
{
    RunningConnector running(liveSource());
    auto& sink = running.sink();
    REQUIRE(running.waitSynced());
    const auto pods = sink.count("Pod");
    for (int i = 0; i < 5; ++i)
        kubectl("annotate namespace default --overwrite binnacle.test/turn=" + std::to_string(i));
    const auto revision =
        shell("curl -s " + etcd() +
              "/v3/kv/range -d '{\"key\":\"YQ==\"}' | python3 -c "
              "\"import json,sys;print(json.load(sys.stdin)['header']['revision'],end='')\"");
    shell("curl -sf " + etcd() + "/v3/kv/compaction -d '{\"revision\":\"" + revision +
          "\",\"physical\":true}'");
    script("restart", "kube-apiserver");
    CHECK(sink.waitFor([](const MemorySink& s) { return isPhase(s, SourcePhase::Ready); }, 20s));
    kubectl("annotate namespace default binnacle.test/turn-");
    CHECK(sink.waitFor([&](const MemorySink& s) { return s.count("Pod") == pods; }, 5s));
    CHECK(sink.status().kinds.at("Pod").complete);
}
