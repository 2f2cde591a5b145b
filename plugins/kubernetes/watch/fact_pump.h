// SPDX-License-Identifier: GPL-3.0-or-later
// Collects the rows of one kind and hands them to the sink in batches: soon while a list is young
// (somebody looks at an empty table), larger later, at once for live changes. For the reflector, on
// its thread.
#pragma once

#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/watch/key_set.h"
#include "services/ports/connector.h"

#include <chrono>
#include <string>

namespace binnacle::plugins::kubernetes {

struct BatchLimits {
    std::size_t firstRows = 64;
    std::size_t rows = 512;
    std::chrono::milliseconds firstDelay{20};
    std::chrono::milliseconds delay{100};
};

class FactPump {
public:
    FactPump(services::FactSink& sink, std::string source, models::KindId kind, std::string scope,
             BatchLimits limits = {});

    void beginList();
    /// Adds what `decoder` makes of the object. Errors: DataCorrupt of this one object; nothing is
    /// added then.
    models::Result<ObjectMark> take(ObjectDecoder& decoder, std::string_view object, ObjectUse use);
    void completeList();

    /// After each chunk of a body: hands over what is due. Errors: of the sink.
    models::Result<void> settle();
    models::Result<void> flush();

    std::size_t rowCount() const { return m_keys.size(); }
    /// The sink refused a batch: what it held is lost, and only a new list makes it whole.
    bool broken() const { return m_broken; }
    bool listing() const { return m_listing; }
    const std::string& scope() const { return m_scope; }

private:
    bool due() const;

    services::FactSink& m_sink;
    models::KindId m_kind;
    std::string m_scope;
    BatchLimits m_limits;
    models::FactBatch m_batch;
    KeySet m_keys;
    bool m_listing = false;
    bool m_first = true;
    bool m_broken = false;
    std::chrono::steady_clock::time_point m_since{};
};

} // namespace binnacle::plugins::kubernetes
