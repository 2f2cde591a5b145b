// SPDX-License-Identifier: GPL-3.0-or-later
// Which request follows a 3xx answer, and what of the first one may travel with it. Pure; used by
// CurlHttpClient, which never lets libcurl follow by itself.
#pragma once

#include "services/net/http/url.h"
#include "services/net/http_client.h"

#include <optional>

namespace binnacle::services {

/// Empty when the answer is no redirect or must not be followed: no usable Location, a body that
/// would go to another origin, or a unix socket whose server names another host. Another scheme,
/// host or port gets no credentials, no client certificate and only headers known to be harmless.
/// Source: RFC 9110, 15.4; 301 and 302 turn POST into GET, as every client does.
std::optional<HttpRequest> redirectOf(const HttpRequest& request, const Url& asked,
                                      const HttpResponse& response);

} // namespace binnacle::services
