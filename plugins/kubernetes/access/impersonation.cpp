// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/impersonation.h"

#include <string_view>

namespace binnacle::plugins::kubernetes {

namespace {

/// Header names allow tokens of RFC 7230 only; '%' itself is escaped so that it can be undone.
std::string escapedKey(const std::string& key)
{
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    static constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyz0123456789!#$&'*+-.^_`|~";
    std::string out;
    for (char c : key) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        if (kPlain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out;
}

} // namespace

std::vector<services::HttpHeader> impersonationHeaders(const Impersonation& as)
{
    std::vector<services::HttpHeader> out;
    if (as.user.empty())
        return out;
    out.push_back({"Impersonate-User", as.user});
    if (!as.uid.empty())
        out.push_back({"Impersonate-Uid", as.uid});
    for (const std::string& group : as.groups)
        out.push_back({"Impersonate-Group", group});
    for (const auto& [key, values] : as.extra) {
        for (const std::string& value : values)
            out.push_back({"Impersonate-Extra-" + escapedKey(key), value});
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
