// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_names.h"

#include "plugins/demo/demo_random.h"

#include <cstdio>

namespace binnacle::plugins::demo {

namespace {

std::uint64_t number(std::int64_t n)
{
    return static_cast<std::uint64_t>(n);
}

} // namespace

std::string nameSuffix(std::uint64_t h, std::size_t length)
{
    // Kubernetes leaves out vowels and look-alikes, so that no name spells a word.
    constexpr std::string_view kLetters = "bcdfghjklmnpqrstvwxz2456789";
    std::string text(length, '0');
    for (char& c : text) {
        c = kLetters[h % kLetters.size()];
        h /= kLetters.size();
    }
    return text;
}

std::string DemoNames::uid(std::string_view what, std::uint64_t which,
                           std::uint64_t generation) const
{
    const std::uint64_t a = hash(m_l.seed(), topic(what), which, generation), b = mix(a);
    char text[40];
    std::snprintf(text, sizeof text, "%08llx-%04llx-4%03llx-8%03llx-%012llx",
                  static_cast<unsigned long long>(a >> 32),
                  static_cast<unsigned long long>((a >> 16) & 0xffff),
                  static_cast<unsigned long long>(a & 0xfff),
                  static_cast<unsigned long long>(b >> 52),
                  static_cast<unsigned long long>(b & 0xffffffffffffull));
    return text;
}

std::string DemoNames::gpuUuid(std::uint32_t gpu) const
{
    return "GPU-" + uid("gpu", gpu);
}

std::string_view DemoNames::teamNamespace(std::uint32_t team)
{
    return team < kTeamCount ? kTeams[team] : kPlatformNamespace;
}

std::string DemoNames::workload(std::uint32_t workload, std::int64_t generation) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    if (w.shape != Shape::QueuedJob)
        return w.name;
    return w.name + "-" +
           nameSuffix(hash(m_l.seed(), topic("job-run"), workload, number(generation)), 6);
}

std::string DemoNames::workloadUid(std::uint32_t workload, std::int64_t generation) const
{
    return uid("workload", workload, number(generation));
}

std::string_view DemoNames::workloadKind(std::uint32_t workload) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    if (w.shape == Shape::LongJob || w.shape == Shape::QueuedJob)
        return "Job";
    switch (w.host) {
    case Host::Rollout:
        return "Rollout";
    case Host::StatefulSet:
        return "StatefulSet";
    default:
        return "Deployment";
    }
}

bool DemoNames::hasReplicaSet(std::uint32_t workload) const
{
    const std::string_view kind = workloadKind(workload);
    return kind == "Deployment" || kind == "Rollout";
}

std::string DemoNames::replicaSet(std::uint32_t workload, bool older) const
{
    const DemoWorkload& w = m_l.workloads()[workload];
    const std::uint64_t h = hash(m_l.seed(), topic("template"), workload, older ? 1 : 0);
    return w.name + (w.host == Host::InferenceService ? "-predictor-" : "-") + nameSuffix(h, 10);
}

std::string DemoNames::replicaSetUid(std::uint32_t workload, bool older) const
{
    return uid("replica-set", workload, older ? 1 : 0);
}

bool DemoNames::onOlderRevision(std::uint32_t pod) const
{
    const DemoPod& p = m_l.pods()[pod];
    const DemoWorkload& w = m_l.workloads()[p.workload];
    // Story 1: a quarter of fraud-scorer still runs the version before tonight's rollout.
    return w.name == "fraud-scorer" && pod - w.firstPod < w.pods / 4;
}

std::uint32_t DemoNames::modelVersion(std::uint32_t workload, bool older) const
{
    return m_l.workloads()[workload].version - (older ? 1 : 0);
}

std::string DemoNames::pod(std::uint32_t pod, std::int64_t generation) const
{
    const DemoPod& p = m_l.pods()[pod];
    const std::uint32_t ordinal = pod - m_l.workloads()[p.workload].firstPod;
    if (workloadKind(p.workload) == "StatefulSet")
        return workload(p.workload, 0) + "-" + std::to_string(ordinal);
    const std::string suffix =
        nameSuffix(hash(m_l.seed(), topic("pod-name"), pod, number(generation)), 5);
    if (hasReplicaSet(p.workload))
        return replicaSet(p.workload, onOlderRevision(pod)) + "-" + suffix;
    return workload(p.workload, generation) + "-" + std::to_string(ordinal) + "-" + suffix;
}

std::string DemoNames::podUid(std::uint32_t pod, std::int64_t generation) const
{
    return uid("pod", pod, number(generation));
}

} // namespace binnacle::plugins::demo
