// SPDX-License-Identifier: GPL-3.0-or-later
// Owners of libcurl's handles. Private to services/net: the only header there that names libcurl's
// types.
#pragma once

#include <curl/curl.h>

#include <memory>

namespace binnacle::services::curl {

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ShareDeleter {
    void operator()(CURLSH* handle) const { curl_share_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyDeleter>;
using Multi = std::unique_ptr<CURLM, MultiDeleter>;
using Share = std::unique_ptr<CURLSH, ShareDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;

/// False when out of memory; the list is then unchanged.
inline bool append(List& list, const char* line)
{
    curl_slist* const longer = curl_slist_append(list.get(), line);
    if (longer == nullptr)
        return false;
    static_cast<void>(list.release());
    list.reset(longer);
    return true;
}

} // namespace binnacle::services::curl
