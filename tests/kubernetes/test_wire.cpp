// SPDX-License-Identifier: GPL-3.0-or-later
// The layers around objects, on recorded and on damaged bytes.
#include "plugins/kubernetes/json/json_envelope.h"
#include "plugins/kubernetes/watch/event_reader.h"
#include "plugins/kubernetes/watch/key_set.h"
#include "tests/kubernetes/support.h"
#include "tests/support/catch.h"

#include <random>
#include <set>

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests::kubernetes;
using models::BuiltIn;
using models::ErrorCode;

namespace {

std::vector<std::string> framesOf(FrameSplitter& splitter, const std::string& body,
                                  std::size_t step)
{
    std::vector<std::string> frames;
    for (std::size_t at = 0; at < body.size(); at += step) {
        const auto ok =
            splitter.push(std::string_view(body).substr(at, step), [&](std::string_view f) {
                frames.emplace_back(f);
                return models::Result<void>();
            });
        REQUIRE(ok);
    }
    return frames;
}

struct Walk {
    int events = 0;
    std::string error;
};

/// Reads a watch body to its end and decodes every object; never fails, only counts.
Walk walk(const std::string& body, WireForm form, ObjectDecoder& decoder)
{
    Walk result;
    EventReader reader(form);
    models::FactBatch batch("test");
    const auto done = reader.push(body, [&](const WatchFrame& frame) -> models::Result<void> {
        ++result.events;
        (void)decoder.decode(frame.object, ObjectUse::Upsert, batch);
        return {};
    });
    if (!done)
        result.error = done.error().text();
    return result;
}

} // namespace

TEST_CASE("length-prefixed frames come out whole, split anywhere")
{
    const std::string body = watchFrame("ADDED", "Pod", "one") + watchFrame("DELETED", "Pod", "") +
                             watchFrame("ADDED", "Pod", std::string(5000, 'x'));
    std::set<std::vector<std::string>> outcomes;
    for (std::size_t step = 1; step < 40; ++step) {
        FrameSplitter splitter(Framing::LengthPrefixed);
        outcomes.insert(framesOf(splitter, body, step));
        CHECK(splitter.pending() == 0);
    }
    REQUIRE(outcomes.size() == 1);
    CHECK(outcomes.begin()->size() == 3);
}

TEST_CASE("lines come out whole, with either line end, empty ones skipped")
{
    for (std::size_t step = 1; step < 12; ++step) {
        FrameSplitter splitter(Framing::Lines);
        CHECK(framesOf(splitter, "{\"a\":1}\r\n\n{\"b\":2}\n{\"half", step) ==
              std::vector<std::string>{"{\"a\":1}", "{\"b\":2}"});
        CHECK(splitter.pending() == 6);
    }
}

TEST_CASE("a frame beyond the bound is an error before its bytes are kept")
{
    const auto ignore = [](std::string_view) { return models::Result<void>(); };
    FrameSplitter binary(Framing::LengthPrefixed, 100);
    const auto huge = binary.push(std::string("\x7f\xff\xff\xff", 4), ignore);
    REQUIRE_FALSE(huge);
    CHECK(huge.error().code == ErrorCode::DataCorrupt);
    FrameSplitter lines(Framing::Lines, 100);
    CHECK(lines.push(std::string(90, 'x'), ignore));
    CHECK_FALSE(lines.push(std::string(90, 'x'), ignore));
}

