// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/fingerprint.h"
#include "plugins/kubernetes/decode/writers.h"
#include "plugins/kubernetes/json/custom_decoder.h"
#include "plugins/kubernetes/json/transcode.h"

#include <array>

namespace binnacle::plugins::kubernetes {

using models::WorkloadColumn;

namespace {

/// "model", or the older form with one field per framework.
constexpr std::array<std::string_view, 11> kForms{"model",   "sklearn",  "xgboost", "tensorflow",
                                                  "pytorch", "triton",   "onnx",    "huggingface",
                                                  "pmml",    "lightgbm", "paddle"};

std::string_view formOf(const JsonElement& object)
{
    for (const auto form : kForms) {
        if (at(object, {"spec", "predictor", form}))
            return form;
    }
    return {};
}

std::string modelUri(const JsonElement& object, std::string_view form)
{
    const auto own = textAt(object, {"spec", "predictor", form, "storageUri"});
    if (!own.empty())
        return std::string(own);
    std::string uri;
    forEachAt(object, {"spec", "predictor", "storageUris"}, [&](const JsonElement& entry) {
        if (uri.empty())
            uri = std::string(textAt(entry, {"uri"}));
    });
    if (uri.empty())
        uri = std::string(textAt(object, {"spec", "predictor", form, "storage", "path"}));
    return uri;
}

/// The predictor is a pod spec in line; its model server is one more container of it.
Owned<view::PodTemplateSpec> templateOf(const JsonElement& object, std::string_view form)
{
    constexpr std::uint32_t kContainers = 2; // of PodSpec
    constexpr std::uint32_t kSpec = 2;       // of PodTemplateSpec
    std::string spec = podSpecAt(object, {"spec", "predictor"});
    if (!form.empty())
        appendField(spec, kContainers, containerAt(object, {"spec", "predictor", form}));
    std::string wire;
    appendField(wire, kSpec, spec);
    return Owned<view::PodTemplateSpec>(std::move(wire));
}

std::string_view statusOf(const JsonElement& object, const std::optional<JsonCondition>& ready)
{
    const auto stopped = conditionAt(object, "Stopped");
    if (stopped && stopped->status == "True")
        return "Suspended";
    const auto transition = textAt(object, {"status", "modelStatus", "transitionStatus"});
    if (transition == "BlockedByFailedLoad" || transition == "InvalidSpec")
        return "Failed";
    return ready && ready->status == "True" ? "Ready" : "Progressing";
}

void writeWhy(Row& row, const JsonElement& object, const std::optional<JsonCondition>& ready)
{
    const JsonPath reasonPath = {"status", "modelStatus", "lastFailureInfo", "reason"};
    const JsonPath messagePath = {"status", "modelStatus", "lastFailureInfo", "message"};
    const auto failure = textAt(object, reasonPath);
    if (!failure.empty()) {
        row.text(WorkloadColumn::Reason, failure)
            .text(WorkloadColumn::Message, textAt(object, messagePath));
    } else if (ready && ready->status != "True") {
        row.text(WorkloadColumn::Reason, ready->reason)
            .text(WorkloadColumn::Message, ready->message);
    }
}

void writeCount(Row& row, WorkloadColumn column, const JsonElement& object, JsonPath path)
{
    if (const auto count = integerAt(object, path))
        row.integer(column, *count);
}

} // namespace

void writeInferenceService(Row& row, const view::ObjectMeta& meta, const JsonElement& object)
{
    const auto form = formOf(object);
    const auto ready = conditionAt(object, "Ready");
    const auto pod = templateOf(object, form);
    // First what a pod template says in general, then what an InferenceService says itself.
    writeTemplate(row, meta, *pod);
    row.text(WorkloadColumn::TemplateHash, fingerprint(pod->raw()))
        .text(WorkloadColumn::ModelUri, modelUri(object, form))
        .integer(WorkloadColumn::Generation, meta.generation())
        .text(WorkloadColumn::Status, statusOf(object, ready))
        .text(WorkloadColumn::Revision,
              textAt(object, {"status", "components", "predictor", "latestReadyRevision"}));
    writeCount(row, WorkloadColumn::Desired, object, {"spec", "predictor", "minReplicas"});
    writeCount(row, WorkloadColumn::ObservedGeneration, object, {"status", "observedGeneration"});
    writeCount(row, WorkloadColumn::Current, object,
               {"status", "modelStatus", "copies", "totalCopies"});
    writeCount(row, WorkloadColumn::Failed, object,
               {"status", "modelStatus", "copies", "failedCopies"});
    writeWhy(row, object, ready);
}

} // namespace binnacle::plugins::kubernetes
