// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the estate store: ingest, publication, bytes per pod, start with the last state,
// snapshot(at T) after a day of changes. Prints one line per figure; arguments: pods (16000),
// changes (864000).
#include "models/estate/fact.h"
#include "models/estate/labels.h"
#include "services/store/diff.h"
#include "services/store/estate_store_impl.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <unistd.h>

using namespace binnacle::models;
using namespace binnacle::services;

namespace {

using Steady = std::chrono::steady_clock;
constexpr UtcTime kStart = UtcTime::fromSeconds(std::int64_t{1'790'000'000});

double msSince(Steady::time_point t)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - t).count();
}

/// What this thread computed: on a shared machine the wall clock measures the neighbours.
double cpuMs()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

/// Units: MiB of resident memory, now and at its peak.
std::pair<double, double> residentMiB()
{
    std::ifstream in("/proc/self/status");
    double now = 0, peak = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("VmRSS:"))
            now = std::atof(line.c_str() + 6) / 1024;
        if (line.starts_with("VmHWM:"))
            peak = std::atof(line.c_str() + 6) / 1024;
    }
    return {now, peak};
}

void require(const Result<void>& ok)
{
    if (ok)
        return;
    std::fprintf(stderr, "%s\n", ok.error().text().c_str());
    std::exit(1);
}

template <class T> T take(Result<T> value)
{
    if (value)
        return std::move(*value);
    std::fprintf(stderr, "%s\n", value.error().text().c_str());
    std::exit(1);
}

/// Pods as a cluster has them: twelve per ReplicaSet, own name, own address, shared labels.
class Estate {
public:
    Estate(int pods, int gpus) : m_pods(pods), m_gpus(gpus) {}

    static std::string hex(int n, const char* salt)
    {
        return toString(makeKey(salt, std::to_string(n)));
    }
    static ObjectKey podKey(int n) { return makeKey("bench", "pod-" + std::to_string(n)); }

    void pod(FactBatch& batch, int n, std::int64_t restarts, std::string_view status) const
    {
        const int set = n / 12;
        const std::string app = "model-" + std::to_string(set);
        const std::string hash = hex(set, "hash").substr(0, 10);
        const std::string digest = "sha256:" + hex(set % 200, "image") + hex(set % 200, "image2");
        batch.upsert(kind(BuiltIn::Pod), podKey(n), kStart - std::chrono::hours(n % 900))
            .text(col(Common::Name), app + "-" + hash + "-" + hex(n, "pod").substr(0, 5))
            .text(col(Common::Namespace), "team-" + std::to_string(set % 120))
            .text(col(Common::Labels), encodeLabels({{"app", app},
                                                     {"pod-template-hash", hash},
                                                     {"app.kubernetes.io/managed-by", "helm"},
                                                     {"team", "team-" + std::to_string(set % 40)}}))
            .time(col(Common::Created), kStart - std::chrono::seconds(n * 37 % 9'000'000))
            .text(col(Common::Owner), app + "-" + hash)
            .text(col(Common::OwnerKind), "ReplicaSet")
            .text(col(Common::OwnerUid), "rs-" + std::to_string(set))
            .text(col(PodColumn::Status), status)
            .text(col(PodColumn::Phase), "Running")
            .integer(col(PodColumn::Ready), 1)
            .integer(col(PodColumn::Containers), 2)
            .integer(col(PodColumn::Restarts), restarts)
            .text(col(PodColumn::Node), "gpu-node-" + std::to_string(n % (m_pods / 16 + 1)))
            .integer(col(PodColumn::Gpus), n % 4)
            .text(col(PodColumn::GpuResource), "nvidia.com/gpu")
            .text(col(PodColumn::Image), "registry.example/ml/server-" + std::to_string(set % 200))
            .text(col(PodColumn::ImageDigest), digest)
            .text(col(PodColumn::PodIp), "10." + std::to_string(n / 65536) + "." +
                                             std::to_string(n / 256 % 256) + "." +
                                             std::to_string(n % 256))
            .time(col(PodColumn::Started), kStart - std::chrono::seconds(n * 37 % 9'000'000 - 4));
    }

