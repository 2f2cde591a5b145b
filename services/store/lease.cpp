// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/lease.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>

namespace binnacle::services {

namespace {

std::string firstLine(const std::string& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

/// Empty where the system does not tell; then the heartbeat alone decides.
std::string processIdentity(std::int64_t pid)
{
    const std::string boot = firstLine("/proc/sys/kernel/random/boot_id");
    const std::string stat = firstLine("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t comm = stat.rfind(')'); // the name in brackets may hold spaces
    if (boot.empty() || comm == std::string::npos)
        return {};
    // Source: proc(5): field 22 is the start time; the one after the name is field 3.
    std::size_t at = comm;
    for (int field = 2; field < 22 && at != std::string::npos; ++field)
        at = stat.find(' ', at + 1);
    if (at == std::string::npos)
        return {};
    return boot + "/" + stat.substr(at + 1, stat.find(' ', at + 1) - at - 1);
}

bool isDead(std::int64_t pid, const std::string& process)
{
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)
        return true;
    const std::string now = processIdentity(pid);
    return !process.empty() && !now.empty() && now != process;
}

std::string newToken()
{
    static std::atomic<unsigned> last{0};
    std::random_device random;
    return std::to_string(getpid()) + "-" + std::to_string(++last) + "-" +
           std::to_string(random()) + std::to_string(random());
}

} // namespace

Lease::Lease() : m_token(newToken()), m_process(processIdentity(getpid())) {}

models::Result<std::int64_t> Lease::holder(SqliteDb& db, models::UtcTime now) const
{
    auto row = db.prepare("SELECT token, pid, process, heartbeat FROM lease WHERE id = 1");
    if (!row)
        return models::fail(std::move(row.error()));
    const auto found = row->step();
    if (!found)
        return models::fail(found.error());
    if (!*found || row->text(0) == m_token)
        return 0;
    const std::int64_t pid = row->integer(1);
    // Either way: a clock set back must not make a silent recorder immortal.
    const models::Duration age = now - models::UtcTime{row->integer(3)};
    if (age > kExpiry || age < -kExpiry || isDead(pid, std::string(row->text(2))))
        return 0;
    return std::max<std::int64_t>(pid, 1);
}

models::Result<std::int64_t> Lease::acquire(SqliteDb& db, models::UtcTime now)
{
    auto tx = Transaction::begin(db, true);
    if (!tx)
        return models::fail(std::move(tx.error()));
    auto other = holder(db, now);
    if (!other || *other != 0)
        return other;
    auto put = db.prepare("INSERT OR REPLACE INTO lease(id, token, pid, process, heartbeat) "
                          "VALUES(1, ?, ?, ?, ?)");
    if (!put)
        return models::fail(std::move(put.error()));
    put->bind(std::string_view(m_token))
        .bind(std::int64_t{getpid()})
        .bind(std::string_view(m_process))
        .bind(now.ns);
    if (auto ok = put->run(); !ok)
        return models::fail(std::move(ok.error()));
    if (auto ok = tx->commit(); !ok)
        return models::fail(std::move(ok.error()));
    return 0;
}

models::Result<bool> Lease::renew(SqliteDb& db, models::UtcTime now)
{
    auto put = db.prepare("UPDATE lease SET heartbeat = ? WHERE id = 1 AND token = ?");
    if (!put)
        return models::fail(std::move(put.error()));
    put->bind(now.ns).bind(std::string_view(m_token));
    if (auto ok = put->run(); !ok)
        return models::fail(std::move(ok.error()));
    return db.changes() == 1;
}

void Lease::release(SqliteDb& db)
{
    auto gone = db.prepare("DELETE FROM lease WHERE token = ?");
    if (!gone)
        return; // the next process finds the pid dead
    gone->bind(std::string_view(m_token));
    (void)gone->run();
}

} // namespace binnacle::services
