// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/model_hints.h"

#include "plugins/kubernetes/decode/common.h"

#include <array>

namespace binnacle::plugins::kubernetes {

namespace {

struct VersionKey {
    std::string_view version;
    std::string_view name; ///< holds the model's name when the version is bare; empty: none
    std::string_view fromAnnotation;
    std::string_view fromLabel;
};

constexpr std::array<VersionKey, 4> kVersionKeys{{
    {"binnacle.io/model-version", "binnacle.io/model", "annotation binnacle.io/model-version",
     "label binnacle.io/model-version"},
    {"mlflow.org/model-version", "mlflow.org/model-name", "annotation mlflow.org/model-version",
     "label mlflow.org/model-version"},
    {"mlflow.org/registered-model-version", "mlflow.org/registered-model-name",
     "annotation mlflow.org/registered-model-version", "label mlflow.org/registered-model-version"},
    {"model-version", "model-name", "annotation model-version", "label model-version"},
}};

std::string fullVersion(std::string_view version, std::string_view name)
{
    if (name.empty() || version.find(':') != std::string_view::npos)
        return std::string(version);
    return std::string(name) + ":" + std::string(version);
}

std::string_view modelName(const view::ObjectMeta& meta, std::string_view key)
{
    const auto annotated = firstOf(meta.annotations(), {key});
    return annotated.empty() ? firstOf(meta.labels(), {key}) : annotated;
}

bool isModelVariable(std::string_view name)
{
    return name == "STORAGE_URI" || name == "MODEL_URI";
}

/// "--model=X" or "--model X", the way vLLM, TGI and SGLang are started.
std::string_view modelArgument(const view::Container& container)
{
    constexpr std::array<std::string_view, 3> kFlags{"--model", "--model-path", "--model-id"};
    const auto& args = container.args();
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::string_view arg = args[i];
        for (const auto flag : kFlags) {
            if (!arg.starts_with(flag))
                continue;
            if (arg.size() > flag.size() && arg[flag.size()] == '=')
                return arg.substr(flag.size() + 1);
            if (arg == flag && i + 1 < args.size())
                return args[i + 1];
        }
    }
    return {};
}

} // namespace

ModelVersionHint modelVersionOf(const view::ObjectMeta& meta)
{
    for (const auto& key : kVersionKeys) {
        const auto annotated = firstOf(meta.annotations(), {key.version});
        if (!annotated.empty())
            return {fullVersion(annotated, modelName(meta, key.name)), key.fromAnnotation};
        const auto labelled = firstOf(meta.labels(), {key.version});
        if (!labelled.empty())
            return {fullVersion(labelled, modelName(meta, key.name)), key.fromLabel};
    }
    return {};
}

std::string modelUriOf(const view::ObjectMeta& meta)
{
    return std::string(
        firstOf(meta.annotations(), {"binnacle.io/model-uri", "model-uri",
                                     "internal.serving.kserve.io/storage-initializer-sourceuri",
                                     "serving.kserve.io/storageUri", "mlflow.org/model-uri"}));
}

std::string modelUriOf(const view::PodSpec& spec)
{
    for (const auto* containers : {&spec.containers(), &spec.initcontainers()}) {
        for (const auto& container : *containers) {
            for (const auto& variable : container.env()) {
                if (isModelVariable(variable.name()) && !variable.value().empty())
                    return std::string(variable.value());
            }
        }
    }
    for (const auto& container : spec.containers()) {
        if (const auto argument = modelArgument(container); !argument.empty())
            return std::string(argument);
    }
    return {};
}

} // namespace binnacle::plugins::kubernetes
