// SPDX-License-Identifier: GPL-3.0-or-later
// Random histories against a naive model: a map of objects, joins redone from nothing every time,
// every past state kept as text.
#include "services/store/diff.h"
#include "services/store/model_name.h"
#include "tests/store/store_fixture.h"

#include <map>
#include <random>
#include <sstream>

using namespace binnacle::tests;

namespace {

struct Thing {
    BuiltIn kind = BuiltIn::Pod;
    std::string source, uid, name, ns, owner, ownerKind, ownerUid, node, phase, version, team, uri;
    std::string label; ///< KServe's
    std::int64_t gpus = 0, restarts = 0;
};

using World = std::map<std::pair<std::string, std::string>, Thing>; ///< by source, uid

constexpr std::array kOwners{BuiltIn::Deployment, BuiltIn::ReplicaSet, BuiltIn::InferenceService};

bool isOwner(BuiltIn kind)
{
    return std::find(kOwners.begin(), kOwners.end(), kind) != kOwners.end();
}

std::string nameOf(BuiltIn kindOf)
{
    return KindRegistry::instance().spec(kind(kindOf)).name;
}

/// The six joined texts of a pod, by the rules in words.
std::vector<std::string> joinsOf(const World& world, const Thing& pod)
{
    std::vector<const Thing*> chain;
    std::string top = pod.owner.empty() ? "" : pod.ownerKind + "/" + pod.owner;
    for (const Thing* at = &pod; chain.size() < 8;) {
        const auto owner = world.find({at->source, at->ownerUid});
        if (at->ownerUid.empty() || owner == world.end() || !isOwner(owner->second.kind)) {
            if (at != &pod &&
                (at->ownerKind == "Deployment" || at->ownerKind == "InferenceService"))
                top = at->ownerKind + "/" + at->owner;
            break;
        }
        at = &owner->second;
        chain.push_back(at);
        top = nameOf(at->kind) + "/" + at->name;
    }
    if (!pod.label.empty()) {
        top = "InferenceService/" + pod.label;
        for (const auto& [id, thing] : world) {
            const bool mine = thing.kind == BuiltIn::InferenceService &&
                              thing.source == pod.source && thing.ns == pod.ns &&
                              thing.name == pod.label;
            if (mine && (chain.empty() || chain.back()->kind != BuiltIn::InferenceService))
                chain.push_back(&thing);
        }
    }
    std::string version = pod.version, from = pod.version.empty() ? "" : "pod";
    std::string team, teamFrom, uri = pod.uri;
    for (const Thing* step : chain) {
        if (version.empty() && !step->version.empty()) {
            version = step->version;
            from = nameOf(step->kind) + " " + step->name;
        }
        if (team.empty() && !step->team.empty()) {
            team = step->team;
            teamFrom = nameOf(step->kind) + " " + step->name;
        }
        uri = uri.empty() ? step->uri : uri;
    }
    if (version.empty() && !uri.empty()) {
        version = modelVersionOfUri(uri);
        from = "model URI";
    }
    if (team.empty()) {
        team = pod.ns;
        teamFrom = "namespace name";
        for (const auto& [id, thing] : world) {
            if (thing.kind == BuiltIn::Namespace && thing.source == pod.source &&
                thing.name == pod.ns && !thing.team.empty()) {
                team = thing.team;
                teamFrom = "namespace " + pod.ns;
            }
        }
    }
    return {top, version, from, team, teamFrom};
}

std::string describe(const World& world)
{
    std::string out;
    for (const auto& [id, t] : world) {
        out += t.source + " " + t.uid + " " + t.name;
        if (t.kind == BuiltIn::Pod) {
            out += " " + std::to_string(t.restarts);
            for (const std::string& text : joinsOf(world, t))
                out += " [" + text + "]";
        }
        if (t.kind == BuiltIn::Node) {
            std::int64_t gpus = 0, pods = 0;
            for (const auto& [other, p] : world) {
                const bool here = p.kind == BuiltIn::Pod && p.source == t.source &&
                                  p.node == t.name && p.phase != "Succeeded" && p.phase != "Failed";
                gpus += here ? p.gpus : 0;
                pods += here ? 1 : 0;
            }
            out += " " + std::to_string(gpus) + " " + std::to_string(pods);
        }
        out += "\n";
    }
    return out;
}

std::string describe(const Snapshot& s, const World& order)
{
    std::string out;
    std::size_t rows = 0;
    for (const auto& [id, t] : order) {
        const Table* const table = s.table(t.kind);
        const auto row = table == nullptr ? std::nullopt : table->find(makeKey(t.source, t.uid));
        if (!row)
            return "missing " + t.uid;
        ++rows;
        out += s.source(row->source())->id + " " + t.uid + " " + std::string(row->name());
        if (t.kind == BuiltIn::Pod) {
            out += " " + std::to_string(row->integer(col(PodColumn::Restarts)));
            for (const PodColumn c : {PodColumn::Workload, PodColumn::ModelVersion,
                                      PodColumn::ModelFrom, PodColumn::Team, PodColumn::TeamFrom})
                out += " [" + std::string(row->text(col(c))) + "]";
        }
        if (t.kind == BuiltIn::Node)
            out += " " + std::to_string(row->integer(col(NodeColumn::GpuRequested))) + " " +
                   std::to_string(row->integer(col(NodeColumn::Pods)));
        out += "\n";
    }
    std::size_t all = 0;
    for (const auto& table : s.tables)
        all += table ? table->rowCount() : 0;
    return all == rows ? out : "rows too many: " + std::to_string(all - rows);
}

class Script {
public:
    explicit Script(unsigned seed) : m_random(seed) {}

