// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a watch as typed events, whichever of the two forms the server answered in. For the
// reflector, one per stream; the views live during the call.
#pragma once

#include "plugins/kubernetes/json/json_envelope.h"
#include "plugins/kubernetes/wire/envelope.h"
#include "plugins/kubernetes/wire/frame_splitter.h"

#include <functional>
#include <string_view>

namespace binnacle::plugins::kubernetes {

enum class WireForm { Protobuf, Json };

/// By Content-Type. Errors: DataCorrupt with what came instead (a proxy's HTML page).
models::Result<WireForm> wireFormOf(std::string_view contentType);

class EventReader {
public:
    explicit EventReader(WireForm form)
        : m_form(form),
          m_splitter(form == WireForm::Protobuf ? Framing::LengthPrefixed : Framing::Lines)
    {
    }
    /// Errors: DataCorrupt (the stream itself is broken), and what `onEvent` returns.
    models::Result<void>
    push(std::string_view bytes,
         const std::function<models::Result<void>(const WatchFrame&)>& onEvent);
    /// Bytes of an event that never ended.
    std::size_t pending() const { return m_splitter.pending(); }

private:
    WireForm m_form;
    FrameSplitter m_splitter;
    JsonEnvelope m_json;
};

} // namespace binnacle::plugins::kubernetes
