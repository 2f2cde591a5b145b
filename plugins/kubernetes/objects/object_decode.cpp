// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/object_decode.h"

#include "services/documents/documents.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

using models::Document;
using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/// The number of bytes of a base64 text tells an empty value from a set one, and no more.
std::size_t decodedSize(std::string_view base64)
{
    while (!base64.empty() && base64.back() == '=')
        base64.remove_suffix(1);
    return base64.size() * 3 / 4;
}

void maskValues(Document& object, std::string_view field, bool base64)
{
    Document* values = findField(object, field);
    if (values == nullptr)
        return;
    for (auto& [key, value] : values->fields) {
        const std::size_t size = base64 ? decodedSize(value.scalar) : value.scalar.size();
        value = Document::text("(hidden, " + std::to_string(size) + " bytes)");
    }
}

/// True when there was something to hide: the text as the server wrote it must not be kept.
bool maskSecret(Document& object)
{
    if (object.textAt({"kind"}) != "Secret")
        return false;
    maskValues(object, "data", true);
    maskValues(object, "stringData", false);
    Document* metadata = findField(object, "metadata");
    Document* annotations = metadata ? findField(*metadata, "annotations") : nullptr;
    Document* applied = annotations ? findField(*annotations, kLastApplied) : nullptr;
    if (applied != nullptr)
        *applied = Document::text("(hidden: it repeats the values)");
    return true;
}

Document takeField(Document& map, std::string_view key)
{
    const auto found = std::find_if(map.fields.begin(), map.fields.end(),
                                    [&](const auto& field) { return field.first == key; });
    if (found == map.fields.end())
        return {};
    Document taken = std::move(found->second);
    map.fields.erase(found);
    return taken;
}

} // namespace

Document* findField(Document& map, std::string_view key)
{
    const auto found = std::find_if(map.fields.rbegin(), map.fields.rend(),
                                    [&](const auto& field) { return field.first == key; });
    return found == map.fields.rend() ? nullptr : &found->second;
}

Result<services::WholeObject> decodeObject(std::string_view body, models::UtcTime takenAt)
{
    auto document = services::parseJsonDocument(body);
    if (!document)
        return fail(std::move(document.error()).in("reading an object"));
    if (document->textAt({"kind"}).empty() || document->find("metadata") == nullptr)
        return fail(ErrorCode::DataCorrupt, "the server's answer is no object of the API",
                    "Check the server address in the kubeconfig: a proxy may be answering there.");
    services::WholeObject out;
    out.takenAt = takenAt;
    const bool masked = maskSecret(*document);
    out.text = masked ? services::toJson(*document) : std::string(body);
    out.document = std::move(*document);
    if (Document* metadata = findField(out.document, "metadata"))
        out.managedFields = takeField(*metadata, "managedFields");
    return out;
}

} // namespace binnacle::plugins::kubernetes
