// SPDX-License-Identifier: GPL-3.0-or-later
// Teams: what they hold (from pods), whether it works (from devices), what they may hold (from the
// queue system's quotas, else from namespace quotas).
#include "services/usecases/fleet_parts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::kUnknownInt;
using models::QueueColumn;
using models::QuotaColumn;

namespace {

struct Sum {
    FleetTeam team;
    std::int64_t measured = 0; ///< devices with a known state
    std::int64_t unmeasured = 0;
    double activity = 0;
    std::int64_t activities = 0;
};
using Teams = std::map<std::string_view, Sum>;

void fromPods(const Build& build, Teams& teams)
{
    for (const GpuPod& pod : build.pods.pods) {
        if (!pod.node.empty())
            teams[pod.team].team.allocated += pod.gpus;
    }
}

void fromDevices(const Build& build, Teams& teams)
{
    for (const FleetGpu& gpu : build.view.gpus) {
        if (!gpu.allocated)
            continue;
        Sum& sum = teams[gpu.team];
        if (!build.pods.any)
            ++sum.team.allocated;
        if (gpu.state == GpuState::Unknown) {
            ++sum.unmeasured;
            continue;
        }
        ++sum.measured;
        if (sum.team.busy == kUnknownInt)
            sum.team.busy = sum.team.idle = 0;
        sum.team.busy += isBusy(gpu.state);
        sum.team.idle += gpu.state == GpuState::IdleReserved;
        if (const double a = activity(gpu); !std::isnan(a)) {
            sum.activity += a;
            ++sum.activities;
        }
    }
}

/// Which team a cluster queue serves: it says so, or the namespaces of its local queues agree.
class QueueTeams {
public:
    explicit QueueTeams(const Snapshot& s) : m_teams(namespaceTeams(s))
    {
        const Table* locals = s.table(BuiltIn::LocalQueue);
        if (locals == nullptr)
            return;
        locals->forEach([&](const RowRef& row) {
            const auto team = m_teams.find(row.ns());
            if (team == m_teams.end())
                return;
            const auto key = std::pair{row.source(), row.text(col(QueueColumn::Queue))};
            const auto [at, isNew] = m_byQueue.try_emplace(key, team->second);
            if (!isNew && at->second != team->second)
                at->second = {}; // shared by several teams: nobody's own quota
        });
    }

    std::string_view teamOf(const RowRef& queue, const Teams& known) const
    {
        if (const auto own = queue.text(col(QueueColumn::Team)); !own.empty())
            return own;
        if (const auto at = m_byQueue.find({queue.source(), queue.name()}); at != m_byQueue.end())
            return at->second;
        return known.contains(queue.name()) ? queue.name() : std::string_view{};
    }

private:
    std::unordered_map<std::string_view, std::string_view> m_teams;
    std::map<std::pair<SourceIndex, std::string_view>, std::string_view> m_byQueue;
};

void add(std::int64_t& quota, std::int64_t more)
{
    quota = quota == kUnknownInt ? more : quota + more;
}

void quotasFromQueues(const Build& build, Teams& teams)
{
    const Table* queues = build.s.table(BuiltIn::ClusterQueue);
    if (queues == nullptr)
        return;
    const QueueTeams owners(build.s);
    queues->forEach([&](const RowRef& row) {
        const std::int64_t gpus = row.integer(col(QueueColumn::Gpus));
        const std::string_view team = owners.teamOf(row, teams);
        if (gpus != kUnknownInt && !team.empty())
            add(teams[team].team.quota, gpus);
    });
}

void quotasFromNamespaces(const Build& build, Teams& teams)
{
    const Table* quotas = build.s.table(BuiltIn::ResourceQuota);
    if (quotas == nullptr)
        return;
    const auto owners = namespaceTeams(build.s);
    std::map<std::string_view, std::int64_t> sums;
    quotas->forEach([&](const RowRef& row) {
        const std::int64_t gpus = row.integer(col(QuotaColumn::GpuHard));
        const auto team = owners.find(row.ns());
        if (gpus != kUnknownInt && team != owners.end())
            sums[team->second] += gpus;
    });
    for (const auto& [team, gpus] : sums) {
        FleetTeam& known = teams[team].team;
        if (known.quota == kUnknownInt)
            known.quota = gpus;
    }
}

} // namespace

void addTeams(Build& build)
{
    Teams teams;
    fromPods(build, teams);
    fromDevices(build, teams);
    quotasFromQueues(build, teams);
    quotasFromNamespaces(build, teams);
    for (const FleetQueueItem& item : build.view.queue.items) {
        FleetTeam& team = teams[item.team].team;
        ++team.waitingJobs;
        team.waitingGpus = item.gpus == kUnknownInt || team.waitingGpus == kUnknownInt
                               ? kUnknownInt
                               : team.waitingGpus + item.gpus;
    }
    for (auto& [name, sum] : teams) {
        sum.team.name = name;
        // Nobody could list pods, or jobs that wait: none seen is not none there.
        if ((!build.pods.known && sum.team.allocated == 0) || build.pods.unclear.contains(name))
            sum.team.allocated = kUnknownInt;
        if (!build.view.queue.known && sum.team.waitingJobs == 0)
            sum.team.waitingJobs = sum.team.waitingGpus = kUnknownInt;
        // None seen busy among those that told is not none busy.
        if (sum.unmeasured > 0 && sum.team.busy == 0)
            sum.team.busy = kUnknownInt;
        if (sum.unmeasured > 0 && sum.team.idle == 0)
            sum.team.idle = kUnknownInt;
        if (sum.activities > 0)
            sum.team.utilisation = sum.activity / static_cast<double>(sum.activities);
        build.view.teams.push_back(std::move(sum.team));
    }
    std::sort(build.view.teams.begin(), build.view.teams.end(),
              [](const FleetTeam& a, const FleetTeam& b) {
                  return std::tie(b.allocated, a.name) < std::tie(a.allocated, b.name);
              });
}

} // namespace binnacle::services::fleet
