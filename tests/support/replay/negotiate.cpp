// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/negotiate.h"

namespace binnacle::tests::replay {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(' ');
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The part before `mark`, which is cut from `rest` together with the mark.
std::string_view take(std::string_view& rest, char mark)
{
    const std::string_view part = rest.substr(0, rest.find(mark));
    rest = part.size() == rest.size() ? std::string_view() : rest.substr(part.size() + 1);
    return trimmed(part);
}

std::optional<Format> formOf(std::string_view mediaType)
{
    const std::string_view type = take(mediaType, ';');
    Format format;
    if (type == "application/vnd.kubernetes.protobuf")
        format.protobuf = true;
    else if (type != "application/json" && type != "*/*" && type != "application/*")
        return std::nullopt;
    while (!mediaType.empty()) {
        const std::string_view parameter = take(mediaType, ';');
        if (!parameter.starts_with("as="))
            continue;
        if (parameter != "as=PartialObjectMetadata" && parameter != "as=PartialObjectMetadataList")
            return std::nullopt;
        format.metadataOnly = true;
    }
    return format;
}

} // namespace

std::optional<Format> negotiate(std::string_view accept)
{
    if (trimmed(accept).empty())
        return Format{};
    while (!accept.empty()) {
        if (auto format = formOf(take(accept, ',')))
            return format;
    }
    return std::nullopt;
}

bool wantsAggregatedDiscovery(std::string_view accept)
{
    // The order of the parameters matters to a real server as well.
    return accept.find("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList") !=
           accept.npos;
}

} // namespace binnacle::tests::replay
