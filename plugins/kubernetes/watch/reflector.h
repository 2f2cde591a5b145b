// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps one kind of one cluster (or of one namespace) in step: a list that streams where the server
// can, pages where it cannot, then one watch for ever. Blocks on a thread of its own until told to
// stop; reports through SourceReport.
#pragma once

#include "plugins/kubernetes/access/api_client.h"
#include "plugins/kubernetes/access/api_status.h"
#include "plugins/kubernetes/watch/backoff.h"
#include "plugins/kubernetes/watch/event_reader.h"
#include "plugins/kubernetes/watch/fact_pump.h"
#include "plugins/kubernetes/watch/monitor.h"
#include "plugins/kubernetes/watch/source_report.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace binnacle::plugins::kubernetes {

struct ReflectorOptions {
    std::chrono::milliseconds idleTimeout{
        std::chrono::minutes(5)}; ///< of a watch: bookmarks come each minute
    std::chrono::milliseconds listDeadline{60000};
    std::chrono::milliseconds backoffMin{250};
    std::chrono::milliseconds backoffMax{2000};
    std::chrono::milliseconds busyMax{30000}; ///< of the pauses after 429
    /// A server that starts refuses everybody until it knows its roles: what could be listed before
    /// is given up only when it was refused for so long.
    std::chrono::milliseconds believeRefusal{10000};
    std::chrono::milliseconds refusedAgain{30000}; ///< after 403 of what could be listed before
    std::chrono::milliseconds refusedPause{std::chrono::minutes(5)}; ///< after 403 and 404
    std::size_t pageLimit = 500;
    BatchLimits batches;
};

/// What is reflected, and how it is decoded.
struct ReflectorTarget {
    std::string source;
    std::string kindName; ///< as in SourceStatus::kinds
    models::KindId kind = 0;
    std::string resource; ///< "pods", "deployments.apps": for messages
    std::string scope;    ///< namespace; empty: all
    std::function<std::string(const std::string& scope)> path;
    std::function<std::unique_ptr<ObjectDecoder>(WireForm)> decoder;
    bool protobuf = true; ///< custom resources have none
    bool small = false;   ///< its list shares the heartbeat's connection, too
};

class Reflector {
public:
    /// A namespace to look at instead, when the whole cluster is forbidden; none: nothing is
    /// allowed.
    using ScopeFallback = std::function<std::optional<std::string>(std::stop_token)>;

    Reflector(ApiClient& api, Monitor& monitor, services::FactSink& sink, SourceReport& report,
              ReflectorTarget target, ScopeFallback fallback, ReflectorOptions options = {});

    void run(std::stop_token stop);

private:
    /// What to do after an exchange ended.
    enum class Next { Again, Backoff, Broken, Relist, Pages, Refused, Absent, Busy, Stop };

    Next listByStream(std::stop_token stop);
    Next listByPages(std::stop_token stop);
    Next watch(std::stop_token stop);

    Query watchQuery(bool initial) const;
    models::Result<void> streamWatch(bool initial, std::stop_token stop);
    models::Result<void> onEvent(const WatchFrame& frame);
    models::Result<void> onErrorEvent(const WatchFrame& frame);
    models::Result<void> page(Query& query, bool& more, std::stop_token stop);
    void takeObject(std::string_view object, ObjectUse use);
    models::Result<void> finishList(const std::string& resourceVersion);

    Next judge(const models::Error& error, bool initial);
    bool act(Next next, std::stop_token stop);
    bool refused(std::stop_token stop);
    /// What we may not see, or what no longer exists, must not stay on the screen as live.
    void forgetRows();
    void skipped(const models::Error& error);
    void reportFailure();
    ObjectDecoder& decoderFor(WireForm form);
    std::string permission(const std::string& scope) const;

    ApiClient& m_api;
    Monitor& m_monitor;
    services::FactSink& m_sink;
    SourceReport& m_report;
    ReflectorTarget m_target;
    ScopeFallback m_fallback;
    ReflectorOptions m_options;
    std::unique_ptr<FactPump> m_pump;
    std::unique_ptr<ObjectDecoder> m_decoders[2];
    ObjectDecoder* m_decoder = nullptr; ///< of the stream under way
    std::string m_resourceVersion;      ///< of the last event applied
    bool m_listed = false;    ///< the list is complete and m_resourceVersion can be resumed
    bool m_pagesOnce = false; ///< streaming failed this time, the server does offer it
    bool m_streaming = true;  ///< the server offers streaming lists
    bool m_json = false;      ///< the server refuses protobuf
    bool m_everListed = false;
    bool m_progress = false;             ///< the last exchange brought something
    std::optional<ApiStatus> m_inStream; ///< an ERROR event of the stream under way
    models::Error m_lastError;
    std::size_t m_skipped = 0;
    int m_expired = 0;  ///< pages that expired in a row
    int m_corrupt = 0;  ///< streams in a row with unreadable frames and without progress
    int m_failures = 0; ///< exchanges in a row that brought nothing
    std::optional<std::chrono::steady_clock::time_point> m_refusedSince; ///< 403 in a row
    int m_headless = 0;        ///< watches in a row that got no answer
    int m_relists = 0;         ///< lists begun since the last complete one
    bool m_unreadable = false; ///< the stream under way ended with a frame that cannot be read
    bool m_reported = false;   ///< the report shows an error of ours
    Backoff m_backoff;
    Backoff m_busy;
};

} // namespace binnacle::plugins::kubernetes
