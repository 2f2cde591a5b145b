// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/time_zone.h"

#include <date/tz.h>

#include <exception>

namespace binnacle::services {

models::Result<models::ZoneRules> zoneRules(const std::string& name)
{
    try {
        const date::time_zone* zone = date::locate_zone(name);
        return models::ZoneRules{
            [zone](std::int64_t local) {
                const date::local_seconds t{std::chrono::seconds(local)};
                return models::UtcTime::fromSeconds(static_cast<std::int64_t>(
                    zone->to_sys(t, date::choose::earliest).time_since_epoch().count()));
            },
            [zone](models::UtcTime t) {
                const date::sys_seconds at{std::chrono::seconds(t.ns / 1'000'000'000)};
                return static_cast<std::int64_t>(zone->to_local(at).time_since_epoch().count());
            }};
    } catch (const std::exception&) { // the library's only way to say it
        return models::fail(models::ErrorCode::InvalidInput,
                            "no time zone is called \"" + name + "\"",
                            "use a name of the IANA database, for example Europe/Berlin");
    }
}

} // namespace binnacle::services
