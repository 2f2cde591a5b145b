// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target over everything that reads bytes of an API server: frames, envelopes, lists,
// every decoder. Seeds: tests/kubernetes/fixtures. The first byte chooses the entry.
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/json/generic_kind.h"
#include "plugins/kubernetes/json/json_envelope.h"
#include "plugins/kubernetes/wire/envelope.h"
#include "plugins/kubernetes/wire/frame_splitter.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;

namespace {

struct Decoders {
    std::vector<std::unique_ptr<ObjectDecoder>> protobuf, json;

    Decoders()
    {
        for (int i = 0; i < static_cast<int>(models::BuiltIn::Count); ++i) {
            const auto kind = static_cast<models::BuiltIn>(i);
            if (auto d = makeProtobufDecoder(kind, "fuzz"))
                protobuf.push_back(std::move(d));
            if (auto d = makeJsonBuiltInDecoder(kind, "fuzz"))
                json.push_back(std::move(d));
            if (auto d = makeCustomDecoder(kind, "fuzz"))
                json.push_back(std::move(d));
        }
        json.push_back(makeGenericDecoder(
            registerGenericKind(
                {"fuzz.example.org",
                 "v1",
                 "Fuzz",
                 "fuzzes",
                 true,
                 {{"Ready", "string", R"(.status.conditions[?(@.type=="Ready")].status)"},
                  {"Count", "integer", ".spec.list[*].count"}}}),
            "fuzz"));
    }
};

void decodeAll(std::vector<std::unique_ptr<ObjectDecoder>>& decoders, std::string_view object)
{
    models::FactBatch batch("fuzz");
    for (auto& decoder : decoders) {
        for (const auto use : {ObjectUse::Upsert, ObjectUse::Remove, ObjectUse::Observe})
            (void)decoder->decode(object, use, batch);
    }
}

void watch(Framing framing, std::string_view bytes, Decoders& decoders, std::size_t step)
{
    FrameSplitter splitter(framing, std::size_t{1} << 20);
    JsonEnvelope json;
    while (!bytes.empty()) {
        const auto chunk = bytes.substr(0, step);
        bytes.remove_prefix(chunk.size());
        const auto pushed =
            splitter.push(chunk, [&](std::string_view text) -> models::Result<void> {
                const bool binary = framing == Framing::LengthPrefixed;
                const auto frame = binary ? openWatchFrame(text) : json.openWatchLine(text);
                if (frame)
                    decodeAll(binary ? decoders.protobuf : decoders.json, frame->object);
                return {};
            });
        if (!pushed)
            return;
    }
}

void list(std::string_view body, Decoders& decoders)
{
    if (const auto envelope = openEnvelope(body)) {
        if (const auto items = openList(envelope->raw)) {
            for (const auto item : items->items)
                decodeAll(decoders.protobuf, item);
        }
        return;
    }
    JsonEnvelope json;
    if (const auto items = json.openList(body)) {
        for (const auto item : items->items)
            decodeAll(decoders.json, item);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Decoders decoders;
    if (size == 0)
        return 0;
    const std::string_view body(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0] % 6) {
    case 0:
        watch(Framing::LengthPrefixed, body, decoders, 1 + data[0] / 6);
        break;
    case 1:
        watch(Framing::Lines, body, decoders, 1 + data[0] / 6);
        break;
    case 2:
        decodeAll(decoders.protobuf, body);
        break;
    case 3:
        decodeAll(decoders.json, body);
        break;
    case 4:
        (void)printerColumns(body, "v1");
        break;
    default:
        list(body, decoders);
    }
    return 0;
}
