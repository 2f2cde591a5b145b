// SPDX-License-Identifier: GPL-3.0-or-later
// Answers the requests of Kubernetes clients from a generated estate: lists, pages, watches,
// discovery, reviews, health, and /replay/… to steer it. For ReplayServer; called by many
// connection threads at once.
#pragma once

#include "tests/support/replay/estate.h"
#include "tests/support/replay/list_options.h"

#include <atomic>
#include <deque>
#include <memory>

namespace binnacle::tests::replay {

class ApiServer {
public:
    struct Control {
        std::function<void(double)> setRate; ///< events per second
        std::function<void()> disconnect;
    };
    ApiServer(Estate& estate, Control control, std::chrono::milliseconds bookmarkEvery)
        : m_estate(estate), m_control(std::move(control)), m_bookmarkEvery(bookmarkEvery)
    {
    }

    void handle(const HttpRequest& request, HttpAnswer& answer, const std::stop_token& stop);

private:
    struct Target {
        const Resource* resource = nullptr;
        std::string ns, name;
    };
    using ListingPtr = std::shared_ptr<const Listing>;

    void serveResource(const Target& target, const HttpRequest& request, HttpAnswer& answer,
                       const std::stop_token& stop);
    void serveOne(const Writing& writing, const Target& target, HttpAnswer& answer);
    void serveList(const Writing& writing, const Target& target, const ListOptions& options,
                   HttpAnswer& answer);
    void serveWatch(const Writing& writing, const Target& target, const ListOptions& options,
                    HttpAnswer& answer, const std::stop_token& stop);
    void followLog(const Writing& writing, const Target& target, const ListOptions& options,
                   std::uint64_t position, HttpAnswer& answer, const std::stop_token& stop);
    bool serveFixed(const HttpRequest& request, HttpAnswer& answer);
    bool serveDiscovery(const HttpRequest& request, HttpAnswer& answer);
    bool serveReview(const HttpRequest& request, HttpAnswer& answer);
    bool serveReplay(const HttpRequest& request, HttpAnswer& answer);

    std::optional<Target> targetOf(const std::string& path) const;
    std::optional<Status> tooNew(const ListOptions& options) const;
    /// The listing a page belongs to; null when it is no longer kept.
    ListingPtr keptListing(Kind kind, std::uint64_t version);
    void keepListing(Kind kind, ListingPtr listing);

    Estate& m_estate;
    Control m_control;
    std::chrono::milliseconds m_bookmarkEvery;
    std::mutex m_mutex;
    std::deque<std::pair<Kind, ListingPtr>> m_kept; ///< of lists that are being paged
};

/// A body in one piece.
void respond(HttpAnswer& answer, int status, std::string_view contentType, std::string_view body);
void respondStatus(HttpAnswer& answer, const Format& format, const Status& status);

} // namespace binnacle::tests::replay
