// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/logs/kubernetes_logs.h"
#include "tests/kubernetes_objects/cluster.h"
#include "tests/kubernetes_objects/log_collector.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using models::ErrorCode;
using services::HttpRequest;
using namespace std::chrono_literals;

namespace {

const KubernetesLogs::Options kQuick{1ms, 2ms};

std::string pod(const std::string& state)
{
    return R"({"kind":"Pod","metadata":{"name":"p"},"spec":{"initContainers":[{"name":"fetch"}],"containers":[{"name":"server"},{"name":"side"}]},
      "status":{"initContainerStatuses":[{"name":"fetch","restartCount":0,"state":{"terminated":{"reason":"Completed","exitCode":0}}}],
      "containerStatuses":[{"name":"server","restartCount":4,"state":)" +
           state + "}]}}";
}

bool isLog(const HttpRequest& request)
{
    return request.url.find("/pods/p/log") != std::string::npos;
}

} // namespace

TEST_CASE("containers come with their state in words and in the order of the pod")
{
    Cluster cluster([](const HttpRequest&) {
        return reply(200, pod(R"({"waiting":{"reason":"CrashLoopBackOff"}})"));
    });
    const auto containers = KubernetesLogs(cluster.connection).containers("a", "p", 1s, {});
    REQUIRE(containers);
    REQUIRE(containers->size() == 3);
    CHECK((*containers)[0].init);
    CHECK((*containers)[0].state == "ended: Completed (0)");
    CHECK((*containers)[1].state == "waiting: CrashLoopBackOff");
    CHECK((*containers)[1].restarts == 4);
    CHECK((*containers)[2].state == "not started");
}

TEST_CASE("what a person chose is what the server is asked")
{
    Cluster cluster([](const HttpRequest&) { return reply(200, "x\n", "text/plain"); });
    Collector sink;
    services::LogRequest request{"a", "p", "server", false, true, {}, 50};
    REQUIRE(KubernetesLogs(cluster.connection).stream(request, sink, {}));
    CHECK(cluster.asked()[0] == "GET /api/v1/namespaces/a/pods/p/"
                                "log?timestamps=true&container=server&previous=true&tailLines=50");
    CHECK(sink.texts == std::vector<std::string>{"x"});
}

TEST_CASE("why there is no log is said in the words of its cause")
{
    struct Case {
        int status;
        const char *reason, *message;
        ErrorCode code;
    };
    for (const Case& c : {
             Case{400, "BadRequest",
                  "container server in pod p is waiting to start: ContainerCreating",
                  ErrorCode::Conflict},
             Case{400, "BadRequest", "previous terminated container server in pod p not found",
                  ErrorCode::NotFound},
             Case{400, "BadRequest",
                  "a container name must be specified for pod p, choose one of: [server side]",
                  ErrorCode::InvalidInput},
             Case{403, "Forbidden", "pods p is forbidden", ErrorCode::PermissionDenied},
             Case{404, "NotFound", "pods p not found", ErrorCode::NotFound},
             Case{500, "InternalError", "Get https://10.0.0.1:10250/x: dial tcp: i/o timeout",
                  ErrorCode::Unreachable},
         }) {
        Cluster cluster([&](const HttpRequest&) { return refusal(c.status, c.reason, c.message); });
        Collector sink;
        const auto done = KubernetesLogs(cluster.connection, kQuick)
                              .stream({"a", "p", "server", true, false, {}, {}}, sink, {});
        INFO(c.message);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == c.code);
        CHECK(done.error().text().find("get pods/log in a") != std::string::npos);
        CHECK_FALSE(done.error().remedy.empty());
        CHECK(cluster.asked().size() == 1); // refused is refused: no second try
    }
}

TEST_CASE("a broken connection is made again from the last second on, until the container ends")
{
    int logs = 0;
    Cluster cluster([&](const HttpRequest& request) -> FakeHttp::Answer {
        if (!isLog(request))
            return reply(200, pod(logs < 3 ? R"({"running":{}})"
                                           : R"({"terminated":{"reason":"Error","exitCode":1}})"));
        switch (logs++) {
        case 0:
            return reply(200, "2026-11-24T00:00:01.5Z a\n", "text/plain");
        case 1:
            return models::fail(ErrorCode::Unreachable, "connection reset");
        default:
            return reply(200, "2026-11-24T00:00:01.5Z a\n2026-11-24T00:00:02Z b\n", "text/plain");
        }
    });
    Collector sink;
    const auto done = KubernetesLogs(cluster.connection, kQuick)
                          .stream({"a", "p", "server", true, false, {}, 10}, sink, {});
    REQUIRE(done);
    CHECK(sink.texts == std::vector<std::string>{"a", "b"});
    CHECK(sink.breaks.size() == 1);
    CHECK(sink.resumes == 1);
    const auto asked = cluster.asked();
    CHECK(asked[0].find("tailLines=10") != std::string::npos);
    CHECK(asked.back().find("/pods/p") != std::string::npos);
    bool resumed = false;
    for (const auto& url : asked)
        resumed = resumed || url.find("sinceTime=2026-11-24T00%3A00%3A01Z") != std::string::npos;
    CHECK(resumed);
}

TEST_CASE("a stop ends a stream that would try again for ever")
{
    std::stop_source stop;
    int tries = 0;
    Cluster cluster([&](const HttpRequest& request) -> FakeHttp::Answer {
        if (isLog(request) && ++tries > 1) {
            stop.request_stop();
            return models::fail(ErrorCode::Unreachable, "connection reset");
        }
        return isLog(request) ? reply(200, "a\n", "text/plain")
                              : reply(200, pod(R"({"running":{}})"));
    });
    Collector sink;
    const auto done =
        KubernetesLogs(cluster.connection, kQuick)
            .stream({"a", "p", "server", true, false, {}, {}}, sink, stop.get_token());
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::Cancelled);
}
