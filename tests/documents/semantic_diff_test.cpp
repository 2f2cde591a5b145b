// SPDX-License-Identifier: GPL-3.0-or-later
// Twenty pairs with one real change each, the new side as a server gives it back: noise everywhere.
#include "tests/documents/diff_fixture.h"
#include "tests/support/catch.h"

using namespace binnacle::tests;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;
const std::string kServer = "spec.template.spec.containers[server]";

void only(const Edits& edits, const std::string& expected)
{
    const auto found = changes(writtenDeployment(), edited(servedDeployment(), edits));
    REQUIRE(found == std::vector<std::string>{expected});
}

} // namespace

TEST_CASE("a new image is told first and alone")
{
    only({{"vllm:0.11.0", "vllm:0.11.1"}}, "changed image " + kServer +
                                               ".image: registry.example/vllm:0.11.0 -> "
                                               "registry.example/vllm:0.11.1");
}

TEST_CASE("an image by digest differs from its tag")
{
    only({{"fetch:1.2", "fetch@sha256:abc"}},
         "changed image spec.template.spec.initContainers[fetch].image: "
         "registry.example/fetch:1.2 -> registry.example/fetch@sha256:abc");
}

TEST_CASE("a model URI in a variable is a change of the model")
{
    only({{"value: s3://models/fraud/42", "value: s3://models/fraud/43"}},
         "changed model URI " + kServer +
             ".env[STORAGE_URI].value: s3://models/fraud/42 -> s3://models/fraud/43");
}

TEST_CASE("a model version in an annotation is a change of the model")
{
    only({{"fraud-scorer:42", "fraud-scorer:43"}},
         "changed model URI metadata.annotations.binnacle.io/model-version: fraud-scorer:42 -> "
         "fraud-scorer:43");
}

TEST_CASE("the model flag, given as two words, is a change of the model")
{
    only({{"[--model, /models,", "[--model, /models/43,"}},
         "changed model URI " + kServer + ".args[--model]: /models -> /models/43");
}

TEST_CASE("less memory is a change of resources")
{
    only({{"limits: {memory: 16Gi", "limits: {memory: 12Gi"}},
         "changed resources " + kServer + ".resources.limits.memory: 16Gi -> 12Gi");
}

TEST_CASE("another GPU is a change of resources")
{
    only({{"nvidia.com/gpu: \"1\"", "nvidia.com/gpu: \"2\""}},
         "changed resources " + kServer + ".resources.limits.nvidia.com/gpu: 1 -> 2");
}

TEST_CASE("a request that appears is told by itself")
{
    only({{"memory: 16Gi, }", "memory: 16Gi, ephemeral-storage: 1Gi}"}},
         "added resources " + kServer + ".resources.requests.ephemeral-storage:  -> 1Gi");
}

TEST_CASE("a probe's threshold that is no default is a change of the probe")
{
    only({{"failureThreshold: 3", "failureThreshold: 1"}},
         "added probe " + kServer + ".readinessProbe.failureThreshold:  -> 1");
}

TEST_CASE("a probe of another path")
{
    only({{"path: /health", "path: /ready"}},
         "changed probe " + kServer + ".readinessProbe.httpGet.path: /health -> /ready");
}

TEST_CASE("a liveness probe that appears is told as a whole")
{
    only({{"        readinessProbe:", "        livenessProbe:\n          tcpSocket: {port: 8000}\n"
                                      "        readinessProbe:"}},
         "added probe " + kServer + ".livenessProbe:  -> {tcpSocket: {port: 8000}}");
}

TEST_CASE("a variable's value")
{
    only({{"value: info", "value: debug"}},
         "changed environment " + kServer + ".env[LOG_LEVEL].value: info -> debug");
}

TEST_CASE("a variable that is gone is told with its value")
{
    only({{"        - {name: LOG_LEVEL, value: info}\n", ""}},
         "removed environment " + kServer + ".env[LOG_LEVEL]: info -> ");
}

TEST_CASE("a variable from another secret's key")
{
    only({{"key: token", "key: password"}}, "changed environment " + kServer +
                                                ".env[TOKEN].valueFrom.secretKeyRef.key: token -> "
                                                "password");
}

TEST_CASE("a flag's value, with an equals sign on one side and a word of its own on the other")
{
    only({{"--max-model-len=8192", "--max-model-len, \"4096\""}},
         "changed flags " + kServer + ".args[--max-model-len]: 8192 -> 4096");
}

TEST_CASE("a flag that is gone")
{
    only({{", --enable-prefix-caching", ""}},
         "removed flags " + kServer + ".args[--enable-prefix-caching]: set -> ");
}

TEST_CASE("scaling is a change of replicas")
{
    only({{"  replicas: 4\n  revisionHistoryLimit", "  replicas: 6\n  revisionHistoryLimit"}},
         "changed replicas spec.replicas: 4 -> 6");
}

TEST_CASE("init containers in another order are a change: they run one after the other")
{
    const std::string warm = "      - image: registry.example/warm:1.0\n"
                             "        imagePullPolicy: IfNotPresent\n        name: warm\n"
                             "        resources: {}\n"
                             "        terminationMessagePath: /dev/termination-log\n"
                             "        terminationMessagePolicy: File\n";
    const auto moved = edited(edited(servedDeployment(), {{warm, ""}}),
                              {{"      initContainers:\n", "      initContainers:\n" + warm}});
    const auto found = changes(writtenDeployment(), moved);
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with("reordered other spec.template.spec.initContainers: "));
}

TEST_CASE("a volume of another kind: the old one goes, the new one comes")
{
    const std::string volume = "spec.template.spec.volumes[models]";
    const auto found =
        changes(writtenDeployment(),
                edited(servedDeployment(),
                       {{"      - emptyDir: {}\n        name: models",
                         "      - persistentVolumeClaim: {claimName: m}\n        name: models"}}));
    CHECK(found == std::vector<std::string>{"removed other " + volume + ".emptyDir: {} -> ",
                                            "added other " + volume +
                                                ".persistentVolumeClaim:  -> {claimName: m}"});
}

TEST_CASE("what is not the default of the strategy")
{
    only({{"maxUnavailable: 25%", "maxUnavailable: 0"}},
         "added other spec.strategy:  -> {rollingUpdate: {maxUnavailable: 0}}");
}

TEST_CASE("the most dangerous comes first")
{
    const auto found =
        changes(writtenDeployment(),
                edited(servedDeployment(),
                       {{"value: info", "value: debug"},
                        {"  replicas: 4\n  rev", "  replicas: 5\n  rev"},
                        {"vllm:0.11.0", "vllm:0.12.0"},
                        {"path: /health", "path: /ready"},
                        {"limits: {memory: 16Gi", "limits: {memory: 24Gi"},
                        {"value: s3://models/fraud/42", "value: s3://models/fraud/43"}}));
    REQUIRE(found.size() == 6);
    CHECK(found[0].starts_with("changed image"));
    CHECK(found[1].starts_with("changed model URI"));
    CHECK(found[2].starts_with("changed resources"));
    CHECK(found[3].starts_with("changed probe"));
    CHECK(found[4].starts_with("changed environment"));
    CHECK(found[5].starts_with("changed replicas"));
}

TEST_CASE("a secret's values are never shown, that one changed is")
{
    const std::string before = "kind: Secret\nmetadata: {name: hub}\ndata: {token: aGVsbG8=}\n";
    const auto found = changes(before, edited(before, {{"aGVsbG8=", "d29ybGQ="}}));
    CHECK(found ==
          std::vector<std::string>{"changed environment data.token: (hidden) -> (hidden)"});
}