TEST_CASE("a recorded streaming list decodes, and its last bookmark ends it")
{
    const std::string body = fixture("watch_replicasets.pb");
    const auto decoder = makeProtobufDecoder(BuiltIn::ReplicaSet, "test");
    EventReader reader(WireForm::Protobuf);
    models::FactBatch batch("test");
    bool ended = false;
    int added = 0;
    const auto done = reader.push(body, [&](const WatchFrame& frame) -> models::Result<void> {
        const bool mark = frame.type == WatchEventType::Bookmark;
        const auto decoded =
            decoder->decode(frame.object, mark ? ObjectUse::Observe : ObjectUse::Upsert, batch);
        REQUIRE(decoded);
        CHECK_FALSE(decoded->resourceVersion.empty());
        ended = ended || decoded->initialEventsEnd;
        added += mark ? 0 : 1;
        return {};
    });
    REQUIRE(done);
    CHECK(reader.pending() == 0);
    CHECK(added >= 2);
    CHECK(ended);
    CHECK(batch.rows().size() == static_cast<std::size_t>(added));
}

TEST_CASE("a recorded JSON watch decodes like the protobuf one")
{
    const std::string body = fixture("watch_rollouts.json");
    const auto decoder = makeCustomDecoder(BuiltIn::Rollout, "test");
    EventReader reader(WireForm::Json);
    models::FactBatch batch("test");
    bool ended = false;
    REQUIRE(reader.push(body, [&](const WatchFrame& frame) -> models::Result<void> {
        const bool mark = frame.type == WatchEventType::Bookmark;
        const auto decoded =
            decoder->decode(frame.object, mark ? ObjectUse::Observe : ObjectUse::Upsert, batch);
        REQUIRE(decoded);
        ended = ended || decoded->initialEventsEnd;
        return {};
    }));
    CHECK(batch.rows().size() == 1);
    CHECK(ended);
}

TEST_CASE("every truncation of a recorded list is refused or gives whole objects only")
{
    const std::string whole = fixture("nodes.pb");
    const auto decoder = makeProtobufDecoder(BuiltIn::Node, "test");
    for (std::size_t size = 0; size < whole.size(); size += size < 200 ? 1 : 37) {
        const std::string part = whole.substr(0, size);
        const auto envelope = openEnvelope(part);
        INFO(size);
        CHECK_FALSE(envelope); // the envelope's length covers everything
    }
    const auto envelope = openEnvelope(whole);
    REQUIRE(envelope);
    for (std::size_t size = 0; size < envelope->raw.size(); size += 61) {
        const auto list = openList(envelope->raw.substr(0, size));
        if (!list)
            continue;
        for (const auto item : list->items)
            CHECK(Decoded(*decoder, item).ok());
    }
}

TEST_CASE("flipped bits in recorded answers never crash, hang or read beyond the bytes")
{
    std::mt19937 random(7);
    const std::pair<const char*, BuiltIn> kinds[] = {{"pods.pb", BuiltIn::Pod},
                                                     {"nodes.pb", BuiltIn::Node},
                                                     {"deployments.pb", BuiltIn::Deployment}};
    for (const auto& [file, kind] : kinds) {
        const std::string whole = fixture(file);
        REQUIRE(whole.size() > 1000);
        const auto decoder = makeProtobufDecoder(kind, "test");
        for (int round = 0; round < 300; ++round) {
            std::string bytes = whole;
            for (int flips = 0; flips < 1 + round % 8; ++flips)
                bytes[random() % bytes.size()] ^= static_cast<char>(1u << random() % 8);
            // A copy of the exact size, so that a sanitizer sees any step beyond it.
            const auto envelope = openEnvelope(bytes);
            if (!envelope)
                continue;
            const auto list = openList(envelope->raw);
            if (!list)
                continue;
            models::FactBatch batch("test");
            for (const auto item : list->items)
                (void)decoder->decode(item, ObjectUse::Upsert, batch);
            CHECK(batch.rows().size() <= list->items.size());
        }
    }
}

