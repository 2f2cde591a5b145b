// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/credentials.h"

#include "fake_http.h"
#include "samples.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <atomic>
#include <thread>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using binnacle::models::ManualClock;
using binnacle::models::UtcTime;

namespace {

const std::string kHead = "echo x >>\"$RUNS\"\n";

/// Prints a credential with the run's number in the token.
std::string printing(const std::string& more = "")
{
    return kHead +
           "n=$(wc -l <\"$RUNS\" | tr -d ' ')\n"
           "printf "
           "'{\"apiVersion\":\"client.authentication.k8s.io/"
           "v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t%s\"" +
           more + "}}' \"$n\"\n";
}

/// PEM as JSON text inside a printf format.
std::string inPrintf(const std::string& pem)
{
    std::string out;
    for (const char c : pem)
        out += c == '\n' ? std::string("\\\\n") : std::string(1, c);
    return out;
}

struct Plugin {
    Scratch dir;
    FakeHttp http{[](const auto&) { return reply(200, "{}"); }};
    ManualClock clock{UtcTime::fromSeconds(std::int64_t{1'790'000'000})};
    CredentialOptions options;

    std::unique_ptr<CredentialProvider> provider(const std::string& script,
                                                 const std::string& more = "")
    {
        dir.script("plugin", script);
        const auto config = parseKubeconfig(
            oneContext("exec: {command: ./plugin, interactiveMode: IfAvailable, apiVersion: "
                       "client.authentication.k8s.io/v1, env: [{name: RUNS, value: '" +
                       dir.path("runs") + "'}, {name: API_TOKEN, value: s3cr3t-value}]" + more +
                       "}"),
            dir.path("config"));
        REQUIRE(config);
        const auto context = config->resolve("c");
        REQUIRE(context);
        options.clock = &clock;
        options.execKillGrace = std::chrono::milliseconds(300);
        return makeCredentialProvider(*context, http, options);
    }

    std::size_t runs() const { return dir.read("runs").size() / 2; }
};

} // namespace

TEST_CASE_METHOD(Plugin, "a plug-in runs once and its credential is kept")
{
    const auto source = provider(printing());
    const auto first = source->current({});
    REQUIRE(first);
    CHECK(first->credentials.bearer == "t1");
    clock.advance(std::chrono::hours(100));
    CHECK(source->current({})->generation == first->generation);
    CHECK(runs() == 1);
}

TEST_CASE_METHOD(Plugin, "an expired credential is asked for again")
{
    const auto source = provider(printing(",\"expirationTimestamp\":\"2026-09-21T14:30:00Z\""));
    clock.setWall(*binnacle::models::parseRfc3339("2026-09-21T14:29:59Z"));
    REQUIRE(source->current({}));
    CHECK(source->current({})->credentials.bearer == "t1");
    clock.advance(std::chrono::seconds(2));
    const auto late = source->current({});
    REQUIRE_FALSE(late); // the script's date has passed
    CHECK(late.error().code == ErrorCode::Unauthenticated);
    CHECK(late.error().message.find("expired 1s ago") != std::string::npos);
    CHECK(late.error().remedy.find("clock") != std::string::npos);
    CHECK(runs() == 2);
}

TEST_CASE_METHOD(
    Plugin, "a 401 runs the plug-in once more, and not again while the server refuses the new one")
{
    const auto source = provider(printing());
    const auto first = source->current({});
    REQUIRE(first);
    source->rejected(first->generation);
    const auto second = source->current({});
    REQUIRE(second);
    CHECK(second->credentials.bearer == "t2");
    source->rejected(first->generation);
    source->rejected(second->generation);
    CHECK(source->current({})->generation == second->generation);
    CHECK(runs() == 2);
    clock.advance(std::chrono::seconds(11));
    source->rejected(second->generation);
    CHECK(source->current({})->credentials.bearer == "t3");
}

TEST_CASE_METHOD(Plugin, "many callers share one run and one that stops does not end it")
{
    const auto source = provider("while [ ! -e \"$RUNS.go\" ]; do sleep 0.02; done\n" + printing());
    std::atomic<int> good{0}, cancelled{0};
    std::stop_source impatient;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 6; ++i)
            callers.emplace_back([&] { good += source->current({}) ? 1 : 0; });
        callers.emplace_back([&] {
            const auto result = source->current(impatient.get_token());
            cancelled += !result && result.error().code == ErrorCode::Cancelled ? 1 : 0;
            dir.write("runs.go", "");
        });
        impatient.request_stop();
    }
    CHECK(good == 6);
    CHECK(cancelled == 1);
    CHECK(runs() == 1);
}

TEST_CASE_METHOD(Plugin, "a slow plug-in times out, is ended, and the next call tries again")
{
    options.execTimeout = std::chrono::milliseconds(2000);
    const auto source =
        provider(kHead + "echo 'open https://login in a browser' >&2; exec sleep 300\n");
    const auto error = source->current({}).error();
    CHECK(error.code == ErrorCode::Timeout);
    CHECK(error.message.find("open https://login in a browser") != std::string::npos);
    CHECK_FALSE(error.remedy.empty());
    CHECK_FALSE(source->current({}));
    CHECK(runs() == 2);
}

TEST_CASE_METHOD(Plugin, "a crash shows the end of stderr and no secret of the kubeconfig")
{
    const auto error =
        provider("echo \"login failed for $API_TOKEN\" >&2; exit 7\n")->current({}).error();
    CHECK(error.code == ErrorCode::Unauthenticated);
    CHECK(error.message.find("exit code 7; it said: login failed for [redacted]") !=
          std::string::npos);
    CHECK(error.text().find("s3cr3t") == std::string::npos);
    CHECK(provider("kill -SEGV $$\n")->current({}).error().message.find("signal 11") !=
          std::string::npos);
}

TEST_CASE_METHOD(Plugin, "garbage, another apiVersion, silence and floods are clear errors")
{
    CHECK(provider("echo 'Please log in:'\n")->current({}).error().code == ErrorCode::DataCorrupt);
    CHECK(provider(":\n")->current({}).error().message.find("is empty") != std::string::npos);
    CHECK(provider("exec yes\n")->current({}).error().code == ErrorCode::ResourceExhausted);
    const auto other =
        provider("echo "
                 "'{\"apiVersion\":\"client.authentication.k8s.io/"
                 "v1beta1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t\"}}'\n")
            ->current({});
    CHECK(other.error().message.find("v1beta1") != std::string::npos);
    CHECK(other.error().text().find("exec plug-in of user \"u\"") == 0);
}

TEST_CASE_METHOD(Plugin, "a prompt reads nothing and fails at once")
{
    const auto start = std::chrono::steady_clock::now();
    const auto error =
        provider("printf 'Password: ' >&2; read p || exit 4; echo never\n")->current({}).error();
    CHECK(error.message.find("Password:") != std::string::npos);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE_METHOD(Plugin, "the plug-in sees our environment, its own entries and the exec info")
{
    const auto source = provider(
        "printf '%s' \"$KUBERNETES_EXEC_INFO\" >\"$RUNS.info\"; [ -n \"$HOME\" ] || exit 3\n" +
            printing(),
        ", provideClusterInfo: true");
    REQUIRE(source->current({}));
    const std::string info = dir.read("runs.info");
    CHECK(info.find("\"server\":\"https://127.0.0.1:6443\"") != std::string::npos);
    CHECK(info.find("\"interactive\":false") != std::string::npos);
}

TEST_CASE_METHOD(Plugin, "a program that is not there gives the install hint as remedy")
{
    const auto source = provider(printing(), ", installHint: 'Install the cloud tools.'");
    std::filesystem::remove(dir.path("plugin"));
    const auto error = source->current({}).error();
    CHECK(error.code == ErrorCode::NotFound);
    CHECK(error.remedy == "Install the cloud tools.");
}

TEST_CASE_METHOD(Plugin, "a certificate pair of the plug-in is used, with its token")
{
    const auto source = provider(printing(",\"clientCertificateData\":\"" + inPrintf(kCert) +
                                          "\",\"clientKeyData\":\"" + inPrintf(kKey) + "\""));
    const auto material = source->current({});
    REQUIRE(material);
    CHECK(material->clientCertPem == kCert);
    CHECK(material->clientKeyPem == kKey);
    CHECK(material->credentials.bearer == "t1");
}

TEST_CASE_METHOD(Plugin, "going away ends a plug-in that still runs")
{
    auto source = provider("echo $$ >\"$RUNS.pid\"; exec sleep 300\n");
    std::stop_source stop;
    std::jthread caller(
        [&] { CHECK(source->current(stop.get_token()).error().code == ErrorCode::Cancelled); });
    const auto start = std::chrono::steady_clock::now();
    while (!std::filesystem::exists(dir.path("runs.pid")) &&
           std::chrono::steady_clock::now() - start < std::chrono::seconds(30))
        std::this_thread::yield();
    stop.request_stop();
    caller.join();
    source.reset();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(40));
}
