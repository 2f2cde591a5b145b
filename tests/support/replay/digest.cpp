// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/digest.h"

#include "tests/support/replay/documents.h"

namespace binnacle::tests::replay {

std::string stateLine(const Record& pod, const Names& names)
{
    std::string out = names.serviceOf(pod.index).ns;
    out.append("\t").append(names.podName(pod)).append("\t");
    out.append(pod.node == kNoNode ? "-" : names.nodes()[pod.node].name).append("\t");
    out.append(statusOf(pod)).append("\t").append(std::to_string(pod.restarts));
    return out;
}

std::uint64_t lineHash(std::string_view line)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : line)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

StateDigest digestOf(const Estate& estate)
{
    const Listing listing = estate.list(Kind::Pod);
    StateDigest out;
    out.resourceVersion = listing.resourceVersion;
    out.changes = estate.changes();
    out.pods = listing.records.size();
    out.nodes = estate.names().nodes().size();
    for (const Record& pod : listing.records)
        out.sum += lineHash(stateLine(pod, estate.names()));
    return out;
}

std::string stateTable(const Estate& estate)
{
    const Listing listing = estate.list(Kind::Pod);
    std::string out;
    for (const Record& pod : listing.records)
        out += stateLine(pod, estate.names()) + "\t" + std::to_string(pod.resourceVersion) + "\n";
    return out;
}

std::string toJson(const StateDigest& digest)
{
    // The sum is text: JSON readers lose the last digits of a 64-bit number.
    return R"({"resourceVersion":")" + std::to_string(digest.resourceVersion) + R"(","changes":)" +
           std::to_string(digest.changes) + R"(,"pods":)" + std::to_string(digest.pods) +
           R"(,"nodes":)" + std::to_string(digest.nodes) + R"(,"sum":")" +
           std::to_string(digest.sum) + "\"}\n";
}

} // namespace binnacle::tests::replay