    FactBatch next(World& world)
    {
        FactBatch batch(m_random() % 4 == 0 ? "c2" : "c1");
        const bool list = m_random() % 8 == 0;
        if (list)
            batch.mark(MarkOp::ListBegan, kPod);
        std::map<std::string, bool> named;
        for (auto n = 1 + m_random() % 12; n > 0; --n)
            named[step(batch, world, list)] = true;
        if (list) {
            batch.mark(MarkOp::ListComplete, kPod);
            std::erase_if(world, [&](const auto& entry) {
                return entry.second.kind == BuiltIn::Pod && entry.second.source == batch.source() &&
                       !named.contains(entry.second.uid);
            });
        }
        return batch;
    }

private:
    std::string pick(std::initializer_list<const char*> from)
    {
        return *(from.begin() + m_random() % from.size());
    }

    std::string step(FactBatch& batch, World& world, bool podsOnly)
    {
        Thing t;
        t.source = batch.source();
        const auto dice = podsOnly ? 9 : m_random() % 14;
        const std::string number = std::to_string(m_random() % 12);
        t.kind = dice < 1   ? BuiltIn::Namespace
                 : dice < 3 ? BuiltIn::Node
                 : dice < 5 ? BuiltIn::Deployment
                 : dice < 7 ? BuiltIn::ReplicaSet
                 : dice < 8 ? BuiltIn::InferenceService
                            : BuiltIn::Pod;
        t.uid = nameOf(t.kind) + number;
        // A namespace, node or service name belongs to one object at a time, as in a cluster.
        t.name = t.kind == BuiltIn::Namespace ? "ns" + number
                 : t.kind == BuiltIn::Node    ? "node" + number
                                              : t.uid;
        // An owner stays in its namespace, as in a cluster; pods are thrown about.
        t.ns = isOwner(t.kind)          ? "ns" + std::string(1, number.back() % 2 == 0 ? '0' : '1')
               : t.kind == BuiltIn::Pod ? "ns" + std::to_string(m_random() % 3)
                                        : "";
        const auto known = world.find({t.source, t.uid});
        if (!podsOnly && known != world.end() && m_random() % 4 == 0) {
            batch.remove(kind(t.kind), makeKey(t.source, t.uid));
            world.erase(known);
            return t.uid;
        }
        fill(t);
        if (known != world.end() && t.kind == BuiltIn::Pod && m_random() % 3 == 0) {
            known->second.restarts = t.restarts;
            batch.patch(kPod, makeKey(t.source, t.uid))
                .integer(col(PodColumn::Restarts), t.restarts);
            return t.uid;
        }
        write(batch, t);
        world[{t.source, t.uid}] = t;
        return t.uid;
    }

    void fill(Thing& t)
    {
        t.team = m_random() % 3 == 0 ? pick({"vision", "speech"}) : "";
        if (t.kind == BuiltIn::Pod || t.kind == BuiltIn::ReplicaSet ||
            t.kind == BuiltIn::Deployment) {
            t.ownerKind = t.kind == BuiltIn::Pod          ? pick({"ReplicaSet", "Deployment", ""})
                          : t.kind == BuiltIn::ReplicaSet ? pick({"Deployment", "Deployment", ""})
                                                          : pick({"InferenceService", "", ""});
            if (!t.ownerKind.empty())
                t.owner = t.ownerUid = t.ownerKind + std::to_string(m_random() % 12);
        }
        if (t.kind == BuiltIn::Pod || isOwner(t.kind)) {
            t.version = m_random() % 4 == 0 ? "m:" + std::to_string(m_random() % 9) : "";
            t.uri = m_random() % 3 == 0 ? "models:/u/" + std::to_string(m_random() % 9) : "";
        }
        if (t.kind != BuiltIn::Pod)
            return;
        t.team.clear();
        t.node = m_random() % 5 == 0 ? "" : "node" + std::to_string(m_random() % 12);
        t.phase = pick({"Running", "Pending", "Succeeded", "Failed", "Running"});
        t.gpus = m_random() % 9;
        t.restarts = m_random() % 5;
        t.label = m_random() % 4 == 0 ? "InferenceService" + std::to_string(m_random() % 12) : "";
    }

