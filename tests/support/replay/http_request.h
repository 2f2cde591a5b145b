// SPDX-License-Identifier: GPL-3.0-or-later
// Reads requests from one connection of HttpServer; one thread.
#pragma once

#include "tests/support/replay/http_server.h"

namespace binnacle::tests::replay {

class HttpReader {
public:
    enum class Outcome { Request, Closed, Malformed };
    explicit HttpReader(int socket) : m_socket(socket) {}
    /// Blocks until a whole request is there. Bodies need a Content-Length and end at 1 MiB.
    Outcome read(HttpRequest& request);

private:
    bool more();

    int m_socket;
    std::string m_buffer;
};

} // namespace binnacle::tests::replay
