// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/documents/diff_fixture.h"

#include "services/documents/documents.h"

#include <stdexcept>

namespace binnacle::tests {

const std::string& writtenDeployment()
{
    static const std::string text = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: fraud-scorer
  namespace: payments
  labels: {app: fraud-scorer, team: risk}
  annotations:
    binnacle.io/model-version: fraud-scorer:42
spec:
  replicas: 4
  selector:
    matchLabels: {app: fraud-scorer}
  template:
    metadata:
      labels: {app: fraud-scorer}
    spec:
      serviceAccountName: scorer
      initContainers:
      - name: fetch
        image: registry.example/fetch:1.2
        args: [s3://models/fraud/42, /models]
      - name: warm
        image: registry.example/warm:1.0
      containers:
      - name: server
        image: registry.example/vllm:0.11.0
        args: [--model, /models, --max-model-len=8192, --enable-prefix-caching]
        ports:
        - containerPort: 8000
        env:
        - {name: STORAGE_URI, value: s3://models/fraud/42}
        - {name: LOG_LEVEL, value: info}
        - name: TOKEN
          valueFrom: {secretKeyRef: {name: hub, key: token}}
        resources:
          requests: {cpu: "4", memory: 16Gi}
          limits: {memory: 16Gi, nvidia.com/gpu: 1}
        readinessProbe:
          httpGet: {path: /health, port: 8000}
          periodSeconds: 5
        volumeMounts:
        - {name: models, mountPath: /models}
        - {name: shm, mountPath: /dev/shm}
      volumes:
      - name: models
        emptyDir: {}
      - name: shm
        emptyDir: {medium: Memory, sizeLimit: 2Gi}
)";
    return text;
}

const std::string& servedDeployment()
{
    static const std::string text = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    binnacle.io/model-version: fraud-scorer:42
    deployment.kubernetes.io/revision: "7"
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"apps/v1","kind":"Deployment"}
  creationTimestamp: "2026-11-20T08:00:00Z"
  generation: 12
  labels: {app: fraud-scorer, team: risk}
  managedFields:
  - {manager: kubectl, operation: Apply, apiVersion: apps/v1}
  name: fraud-scorer
  namespace: payments
  resourceVersion: "998877"
  uid: 2a1b
spec:
  progressDeadlineSeconds: 600
  replicas: 4
  revisionHistoryLimit: 10
  selector:
    matchLabels: {app: fraud-scorer}
  strategy:
    rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}
    type: RollingUpdate
  template:
    metadata:
      creationTimestamp: null
      labels: {app: fraud-scorer}
    spec:
      containers:
      - args: [--model, /models, --max-model-len=8192, --enable-prefix-caching]
        env:
        - {name: STORAGE_URI, value: s3://models/fraud/42}
        - {name: LOG_LEVEL, value: info}
        - name: TOKEN
          valueFrom: {secretKeyRef: {key: token, name: hub}}
        image: registry.example/vllm:0.11.0
        imagePullPolicy: IfNotPresent
        name: server
        ports:
        - {containerPort: 8000, protocol: TCP}
        readinessProbe:
          failureThreshold: 3
          httpGet: {path: /health, port: 8000, scheme: HTTP}
          periodSeconds: 5
          successThreshold: 1
          timeoutSeconds: 1
        resources:
          limits: {memory: 16Gi, nvidia.com/gpu: "1"}
          requests: {cpu: "4", memory: 16Gi, }
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
        volumeMounts:
        - {mountPath: /models, name: models}
        - {mountPath: /dev/shm, name: shm}
      dnsPolicy: ClusterFirst
      initContainers:
      - args: [s3://models/fraud/42, /models]
        image: registry.example/fetch:1.2
        imagePullPolicy: IfNotPresent
        name: fetch
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      - image: registry.example/warm:1.0
        imagePullPolicy: IfNotPresent
        name: warm
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      serviceAccount: scorer
      serviceAccountName: scorer
      terminationGracePeriodSeconds: 30
      volumes:
      - emptyDir: {}
        name: models
      - emptyDir: {medium: Memory, sizeLimit: 2Gi}
        name: shm
status:
  availableReplicas: 4
  observedGeneration: 12
  replicas: 4
)";
    return text;
}

std::string edited(std::string text, const std::vector<std::pair<std::string, std::string>>& edits)
{
    for (const auto& [from, to] : edits) {
        const auto at = text.find(from);
        if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
            throw std::runtime_error("not there exactly once: " + from);
        text.replace(at, from.size(), to);
    }
    return text;
}

std::vector<std::string> changes(const std::string& before, const std::string& after,
                                 const models::DiffOptions& options)
{
    const auto old = services::parseYamlDocument(before);
    const auto now = services::parseYamlDocument(after);
    if (!old || !now)
        throw std::runtime_error("the pair is no YAML");
    std::vector<std::string> lines;
    for (const auto& change : models::semanticDiff(*old, *now, options)) {
        lines.push_back(std::string(models::toString(change.op)) + " " +
                        std::string(models::toString(change.area)) + " " + change.path + ": " +
                        change.before + " -> " + change.after);
    }
    return lines;
}

} // namespace binnacle::tests
