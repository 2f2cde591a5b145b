// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON twins of envelope.h: cuts a list or a watch line into the texts of its objects without
// decoding them. For the list and watch readers, one per thread; the views live until the next
// call.
#pragma once

#include "plugins/kubernetes/wire/envelope.h"

#include <memory>

namespace binnacle::plugins::kubernetes {

class JsonEnvelope {
public:
    JsonEnvelope();
    ~JsonEnvelope();
    JsonEnvelope(const JsonEnvelope&) = delete;
    JsonEnvelope& operator=(const JsonEnvelope&) = delete;

    /// Errors: DataCorrupt (not JSON, cut, not a list).
    models::Result<ListEnvelope> openList(std::string_view body);
    /// One line of a watch. Errors: DataCorrupt.
    models::Result<WatchFrame> openWatchLine(std::string_view line);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace binnacle::plugins::kubernetes
