// SPDX-License-Identifier: GPL-3.0-or-later
// One object of the replayed estate in 56 bytes: everything that can change. The rest (names,
// images, labels) follows from its index. A value.
#pragma once

#include <cstdint>
#include <string_view>

namespace binnacle::tests::replay {

/// The kinds that have objects; every other built-in kind is served as an empty list.
enum class Kind : std::uint8_t { Pod, Node, Namespace, Deployment, ReplicaSet, None };
inline constexpr std::size_t kKindCount = 5;

enum class Form : std::uint8_t {
    Running,
    NotReady, ///< of a pod: runs, not ready; of a node: its kubelet is silent
    Pending,  ///< no node yet
    ContainerCreating,
    CrashLoopBackOff,
    ImagePullBackOff,
    OomKilled,
    Terminating,
    Evicted,
    Cordoned, ///< of a node
};

inline constexpr std::uint32_t kNoNode = 0xffffffff;

struct Record {
    std::uint64_t resourceVersion = 0;
    std::int64_t created = 0; ///< Unix seconds
    std::int64_t changed = 0; ///< Unix seconds: start of the present form
    std::uint32_t index = 0;
    std::uint32_t incarnation = 0; ///< grows when a pod is replaced: another name and uid
    std::uint32_t node = kNoNode;
    std::uint32_t restarts = 0;
    Form form = Form::Running;
    bool alive = true;
};

/// What `kubectl get pods` prints as STATUS.
std::string_view statusOf(const Record& pod);
/// The API's phase.
std::string_view phaseOf(const Record& pod);

} // namespace binnacle::tests::replay
