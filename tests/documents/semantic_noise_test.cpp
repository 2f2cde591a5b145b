// SPDX-License-Identifier: GPL-3.0-or-later
// Twenty pairs that mean the same: nothing may be told.
#include "tests/documents/diff_fixture.h"
#include "tests/support/catch.h"

using namespace binnacle::tests;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

void silent(const std::string& before, const std::string& after)
{
    CHECK(changes(before, after) == std::vector<std::string>{});
    CHECK(changes(after, before) == std::vector<std::string>{});
}

void silentWith(const Edits& edits)
{
    silent(writtenDeployment(), edited(servedDeployment(), edits));
}

} // namespace

TEST_CASE("what somebody wrote equals what the server gives back")
{
    silent(writtenDeployment(), servedDeployment());
}

TEST_CASE("amounts in other units are the same amounts")
{
    silentWith({{"limits: {memory: 16Gi", "limits: {memory: 16384Mi"}});
    silentWith({{"cpu: \"4\"", "cpu: 4000m"}});
    silentWith({{"sizeLimit: 2Gi", "sizeLimit: \"2147483648\""}});
    silentWith({{"nvidia.com/gpu: \"1\"", "nvidia.com/gpu: 1"}});
}

TEST_CASE("lists in another order that means nothing")
{
    silentWith({{"        - {name: STORAGE_URI, value: s3://models/fraud/42}\n"
                 "        - {name: LOG_LEVEL, value: info}\n",
                 "        - {name: LOG_LEVEL, value: info}\n"
                 "        - {name: STORAGE_URI, value: s3://models/fraud/42}\n"}});
    silentWith({{"        - {mountPath: /models, name: models}\n"
                 "        - {mountPath: /dev/shm, name: shm}\n",
                 "        - {mountPath: /dev/shm, name: shm}\n"
                 "        - {mountPath: /models, name: models}\n"}});
    silentWith({{"      - emptyDir: {}\n        name: models\n", ""},
                {"        name: shm\n", "        name: shm\n      - emptyDir: {}\n"
                                        "        name: models\n"}});
}

TEST_CASE("flags in another order or spelling")
{
    silentWith({{"[--model, /models, --max-model-len=8192, --enable-prefix-caching]",
                 "[--enable-prefix-caching, --max-model-len, \"8192\", --model=/models]"}});
}

TEST_CASE("bookkeeping of the server and of controllers")
{
    silentWith({{"resourceVersion: \"998877\"", "resourceVersion: \"998999\""}});
    silentWith(
        {{"deployment.kubernetes.io/revision: \"7\"", "deployment.kubernetes.io/revision: \"8\""}});
    silentWith({{"  generation: 12", "  generation: 13"}});
    silentWith({{"availableReplicas: 4", "availableReplicas: 2"}});
    silentWith({{"      labels: {app: fraud-scorer}\n    spec",
                 "      labels: {app: fraud-scorer, pod-template-hash: 5d9}\n    spec"}});
}

TEST_CASE("empty and null mean not there")
{
    silentWith({{"securityContext: {}", "securityContext: null"}});
    silentWith(
        {{"      securityContext: {}\n", "      nodeSelector: {}\n      tolerations: []\n"}});
}

TEST_CASE("defaults written out or left out")
{
    silentWith({{"imagePullPolicy: IfNotPresent\n        name: server", "name: server"}});
    silentWith({{"      terminationGracePeriodSeconds: 30\n", ""}});
    silentWith({{"  strategy:\n    rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}\n"
                 "    type: RollingUpdate\n",
                 ""}});
}

TEST_CASE("an image's short and long name")
{
    const std::string pod = "kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
                            "  - {name: web, image: nginx}\n";
    silent(pod, edited(pod, {{"image: nginx", "image: docker.io/library/nginx:latest"}}));
    silent(pod, edited(pod, {{"image: nginx", "image: nginx, imagePullPolicy: Always"}}));
}

TEST_CASE("what a pod gets from the cluster")
{
    const std::string pod = "kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
                            "  - name: web\n    image: nginx:1\n";
    silent(pod, pod + "    volumeMounts:\n    - {name: kube-api-access-x2x, mountPath: /var/run}\n"
                      "  volumes:\n  - name: kube-api-access-x2x\n    projected: {}\n"
                      "  nodeName: node-7\n  tolerations:\n"
                      "  - {key: node.kubernetes.io/not-ready, operator: Exists, "
                      "effect: NoExecute, tolerationSeconds: 300}\n");
}

TEST_CASE("what a service gets from the cluster")
{
    const std::string service = "kind: Service\nmetadata: {name: s}\nspec:\n  ports:\n"
                                "  - {port: 80}\n  selector: {app: x}\n";
    silent(service,
           edited(service, {{"  - {port: 80}\n",
                             "  - {port: 80, targetPort: 80, protocol: TCP, nodePort: 31000}\n"
                             "  clusterIP: 10.0.0.9\n  clusterIPs: [10.0.0.9]\n  type: ClusterIP\n"
                             "  ipFamilies: [IPv4]\n  sessionAffinity: None\n"}}));
}