    void fill(EstateStore& store) const
    {
        FactBatch owners("bench");
        for (int set = 0; set <= m_pods / 12; ++set) {
            const std::string app = "model-" + std::to_string(set);
            const std::string ns = "team-" + std::to_string(set % 120);
            owners.upsert(kind(BuiltIn::Deployment), makeKey("bench", "d-" + std::to_string(set)))
                .text(col(Common::Name), app)
                .text(col(Common::Namespace), ns)
                .text(col(WorkloadColumn::ModelVersion), app + ":" + std::to_string(set % 50));
            owners.upsert(kind(BuiltIn::ReplicaSet), makeKey("bench", "rs-" + std::to_string(set)))
                .text(col(Common::Name), app + "-" + hex(set, "hash").substr(0, 10))
                .text(col(Common::Namespace), ns)
                .text(col(Common::Owner), app)
                .text(col(Common::OwnerKind), "Deployment")
                .text(col(Common::OwnerUid), "d-" + std::to_string(set))
                .text(col(WorkloadColumn::Revision), "7");
        }
        for (int n = 0; n <= m_pods / 16; ++n)
            owners.upsert(kind(BuiltIn::Node), makeKey("bench", "node-" + std::to_string(n)))
                .text(col(Common::Name), "gpu-node-" + std::to_string(n))
                .integer(col(NodeColumn::GpuCapacity), 8);
        require(store.apply(std::move(owners)));
        FactBatch batch("bench");
        for (int n = 0; n < m_pods; ++n) {
            pod(batch, n, 0, "Running");
            if (n % 500 == 499) {
                require(store.apply(std::move(batch)));
                batch = FactBatch("bench");
            }
        }
        require(store.apply(std::move(batch)));
        FactBatch devices("bench");
        for (int n = 0; n < m_gpus; ++n)
            gpu(devices, n, 0);
        require(store.apply(std::move(devices)));
    }

