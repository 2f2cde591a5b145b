// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several processes on one store records. A row in the file names the recorder and
// carries its heartbeat; it is taken over when the recorder released it, died, or went silent.
// Private to the store; one connection, one thread.
#pragma once

#include "models/base/time.h"
#include "services/store/sqlite_db.h"

#include <chrono>
#include <string>

namespace binnacle::services {

class Lease {
public:
    static constexpr std::chrono::seconds kHeartbeat{5};
    static constexpr std::chrono::seconds kExpiry{15};

    Lease();
    /// Takes the lease if it is free. 0: it is ours now; else the pid of who holds it.
    models::Result<std::int64_t> acquire(SqliteDb& db, models::UtcTime now);
    /// Inside a transaction of the caller, or alone. False: another process took it.
    models::Result<bool> renew(SqliteDb& db, models::UtcTime now);
    void release(SqliteDb& db);

    /// The pid of a living recorder other than this one; 0 when there is none.
    models::Result<std::int64_t> holder(SqliteDb& db, models::UtcTime now) const;

private:
    std::string m_token;   ///< of this store object: two stores of one process differ
    std::string m_process; ///< machine start and process start: tells a reused pid
};

} // namespace binnacle::services
