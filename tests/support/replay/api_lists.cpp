// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/api_server.h"

#include <algorithm>

namespace binnacle::tests::replay {

namespace {

constexpr std::size_t kKeptListings = 16;

std::string keyOf(Kind kind, const Record& record, const Names& names)
{
    const std::string ns = namespaceOf(kind, record, names);
    return (ns.empty() ? "/" : "/" + ns + "/") + nameOf(kind, record, names);
}

Status expired(const std::string& message)
{
    Status status;
    status.code = 410;
    status.reason = "Expired";
    status.message = message;
    return status;
}

/// The records of one request: a window of a listing.
struct Page {
    std::vector<Record> records;
    std::uint64_t remaining = 0;
};

Page cut(const Listing& listing, const Writing& writing, const std::string& ns,
         const std::string& after, std::uint64_t limit)
{
    const Names& names = writing.context.names;
    const Kind kind = writing.resource.stored;
    auto first = listing.records.begin();
    if (!after.empty())
        first = std::partition_point(first, listing.records.end(), [&](const Record& record) {
            return keyOf(kind, record, names) <= after;
        });
    Page page;
    for (; first != listing.records.end(); ++first) {
        if (!ns.empty() && namespaceOf(kind, *first, names) != ns)
            continue;
        if (limit == 0 || page.records.size() < limit)
            page.records.push_back(*first);
        else
            ++page.remaining;
    }
    return page;
}

void sendItems(const Writing& writing, const Page& page, const ListMeta& meta, HttpAnswer& answer)
{
    std::string buffer;
    std::uint64_t bytes = 0;
    if (writing.format.protobuf) {
        // The length comes first, and a whole list of 150,000 pods is half a gigabyte: encode
        // twice.
        for (const Record& record : page.records) {
            buffer.clear();
            appendItem(buffer, writing, record);
            bytes += buffer.size();
        }
    }
    answer.write(listHead(writing, meta, bytes));
    bool first = true;
    for (const Record& record : page.records) {
        buffer.clear();
        if (!writing.format.protobuf && !std::exchange(first, false))
            buffer.push_back(',');
        appendItem(buffer, writing, record);
        answer.write(buffer);
        if (!answer.reusable() && !answer.connected())
            return;
    }
    answer.write(listTail(writing));
}

} // namespace

void ApiServer::serveOne(const Writing& writing, const Target& target, HttpAnswer& answer)
{
    const Listing listing = m_estate.list(target.resource->stored);
    const Names& names = m_estate.names();
    const Kind kind = target.resource->stored;
    for (const Record& record : listing.records) {
        if (namespaceOf(kind, record, names) == target.ns &&
            nameOf(kind, record, names) == target.name) {
            std::string body;
            appendObject(body, writing, record);
            respond(answer, 200, writing.format.contentType(false), body);
            return;
        }
    }
    Status status;
    status.code = 404;
    status.reason = "NotFound";
    status.message = std::string(target.resource->plural) + " \"" + target.name + "\" not found";
    status.detailsName = target.name;
    status.detailsKind = target.resource->plural;
    status.detailsGroup = target.resource->group;
    respondStatus(answer, writing.format, status);
}

ApiServer::ListingPtr ApiServer::keptListing(Kind kind, std::uint64_t version)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [of, listing] : m_kept) {
        if (of == kind && listing->resourceVersion == version)
            return listing;
    }
    return nullptr;
}

void ApiServer::keepListing(Kind kind, ListingPtr listing)
{
    const std::lock_guard lock(m_mutex);
    m_kept.emplace_back(kind, std::move(listing));
    if (m_kept.size() > kKeptListings)
        m_kept.pop_front();
}

void ApiServer::serveList(const Writing& writing, const Target& target, const ListOptions& options,
                          HttpAnswer& answer)
{
    const Kind kind = target.resource->stored;
    if (const auto problem = tooNew(options))
        return respondStatus(answer, writing.format, *problem);
    ContinueToken token;
    ListingPtr listing;
    if (!options.continueToken.empty()) {
        const auto decoded = decodeToken(options.continueToken);
        if (!decoded) {
            Status status;
            status.code = 400;
            status.reason = "BadRequest";
            status.message = "invalid continue token: continue key is not valid";
            return respondStatus(answer, writing.format, status);
        }
        token = *decoded;
        if (token.version != 0) {
            listing =
                token.version >= m_estate.oldest(kind) ? keptListing(kind, token.version) : nullptr;
            if (listing == nullptr) {
                Status status = expired(
                    "The provided continue parameter is too old to display a consistent list "
                    "result. You can start a new list without the continue parameter, or use the "
                    "continue token in this response to retrieve the remainder of the results.");
                status.continueToken = encodeToken({0, token.start});
                return respondStatus(answer, writing.format, status);
            }
        }
    }
    if (listing == nullptr)
        listing = std::make_shared<const Listing>(m_estate.list(kind));
    if (options.exact && options.resourceVersion != listing->resourceVersion)
        return respondStatus(answer, writing.format,
                             expired("The resourceVersion for the provided list is too old."));
    const Page page = cut(*listing, writing, target.ns, token.start, options.limit);
    ListMeta meta{listing->resourceVersion, {}, page.remaining};
    if (page.remaining > 0) {
        meta.continueToken = encodeToken(
            {listing->resourceVersion, keyOf(kind, page.records.back(), m_estate.names())});
        if (keptListing(kind, listing->resourceVersion) == nullptr)
            keepListing(kind, listing);
    }
    respond(answer, 200, writing.format.contentType(false), {});
    sendItems(writing, page, meta, answer);
}

} // namespace binnacle::tests::replay