    void gpu(FactBatch& batch, int n, int tick) const
    {
        const double load = static_cast<double>((n * 7 + tick * 13) % 100) / 100;
        batch.upsert(kind(BuiltIn::Gpu), makeKey("bench", "GPU-" + std::to_string(n)))
            .text(col(Common::Name), "GPU-" + hex(n, "gpu"))
            .text(col(GpuColumn::Uuid), "GPU-" + hex(n, "gpu"))
            .text(col(GpuColumn::Node), "gpu-node-" + std::to_string(n / 8))
            .integer(col(GpuColumn::Index), n % 8)
            .text(col(GpuColumn::Model), "NVIDIA H100 80GB HBM3")
            .integer(col(GpuColumn::MemoryTotal), 85'520'809'984)
            .real(col(GpuColumn::Utilisation), load)
            .real(col(GpuColumn::SmActive), load / 2)
            .integer(col(GpuColumn::MemoryUsed), 1'000'000ll * (n + tick))
            .real(col(GpuColumn::Power), 100 + 6 * load)
            .real(col(GpuColumn::Temperature), 30 + 50 * load)
            .time(col(GpuColumn::SampleTime), kStart + std::chrono::seconds(tick));
    }

    int pods() const { return m_pods; }

private:
    int m_pods, m_gpus;
};

void memory(int pods, int gpus)
{
    const double before = residentMiB().first;
    StoreOptions options;
    const auto store = take(EstateStore::open(options));
    const Estate estate(pods, gpus);
    const auto t = Steady::now();
    estate.fill(*store);
    const double took = msSince(t);
    const StoreHealth health = store->health();
    const auto [now, peak] = residentMiB();
    std::printf(
        "memory: %d pods and %d GPUs ingested in %.0f ms (in batches of 500); store says %.1f MiB, "
        "%llu texts, %.0f bytes per row; process %.1f MiB more than before, peak %.1f MiB\n",
        pods, gpus, took, static_cast<double>(health.memoryBytes) / 1048576,
        static_cast<unsigned long long>(health.texts),
        static_cast<double>(health.memoryBytes) / (pods + gpus), now - before, peak);

    std::mt19937 random(1);
    const SnapshotPtr was = store->current();
    const auto t2 = Steady::now();
    constexpr int kEvents = 20'000;
    for (int i = 0; i < kEvents; ++i) {
        FactBatch one("bench");
        one.patch(kind(BuiltIn::Pod),
                  Estate::podKey(static_cast<int>(random() % static_cast<unsigned>(pods))))
            .integer(col(PodColumn::Restarts), i);
        require(store->apply(std::move(one)));
    }
    std::printf("publish: %.1f us per batch of one change\n", msSince(t2) * 1000 / kEvents);
    const auto t3 = Steady::now();
    const auto changes =
        diffTables(was->table(BuiltIn::Pod), store->current()->table(BuiltIn::Pod));
    std::printf("diff: %zu changed rows found in %.1f ms\n", changes.size(), msSince(t3));
    FactBatch sweep("bench");
    for (int n = 0; n < gpus; ++n)
        estate.gpu(sweep, n, 1);
    const auto t4 = Steady::now();
    require(store->apply(std::move(sweep)));
    std::printf("gauges: %d GPUs refreshed in %.1f ms\n", gpus, msSince(t4));
}

void history(const std::filesystem::path& folder, int pods, int changes)
{
    ManualClock clock(kStart);
    StoreOptions options;
    options.folder = folder;
    options.clock = &clock;
    const Estate estate(pods, 0);
    auto store = take(EstateStore::open(options));
    estate.fill(*store);
    require(store->flush(std::chrono::minutes(1)));
    std::mt19937 random(2);
    const auto t = Steady::now();
    for (int i = 0; i < changes; ++i) {
        clock.advance(std::chrono::milliseconds(100));
        FactBatch one("bench");
        estate.pod(one, static_cast<int>(random() % static_cast<unsigned>(pods)), i,
                   i % 3 == 0 ? "CrashLoopBackOff" : "Running");
        require(store->apply(std::move(one)));
    }
    require(store->flush(std::chrono::minutes(5)));
    std::printf(
        "history: %d changes (a day at 10 per second) ingested in %.1f s, %.1f MiB on disk\n",
        changes, msSince(t) / 1000, static_cast<double>(store->health().bytes) / 1048576);
    double worst = 0, sum = 0, cpu = 0;
    constexpr int kTimes = 30;
    for (int i = 0; i < kTimes; ++i) {
        const auto when =
            kStart +
            std::chrono::milliseconds(
                100 * static_cast<std::int64_t>(random() % static_cast<unsigned>(changes)));
        const auto t2 = Steady::now();
        const double c2 = cpuMs();
        const SnapshotPtr then = take(store->at(when));
        const double ms = msSince(t2);
        if (then->table(BuiltIn::Pod)->rowCount() != static_cast<std::size_t>(pods))
            std::exit(1);
        worst = std::max(worst, ms);
        sum += ms;
        cpu += cpuMs() - c2;
    }
    std::printf("snapshot(at T) of %d pods: mean %.0f ms, worst of %d %.0f ms, mean CPU %.0f ms\n",
                pods, sum / kTimes, kTimes, worst, cpu / kTimes);
    const auto t5 = Steady::now();
    const auto listed =
        take(store->changes(clock.now() - std::chrono::minutes(10), clock.now(), 100'000));
    std::printf("changes of the last 10 minutes: %zu in %.0f ms\n", listed.size(), msSince(t5));
    store.reset();
    for (int i = 0; i < 3; ++i) {
        const auto t3 = Steady::now();
        const double c3 = cpuMs();
        store = take(EstateStore::open(options));
        std::printf("start with the last state of %d pods: %.0f ms, CPU %.0f ms\n", pods,
                    msSince(t3), cpuMs() - c3);
        store.reset();
    }
    store = take(EstateStore::open(options));
    const auto t4 = Steady::now();
    const VerifyReport report = take(store->verify());
    std::printf("verify: %s, %llu batches, %llu checkpoints, %llu rows in %.1f s\n",
                report.ok ? "whole" : report.problems.front().c_str(),
                static_cast<unsigned long long>(report.batches),
                static_cast<unsigned long long>(report.checkpoints),
                static_cast<unsigned long long>(report.rows), msSince(t4) / 1000);
}

} // namespace

int main(int argc, char** argv)
{
    const int pods = argc > 1 ? std::atoi(argv[1]) : 16'000;
    const int changes = argc > 2 ? std::atoi(argv[2]) : 864'000;
    memory(150'000, 40'000);
    std::string folder =
        (std::filesystem::temp_directory_path() / "binnacle-bench-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
        return 1;
    history(folder, pods, changes);
    std::filesystem::remove_all(folder);
    return 0;
}