TEST_CASE("flipped bits in recorded watches end in an error or in fewer objects")
{
    std::mt19937 random(11);
    const auto replicaSets = makeProtobufDecoder(BuiltIn::ReplicaSet, "test");
    const auto rollouts = makeCustomDecoder(BuiltIn::Rollout, "test");
    for (const bool json : {false, true}) {
        const std::string whole = fixture(json ? "watch_rollouts.json" : "watch_replicasets.pb");
        const auto form = json ? WireForm::Json : WireForm::Protobuf;
        auto& decoder = json ? *rollouts : *replicaSets;
        const int events = walk(whole, form, decoder).events;
        REQUIRE(events >= 2);
        for (int round = 0; round < 300; ++round) {
            std::string bytes = whole.substr(0, whole.size() - random() % 200);
            bytes[random() % bytes.size()] ^= static_cast<char>(1u << random() % 8);
            CHECK(walk(bytes, form, decoder).events <= events + 1);
        }
    }
}

TEST_CASE("malformed text becomes printable text, well-formed text stays")
{
    const auto decoder = makeProtobufDecoder(BuiltIn::Namespace, "test");
    const auto named = [&](std::string_view name) {
        return Decoded(*decoder, wireField(1, wireField(1, name) + wireField(5, "uid")))
            .text(models::Common::Name);
    };
    CHECK(named("gr\xc3\xbc\xc3\x9f") == "gr\xc3\xbc\xc3\x9f");
    CHECK(named("a\xff"
                "b") == "a\xef\xbf\xbd"
                        "b");
    CHECK(named("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); // a surrogate
    CHECK(named("12345678\xc3") == "12345678\xef\xbf\xbd");
}

TEST_CASE("what is not a list of Kubernetes is refused by name")
{
    JsonEnvelope reader;
    CHECK_FALSE(reader.openList("<html>"));
    CHECK_FALSE(reader.openList("{}"));
    CHECK_FALSE(reader.openList(R"({"items":{}})"));
    CHECK_FALSE(reader.openList(R"({"items":[{"a":1)"));
    // A damaged item may close the list too early: what follows must not be lost in silence.
    CHECK_FALSE(reader.openList(R"({"items":[{"a":1}]},"spec":{}},{"b":2}]})"));
    CHECK_FALSE(reader.openWatchLine(R"({"type":"ADDED","object":{"a":1}},"b":{}})"));
    CHECK(reader.openWatchLine(R"({"type":"ADDED","object":{"a":1}} )"));
    CHECK(reader.openList(R"({"items":null,"metadata":{"resourceVersion":"3"}})"));
    CHECK_FALSE(openEnvelope("k8s"));
    CHECK_FALSE(openEnvelope("{\"kind\":\"PodList\"}"));
    CHECK(wireFormOf("application/json; charset=utf-8").value() == WireForm::Json);
    CHECK(wireFormOf("application/vnd.kubernetes.protobuf;stream=watch").value() ==
          WireForm::Protobuf);
    CHECK_FALSE(wireFormOf("text/html"));
    CHECK_FALSE(wireFormOf(""));
}

TEST_CASE("deeply nested JSON is refused, not followed")
{
    JsonEnvelope reader;
    std::string deep = R"({"type":"ADDED","object":{"metadata":)";
    deep += std::string(100000, '[');
    CHECK_FALSE(reader.openWatchLine(deep));
    const auto decoder = makeCustomDecoder(BuiltIn::Rollout, "test");
    CHECK_FALSE(Decoded(*decoder, std::string(100000, '[')).ok());
}

TEST_CASE("the key set counts like a set")
{
    std::mt19937_64 random(3);
    KeySet mine;
    std::set<models::ObjectKey> model;
    std::vector<models::ObjectKey> known;
    for (int i = 0; i < 20000; ++i) {
        if (known.empty() || random() % 3 != 0) {
            known.push_back({random(), random() % 50000});
            mine.insert(known.back());
            model.insert({0, known.back().lo < 2 ? known.back().lo + 2 : known.back().lo});
        } else {
            const auto key = known[random() % known.size()];
            mine.erase(key);
            model.erase({0, key.lo < 2 ? key.lo + 2 : key.lo});
        }
        REQUIRE(mine.size() == model.size());
    }
    mine.clear();
    CHECK(mine.size() == 0);
}
