// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/diff/scalars.h"

#include "models/base/quantity.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace binnacle::models {

namespace {

bool has(const DiffPath& path, std::initializer_list<std::string_view> keys)
{
    return std::any_of(path.begin(), path.end(), [&](const std::string& part) {
        return std::find(keys.begin(), keys.end(), part) != keys.end();
    });
}

bool isAmount(const DiffPath& path)
{
    return has(path, {"limits", "requests", "capacity", "allocatable", "overhead", "hard", "used",
                      "sizeLimit", "storage", "nominalQuota", "borrowingLimit", "lendingLimit"});
}

bool sameAmount(std::string_view a, std::string_view b)
{
    const auto ours = parseQuantityMilli(a);
    const auto theirs = parseQuantityMilli(b);
    return ours && theirs && *ours == *theirs;
}

std::optional<double> numberOf(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// What an object says about the model that it serves.
bool isModelKey(std::string_view key)
{
    constexpr std::string_view kKeys[] = {
        "storageUri",
        "storageUris",
        "modelUri",
        "modelFormat",
        "STORAGE_URI",
        "MODEL_URI",
        "MODEL_NAME",
        "MODEL_ID",
        "binnacle.io/model-uri",
        "binnacle.io/model-version",
        "model-uri",
        "model-version",
        "mlflow.org/model-uri",
        "mlflow.org/model-version",
        "mlflow.org/registered-model-version",
        "serving.kserve.io/storageUri",
        "internal.serving.kserve.io/storage-initializer-sourceuri",
        "--model",
        "--model-path",
        "--model-id",
        "--revision",
        "--served-model-name"};
    return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

} // namespace

std::string fullImageName(std::string_view image)
{
    std::string name(image);
    const auto slash = name.find('/');
    const std::string first = name.substr(0, slash == std::string::npos ? 0 : slash);
    const bool registry = first.find_first_of(".:") != std::string::npos || first == "localhost";
    if (slash == std::string::npos)
        name.insert(0, "docker.io/library/");
    else if (!registry)
        name.insert(0, "docker.io/");
    const auto colon = name.rfind(':');
    const bool tagged = colon != std::string::npos && name.find('/', colon) == std::string::npos;
    if (!tagged && name.find('@') == std::string::npos)
        name += ":latest";
    return name;
}

bool sameScalar(const DiffPath& path, const Document& a, const Document& b)
{
    if (a.scalar == b.scalar)
        return true;
    if (isAmount(path))
        return sameAmount(a.scalar, b.scalar);
    if (!path.empty() && path.back() == "image")
        return fullImageName(a.scalar) == fullImageName(b.scalar);
    if (a.type != Document::Type::Number || b.type != Document::Type::Number)
        return false;
    const auto ours = numberOf(a.scalar);
    const auto theirs = numberOf(b.scalar);
    return ours && theirs && *ours == *theirs;
}

DiffArea areaOf(const DiffPath& path, std::string_view kind)
{
    if (std::any_of(path.begin(), path.end(), [](const auto& key) { return isModelKey(key); }))
        return DiffArea::ModelUri;
    if (!path.empty() && (path.back() == "image" || path.back() == "imageID"))
        return DiffArea::Image;
    if (isAmount(path) || has(path, {"resources", "resourceClaims"}))
        return DiffArea::Resources;
    if (has(path, {"livenessProbe", "readinessProbe", "startupProbe", "lifecycle",
                   "terminationGracePeriodSeconds"}))
        return DiffArea::Probe;
    if (has(path, {"env", "envFrom"}) || kind == "ConfigMap" || kind == "Secret")
        return DiffArea::Environment;
    if (has(path, {"args", "command"}))
        return DiffArea::Flags;
    if (has(path, {"replicas", "minReplicas", "maxReplicas", "parallelism", "completions"}))
        return DiffArea::Replicas;
    return DiffArea::Other;
}

} // namespace binnacle::models
