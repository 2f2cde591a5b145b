// SPDX-License-Identifier: GPL-3.0-or-later
// One object of one kind as protobuf (Envelope::raw): the first byte chooses the kind, in the order
// of models::BuiltIn from 'A' for Pod.
#include "tests/fuzz/targets/facts_check.h"

#include <memory>
#include <vector>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

namespace {

constexpr const char* kSource = "fuzz";

struct Known {
    models::BuiltIn kind;
    std::unique_ptr<k8s::ObjectDecoder> decoder;
};

std::vector<Known> decoders()
{
    std::vector<Known> out;
    for (int i = 0; i < static_cast<int>(models::BuiltIn::Count); ++i) {
        const auto kind = static_cast<models::BuiltIn>(i);
        if (auto one = k8s::makeProtobufDecoder(kind, kSource))
            out.push_back({kind, std::move(one)});
    }
    return out;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto known = decoders();
    const auto [kind, object] = fuzz::choose(fuzz::textOf(data, size), known.size());
    fuzz::decodeObject(*known[kind].decoder, object);
    // The long-lived decoder has just failed on half of the object, as after a cut connection.
    models::FactBatch ignored(kSource);
    (void)known[kind].decoder->decode(object.substr(0, object.size() / 2), k8s::ObjectUse::Upsert,
                                      ignored);
    const auto fresh = k8s::makeProtobufDecoder(known[kind].kind, kSource);
    fuzz::requireSame(*known[kind].decoder, *fresh, object);
    return 0;
}
