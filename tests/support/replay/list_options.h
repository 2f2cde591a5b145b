// SPDX-License-Identifier: GPL-3.0-or-later
// The query of a list or watch, read and checked as an API server does. Pure.
#pragma once

#include "tests/support/replay/envelope.h"
#include "tests/support/replay/http_server.h"

#include <tl/expected.hpp>

#include <optional>

namespace binnacle::tests::replay {

struct ListOptions {
    bool watch = false;
    bool initialEvents = false;      ///< sendInitialEvents=true
    bool initialEventsNamed = false; ///< it was given at all
    bool bookmarks = false;
    bool exact = false;
    std::uint64_t limit = 0;
    std::uint64_t timeoutSeconds = 0; ///< 0: the server's choice
    std::optional<std::uint64_t> resourceVersion;
    std::string continueToken;
};

tl::expected<ListOptions, Status> parseListOptions(const HttpRequest& request);

/// Where a page ends: opaque to clients. `version` 0 stands for the newest state.
struct ContinueToken {
    std::uint64_t version = 0;
    std::string start; ///< "/namespace/name" of the last object sent
};

std::string encodeToken(const ContinueToken& token);
std::optional<ContinueToken> decodeToken(const std::string& text);

} // namespace binnacle::tests::replay
