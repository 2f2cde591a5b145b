// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/api_server.h"
#include "tests/support/replay/digest.h"

#include <cstdlib>

namespace binnacle::tests::replay {

bool ApiServer::serveReplay(const HttpRequest& request, HttpAnswer& answer)
{
    if (!request.path.starts_with("/replay/"))
        return false;
    const std::string what = request.path.substr(8);
    if (request.method == "GET" && what == "state") {
        const StateDigest state = digestOf(m_estate);
        if (request.parameter("format") == "tsv")
            respond(answer, 200, "text/tab-separated-values", stateTable(m_estate));
        else
            respond(answer, 200, "application/json", toJson(state));
        return true;
    }
    if (request.method != "POST") {
        respond(answer, 404, "text/plain; charset=utf-8", "404 page not found\n");
        return true;
    }
    if (what == "churn") {
        m_control.setRate(std::strtod(request.parameter("rate").c_str(), nullptr));
    } else if (what == "burst") {
        m_estate.churn(std::strtoull(request.parameter("count").c_str(), nullptr, 10));
    } else if (what == "compact") {
        m_estate.compact();
    } else if (what == "disconnect") {
        m_control.disconnect();
    } else {
        respond(answer, 404, "text/plain; charset=utf-8", "404 page not found\n");
        return true;
    }
    respond(answer, 200, "application/json", toJson(digestOf(m_estate)));
    return true;
}

} // namespace binnacle::tests::replay
