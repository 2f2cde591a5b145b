// SPDX-License-Identifier: GPL-3.0-or-later
// One object as JSON text. The first byte chooses the decoder: the built-in kinds in the order of
// models::BuiltIn from 'A' for Pod, then the custom resources that have a decoder of their own,
// then a kind that nobody wrote one for.
#include "plugins/kubernetes/json/generic_kind.h"
#include "tests/fuzz/targets/facts_check.h"

#include <memory>
#include <vector>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

namespace {

using Decoders = std::vector<std::unique_ptr<k8s::ObjectDecoder>>;

Decoders decoders()
{
    Decoders out;
    for (int i = 0; i < static_cast<int>(models::BuiltIn::Count); ++i) {
        if (auto one = k8s::makeJsonBuiltInDecoder(static_cast<models::BuiltIn>(i), "fuzz"))
            out.push_back(std::move(one));
    }
    for (int i = 0; i < static_cast<int>(models::BuiltIn::Count); ++i) {
        if (auto one = k8s::makeCustomDecoder(static_cast<models::BuiltIn>(i), "fuzz"))
            out.push_back(std::move(one));
    }
    out.push_back(k8s::makeGenericDecoder(
        k8s::registerGenericKind(
            {"fuzz.example.org",
             "v1",
             "Fuzz",
             "fuzzes",
             true,
             {{"Ready", "string", R"(.status.conditions[?(@.type=="Ready")].status)"},
              {"Count", "integer", ".spec.list[*].count"},
              {"Share", "number", ".spec.share"},
              {"On", "boolean", ".spec.on"},
              {"Since", "date", ".status.since"}}}),
        "fuzz"));
    return out;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Decoders known = decoders();
    const auto [kind, object] = fuzz::choose(fuzz::textOf(data, size), known.size());
    k8s::ObjectDecoder& decoder = *known[kind];
    fuzz::decodeObject(decoder, object);
    models::FactBatch batch("fuzz");
    if (decoder.decode(object, k8s::ObjectUse::Upsert, batch)) {
        fuzz::requireCutFails(object, [&](std::string_view cut) {
            return decoder.decode(cut, k8s::ObjectUse::Upsert, batch).has_value();
        });
    }
    return 0;
}
