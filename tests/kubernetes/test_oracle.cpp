// SPDX-License-Identifier: GPL-3.0-or-later
// STATUS, READY and RESTARTS against what Kubernetes' own printer said. oracle_pods.pb holds random
// pods, oracle_pods.tsv what printPod of k8s.io/kubernetes v1.37.2 printed for them: see
// fixtures/README.md.
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/wire/envelope.h"
#include "tests/kubernetes/support.h"
#include "tests/support/catch.h"

#include <map>
#include <set>
#include <sstream>
#include <vector>

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests::kubernetes;
using models::PodColumn;

namespace {

struct Expected {
    std::string status, ready, restarts;
};

std::map<std::string, Expected> expectations()
{
    std::map<std::string, Expected> all;
    std::istringstream lines(fixture("oracle_pods.tsv"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string name;
        Expected e;
        std::getline(fields, name, '\t');
        std::getline(fields, e.status, '\t');
        std::getline(fields, e.ready, '\t');
        std::getline(fields, e.restarts, '\t');
        all[name] = e;
    }
    return all;
}

} // namespace

TEST_CASE("random pods read exactly as kubectl 1.37 prints them")
{
    const auto expected = expectations();
    const std::string bytes = fixture("oracle_pods.pb");
    const auto envelope = openEnvelope(bytes);
    REQUIRE(envelope);
    CHECK(envelope->kind == "PodList");
    const auto list = openList(envelope->raw);
    REQUIRE(list);
    REQUIRE(list->items.size() == expected.size());
    REQUIRE(expected.size() >= 250);

    const auto decoder = makeProtobufDecoder(models::BuiltIn::Pod, "test");
    std::set<std::string> words;
    for (const auto item : list->items) {
        const Decoded pod(*decoder, item);
        REQUIRE(pod.ok());
        const auto name = pod.text(models::Common::Name).value();
        INFO(name);
        const auto& e = expected.at(name);
        CHECK(pod.text(PodColumn::Status).value_or("") == e.status);
        CHECK(std::to_string(pod.integer(PodColumn::Ready).value()) + "/" +
                  std::to_string(pod.integer(PodColumn::Containers).value()) ==
              e.ready);
        CHECK(std::to_string(pod.integer(PodColumn::Restarts).value()) == e.restarts);
        words.insert(e.status);
    }
    CHECK(words.size() >= 40);
}
