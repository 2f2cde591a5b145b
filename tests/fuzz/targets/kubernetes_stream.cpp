// SPDX-License-Identifier: GPL-3.0-or-later
// Everything around objects: 'A' a protobuf watch, 'B' a JSON watch, 'C' a protobuf list with its
// envelope, 'D' a JSON list, 'E' a Content-Type. How the network cuts a watch changes nothing.
#include "plugins/kubernetes/watch/event_reader.h"
#include "tests/fuzz/target.h"

#include <string>
#include <vector>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

namespace {

struct Events {
    std::vector<std::string> objects;
    bool broken = false;
    std::size_t pending = 0;
};

Events watch(k8s::WireForm form, std::string_view bytes, std::size_t step)
{
    Events out;
    k8s::EventReader reader(form);
    const auto keep = [&](const k8s::WatchFrame& frame) -> models::Result<void> {
        out.objects.emplace_back(frame.object);
        return {};
    };
    while (!bytes.empty() && !out.broken) {
        const auto chunk = bytes.substr(0, step);
        bytes.remove_prefix(chunk.size());
        out.broken = !reader.push(chunk, keep);
    }
    out.pending = reader.pending();
    return out;
}

void watchHoweverCut(k8s::WireForm form, std::string_view bytes)
{
    const Events whole = watch(form, bytes, bytes.size());
    std::size_t size = 0;
    for (const std::string& object : whole.objects)
        size += object.size();
    fuzz::require(size <= bytes.size(), "events are not larger than the stream");
    fuzz::require(whole.pending <= bytes.size(), "what waits is part of the stream");
    // Byte by byte is quadratic for nobody but this test's own copies.
    const std::size_t small = bytes.size() < 4096 ? 1 : 61;
    for (const std::size_t step : {small, std::size_t{1000}}) {
        const Events cut = watch(form, bytes, step);
        fuzz::require(cut.objects == whole.objects, "chunks do not change the events");
        fuzz::require(cut.broken == whole.broken, "chunks do not change whether it breaks");
        fuzz::require(cut.broken || cut.pending == whole.pending, "chunks do not change the rest");
    }
    if (whole.broken || bytes.empty())
        return;
    const Events shorter = watch(form, bytes.substr(0, bytes.size() - 1), bytes.size());
    fuzz::require(shorter.objects.size() <= whole.objects.size() &&
                      (shorter.pending > 0 || whole.pending > 0 ||
                       shorter.objects.size() == whole.objects.size()),
                  "a cut watch says that something is missing");
}

models::Result<std::size_t> protobufItems(std::string_view body)
{
    const auto envelope = k8s::openEnvelope(body);
    if (!envelope)
        return models::fail(envelope.error());
    const auto list = k8s::openList(envelope->raw);
    if (!list)
        return models::fail(list.error());
    fuzz::require(list->items.size() * 2 <= body.size(), "an item is at least two bytes");
    return list->items.size();
}

void protobufList(std::string_view body)
{
    const auto whole = protobufItems(body);
    if (!whole)
        return;
    for (const std::size_t cut : {body.size() - 1, body.size() * 3 / 4, body.size() / 2}) {
        // The list is inside a field with its length; only later fields may be lost unseen.
        const auto shorter = protobufItems(body.substr(0, cut));
        fuzz::require(!shorter || *shorter == *whole || *whole == 0,
                      "a cut list is never a shorter list");
    }
}

void jsonList(std::string_view body)
{
    k8s::JsonEnvelope json;
    const auto list = json.openList(body);
    if (!list)
        return;
    fuzz::require(list->items.size() <= body.size(), "an item is at least one byte");
    std::size_t size = 0;
    for (const std::string_view item : list->items)
        size += item.size();
    fuzz::require(size <= body.size(), "items are not larger than the list");
    fuzz::requireCutFails(body,
                          [&](std::string_view cut) { return json.openList(cut).has_value(); });
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, body] = fuzz::choose(fuzz::textOf(data, size), 5);
    switch (which) {
    case 0:
        watchHoweverCut(k8s::WireForm::Protobuf, body);
        break;
    case 1:
        watchHoweverCut(k8s::WireForm::Json, body);
        break;
    case 2:
        protobufList(body);
        break;
    case 3:
        jsonList(body);
        break;
    default:
        (void)k8s::wireFormOf(body);
    }
    return 0;
}