    static void write(FactBatch& batch, const Thing& t)
    {
        Object o{t.kind, t.uid, t.name, t.ns, t.owner, t.ownerKind, t.ownerUid, {}};
        if (!t.label.empty())
            o.labels = {{"serving.kserve.io/inferenceservice", t.label}};
        RowWriter row = put(batch, o);
        if (t.kind == BuiltIn::Namespace)
            row.textIf(col(NamespaceColumn::Team), t.team);
        if (isOwner(t.kind))
            row.textIf(col(WorkloadColumn::Team), t.team)
                .textIf(col(WorkloadColumn::ModelVersion), t.version)
                .textIf(col(WorkloadColumn::ModelUri), t.uri);
        if (t.kind == BuiltIn::Pod)
            row.textIf(col(PodColumn::Node), t.node)
                .text(col(PodColumn::Phase), t.phase)
                .textIf(col(PodColumn::PodModelVersion), t.version)
                .textIf(col(PodColumn::ModelUri), t.uri)
                .integer(col(PodColumn::Gpus), t.gpus)
                .integer(col(PodColumn::Restarts), t.restarts);
    }

    std::mt19937 m_random;
};

/// Follows `changes` by key, as a view-model does.
void follow(std::map<ObjectKey, std::size_t>& view, const std::vector<RowChange>& changes)
{
    for (const RowChange& c : changes) {
        if (c.op == RowChange::Op::Removed)
            REQUIRE(view.erase(c.key) == 1);
        else if (c.op == RowChange::Op::Added)
            REQUIRE(view.emplace(c.key, c.slot).second);
        else
            view.at(c.key) = c.slot; // the same one, unless it moved
    }
}

/// Names the first line that differs instead of both whole texts.
void requireSame(const std::string& is, const std::string& should)
{
    std::istringstream a(is), b(should);
    for (std::string x, y; is != should && std::getline(a, x) && std::getline(b, y);)
        REQUIRE(x == y);
    REQUIRE(is.size() == should.size());
}

void runSeed(unsigned seed)
{
    INFO("seed " << seed);
    const TempFolder folder;
    ManualClock clock(kStart);
    HistoryTuning tuning;
    tuning.replayBytes = 3000;
    tuning.mergeEvery = 7;
    tuning.rowsPerPart = 13;
    auto store = openStore(optionsAt(folder, &clock), tuning);
    World world;
    // Pods of both sources exist from the start, so that sums are known.
    for (const char* source : {"c1", "c2"}) {
        FactBatch listed(source);
        listed.mark(MarkOp::ListBegan, kPod);
        listed.mark(MarkOp::ListComplete, kPod);
        require(store->apply(std::move(listed)));
    }
    Script script(seed);
    std::map<std::int64_t, std::string> past;
    SnapshotPtr before = store->current();
    std::map<ObjectKey, std::size_t> view;
    for (int round = 0; round < 150; ++round) {
        clock.advance(std::chrono::milliseconds(250));
        require(store->apply(script.next(world)));
        const SnapshotPtr now = store->current();
        requireSame(describe(*now, world), describe(world));
        follow(view, diffTables(before->table(kPod), now->table(kPod)));
        std::map<ObjectKey, std::size_t> truth;
        if (const Table* pods = now->table(kPod))
            pods->forEach([&](const RowRef& row) { truth[row.key()] = row.slot(); });
        REQUIRE(view == truth);
        before = now;
        past[clock.now().ns] = dump(*now);
        if (round % 40 == 39) { // a restart in between
            store.reset();
            store = openStore(optionsAt(folder, &clock), tuning);
            REQUIRE(dump(*store->current()) == past[clock.now().ns]);
            for (const char* source : {"c1", "c2"}) {
                FactBatch seen(source); // that pods can be seen is learnt anew
                put(seen, {.uid = "brief"});
                seen.remove(kPod, makeKey(source, "brief"));
                require(store->apply(std::move(seen)));
            }
            before = store->current();
            view.clear();
            follow(view, diffTables(nullptr, before->table(kPod)));
        }
    }
    std::mt19937 random(seed);
    for (int i = 0; i < 25; ++i) {
        auto it = past.begin();
        std::advance(it, random() % past.size());
        const auto then =
            store->at({it->first + static_cast<std::int64_t>(random() % 200'000'000)});
        REQUIRE(then);
        REQUIRE(dump(**then) == it->second);
    }
    const auto report = store->verify();
    REQUIRE(report);
    for (const std::string& problem : report->problems)
        UNSCOPED_INFO(problem);
    REQUIRE(report->ok);
}

} // namespace

TEST_CASE("random histories equal the naive model: now, at any T, in every difference")
{
    for (unsigned seed = 1; seed <= 20; ++seed)
        runSeed(seed);
}
