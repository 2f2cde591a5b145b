// SPDX-License-Identifier: GPL-3.0-or-later
// Our readers of Kubernetes messages against protobuf's own classes: random messages of every kind,
// whole, cut and with bits turned over.
#include "tests/support/catch.h"

#include <random>
#include <string>

#include "messages_same.h"

using namespace binnacle::plugins::kubernetes;

namespace {

std::string bytesOf(const google::protobuf::MessageLite& message)
{
    return message.SerializePartialAsString();
}

/// protobuf reads groups, which Kubernetes never had and we refuse: such bytes are no comparison.
bool hasGroup(std::string_view bytes)
{
    for (const char c : bytes) {
        const int wire = static_cast<unsigned char>(c) & 7;
        if (wire == 3 || wire == 4)
            return true;
    }
    return false;
}

struct Damaged {
    int agreed = 0;
    int refused = 0;
};

template <class View, class Theirs>
void compareDamaged(View& ours, std::string bytes, std::mt19937_64& dice, Damaged& seen)
{
    if (bytes.empty())
        return;
    if (dice() % 2 == 0)
        bytes.resize(dice() % bytes.size());
    else
        bytes[dice() % bytes.size()] ^= static_cast<char>(1u << (dice() % 8));
    ours.clear();
    Theirs theirs;
    const bool whole = ours.merge(bytes);
    const bool wholeToo = theirs.ParsePartialFromString(bytes);
    if (whole != wholeToo) {
        INFO("ours " << whole << ", protobuf's " << wholeToo);
        REQUIRE(hasGroup(bytes));
        return;
    }
    ++(whole ? seen.agreed : seen.refused);
    if (whole)
        REQUIRE(same(ours, theirs));
}

} // namespace

TEST_CASE("every message reads as protobuf's own classes read it")
{
    std::mt19937_64 dice(20261123);
    int kinds = 0;
    forEachMessage([&]<class View, class Theirs>(const char* name) {
        INFO(name);
        ++kinds;
        View reused; // as the decoders do: what the last object left must not show
        for (int i = 0; i < 200; ++i) {
            Theirs theirs;
            fill(theirs, dice);
            const std::string bytes = bytesOf(theirs);
            reused.clear();
            REQUIRE(reused.merge(bytes));
            REQUIRE(same(reused, theirs));
        }
    });
    CHECK(kinds > 40);
}

TEST_CASE("cut and damaged messages are refused or read as protobuf does")
{
    std::mt19937_64 dice(7);
    Damaged seen;
    forEachMessage([&]<class View, class Theirs>(const char* name) {
        INFO(name);
        View reused; // what a refused object left must not show in the next one
        for (int i = 0; i < 300; ++i) {
            Theirs theirs;
            fill(theirs, dice);
            compareDamaged<View, Theirs>(reused, bytesOf(theirs), dice, seen);
        }
    });
    CHECK(seen.agreed > 500);
    CHECK(seen.refused > 500);
}

TEST_CASE("a part that comes twice is merged, and a number that comes twice is the last")
{
    view::Pod pod;
    pb::Pod first;
    first.mutable_metadata()->set_name("a");
    first.mutable_status()->set_phase("Pending");
    pb::Pod second;
    second.mutable_metadata()->set_uid("u");
    second.mutable_status()->set_phase("Running");
    const std::string bytes = bytesOf(first) + bytesOf(second);
    REQUIRE(pod.merge(bytes));
    CHECK(pod.metadata().name() == "a");
    CHECK(pod.metadata().uid() == "u");
    CHECK(pod.status().phase() == "Running");
}
