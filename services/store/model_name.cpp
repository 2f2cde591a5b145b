// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/model_name.h"

namespace binnacle::services {

namespace {

constexpr std::string_view kRegistryScheme = "models:";
constexpr std::string_view kDigest = "sha256:";
constexpr std::size_t kShownHex = 12;

std::string_view withoutSlashes(std::string_view text)
{
    while (!text.empty() && text.front() == '/')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == '/')
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string modelVersionOfUri(std::string_view uri)
{
    if (uri.starts_with(kRegistryScheme)) {
        const std::string_view path = withoutSlashes(uri.substr(kRegistryScheme.size()));
        const std::size_t slash = path.find('/');
        if (slash == std::string_view::npos)
            return std::string(path); // "name@alias" or a bare name
        return std::string(path.substr(0, slash)) + ":" + std::string(path.substr(slash + 1));
    }
    uri = uri.substr(0, uri.find_first_of("?#"));
    if (const std::size_t scheme = uri.find("://"); scheme != std::string_view::npos)
        uri.remove_prefix(scheme + 3);
    uri = withoutSlashes(uri);
    const std::size_t last = uri.rfind('/');
    if (last == std::string_view::npos || last == 0)
        return std::string(uri);
    const std::size_t before = uri.rfind('/', last - 1);
    return std::string(before == std::string_view::npos ? uri : uri.substr(before + 1));
}

std::string modelVersionOfDigest(std::string_view digest)
{
    const std::size_t at = digest.rfind(kDigest);
    if (at == std::string_view::npos)
        return {};
    const std::string_view hex = digest.substr(at + kDigest.size(), kShownHex);
    if (hex.size() < kShownHex ||
        hex.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return {};
    return "image@sha256:" + std::string(hex);
}

} // namespace binnacle::services
