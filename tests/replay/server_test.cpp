// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/replay/running_server.h"
#include "tests/support/replay/digest.h"

#include <nlohmann/json.hpp>

#include <set>

using namespace binnacle::tests::replay;
using nlohmann::json;

namespace {

json body(const binnacle::services::HttpResponse& response)
{
    auto document = json::parse(response.body, nullptr, false);
    REQUIRE(document.is_object());
    return document;
}

/// The events of a watch that the server ends after a second.
std::vector<json> watch(RunningServer& server, const std::string& path)
{
    const auto response = server.get(path + "&watch=true&timeoutSeconds=1");
    REQUIRE(response.status == 200);
    std::vector<json> out;
    std::size_t start = 0;
    for (std::size_t end = 0; (end = response.body.find('\n', start)) != std::string::npos;
         start = end + 1)
        out.push_back(json::parse(response.body.substr(start, end - start)));
    return out;
}

} // namespace

TEST_CASE("pages of any size together are the list, at one resource version")
{
    RunningServer server;
    const json whole = body(server.get("/api/v1/pods"));
    REQUIRE(whole["items"].size() == 1000);
    std::vector<std::string> names;
    std::string token;
    std::set<std::string> versions;
    do {
        const json page = body(
            server.get("/api/v1/pods?limit=333" + (token.empty() ? "" : "&continue=" + token)));
        for (const json& pod : page["items"])
            names.push_back(pod["metadata"]["name"]);
        versions.insert(page["metadata"]["resourceVersion"].get<std::string>());
        token = page["metadata"].value("continue", "");
        CHECK(page["metadata"].contains("remainingItemCount") == !token.empty());
        server->estate().churn(20); // changes between pages must not show
    } while (!token.empty());
    REQUIRE(names.size() == 1000);
    for (std::size_t i = 0; i < names.size(); ++i)
        REQUIRE(names[i] == whole["items"][i]["metadata"]["name"]);
    CHECK(versions.size() == 1);
}

TEST_CASE("a page whose list is compacted away is 410 with a token that goes on")
{
    RunningServer server;
    const json first = body(server.get("/api/v1/pods?limit=10"));
    server->estate().compact();
    const auto gone = server.get("/api/v1/pods?limit=10&continue=" +
                                 first["metadata"]["continue"].get<std::string>());
    CHECK(gone.status == 410);
    const json status = body(gone);
    CHECK(status["reason"] == "Expired");
    const json next = body(server.get("/api/v1/pods?limit=10&continue=" +
                                      status["metadata"]["continue"].get<std::string>()));
    CHECK(next["items"].size() == 10);
    CHECK(next["items"][0]["metadata"]["name"] != first["items"][0]["metadata"]["name"]);
}

TEST_CASE("a streaming list ends with the annotated bookmark and goes on with changes")
{
    RunningServer server(smallEstate(50, 4));
    const std::string path = "/api/v1/pods?sendInitialEvents=true&resourceVersionMatch="
                             "NotOlderThan&allowWatchBookmarks=true";
    const auto events = watch(server, path);
    REQUIRE(events.size() >= 51);
    for (std::size_t i = 0; i < 50; ++i)
        CHECK(events[i]["type"] == "ADDED");
    const json& end = events[50];
    CHECK(end["type"] == "BOOKMARK");
    CHECK(end["object"]["kind"] == "Pod");
    CHECK(end["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"] == "true");
    const std::string version = end["object"]["metadata"]["resourceVersion"];
    server->estate().churn(30);
    std::size_t changes = 0;
    for (const json& event : watch(server, "/api/v1/pods?resourceVersion=" + version))
        changes += event["type"] == "BOOKMARK" ? 0 : 1;
    std::size_t nodes = 0;
    for (const json& event : watch(server, "/api/v1/nodes?resourceVersion=" + version))
        nodes += event["type"] == "BOOKMARK" ? 0 : 1;
    CHECK(changes + nodes == 30);
}

TEST_CASE("watching from a version that is gone is an ERROR event inside a 200")
{
    RunningServer server(smallEstate(50, 4));
    const auto events = watch(server, "/api/v1/pods?resourceVersion=1");
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "ERROR");
    CHECK(events[0]["object"]["kind"] == "Status");
    CHECK(events[0]["object"]["code"] == 410);
    CHECK(events[0]["object"]["reason"] == "Expired");
}

TEST_CASE("what a real server refuses is refused with its words")
{
    RunningServer server(smallEstate(10, 2));
    const auto [path, code, reason] = GENERATE(table<std::string, int, std::string>({
        {"/api/v1/pods?watch=true&sendInitialEvents=true", 422, "Invalid"},
        {"/api/v1/pods?sendInitialEvents=true", 422, "Invalid"},
        {"/api/v1/pods?limit=x", 400, "BadRequest"},
        {"/api/v1/pods?continue=%21", 400, "BadRequest"},
        {"/api/v1/pods?labelSelector=a", 400, "BadRequest"},
        {"/api/v1/pods?resourceVersion=99999999", 504, "Timeout"},
        {"/api/v1/namespaces/team-000/pods/none", 404, "NotFound"},
    }));
    INFO(path);
    const auto response = server.get(path);
    CHECK(response.status == code);
    CHECK(body(response).value("reason", "") == reason);
}

TEST_CASE("unknown paths, methods and media types are refused")
{
    RunningServer server(smallEstate(10, 2));
    CHECK(server.get("/nothing").status == 404);
    CHECK(server.get("/apis/none.example/v1/things").status == 404);
    CHECK(server.get("/api/v1/pods", "text/html").status == 406);
    CHECK(server.post("/api/v1/pods", "{}").status == 405);
    CHECK(server.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "no JSON").status ==
          400);
}

TEST_CASE("a namespace shows its own objects, and one object can be read by name")
{
    RunningServer server;
    const json pods = body(server.get("/api/v1/namespaces/team-002/pods"));
    REQUIRE_FALSE(pods["items"].empty());
    for (const json& pod : pods["items"])
        CHECK(pod["metadata"]["namespace"] == "team-002");
    const std::string name = pods["items"][0]["metadata"]["name"];
    const json one = body(server.get("/api/v1/namespaces/team-002/pods/" + name));
    CHECK(one["kind"] == "Pod");
    CHECK(one["metadata"] == pods["items"][0]["metadata"]);
    CHECK(body(server.get("/apis/batch/v1/jobs"))["items"].empty());
}

TEST_CASE("reviews repeat the question and allow it")
{
    RunningServer server(smallEstate(10, 2));
    const auto response =
        server.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                    R"({"spec":{"resourceAttributes":{"verb":"list","resource":"pods"}}})");
    CHECK(response.status == 201);
    const json review = body(response);
    CHECK(review["status"]["allowed"] == true);
    CHECK(review["spec"]["resourceAttributes"]["verb"] == "list");
}
