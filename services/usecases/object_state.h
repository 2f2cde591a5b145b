// SPDX-License-Identifier: GPL-3.0-or-later
// How an object of any kind stands, in one enum that tables, groups, titles and summaries share:
// what kubectl prints as STATUS, read with its reason. Pure; any thread. Knows no view. What is not
// known is Unknown, never Fine.
#pragma once

#include "services/store/table.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle::services {

/// From the calmest to the worst; groups show the worst of their rows.
enum class ObjectState : std::uint8_t {
    Plain,       ///< a kind without a state: a quota
    Fine,        ///< ready, bound, active
    Finished,    ///< completed, as it should
    Unknown,     ///< nothing says how it stands
    Changing,    ///< a rollout moves on, a job runs
    Starting,    ///< scheduled, containers are being made
    Leaving,     ///< terminating
    Paused,      ///< a person or controller holds it
    Waiting,     ///< pending for another reason than devices
    WaitsForGpu, ///< no node has the devices that it asks for
    NotReady,    ///< runs, and its probes or replicas say no
    NoImage,     ///< the image cannot be pulled
    Restarting,  ///< crashes again and again
    Failed,
    Count
};

/// What a reader's eye needs: the shape and colour.
enum class StateTone : std::uint8_t { None, Ok, Busy, Changed, Warning, Critical, Unknown };

ObjectState stateOf(const RowRef& row);
StateTone toneOf(ObjectState state);

/// As a table shows it: "Waiting for GPU", "Restarts in a loop"; else the word that the cluster
/// says. Empty: the kind has none, or it is not known.
std::string_view stateText(const RowRef& row, ObjectState state);

/// The column that kubectl would call STATUS; -1 when the kind has none.
int statusColumn(const models::KindSpec& spec);

/// True when devices are what the scheduler misses.
bool missesGpus(std::string_view schedulerMessage);

/// "pod" and "pods", "horizontal pod autoscalers", "cron tabs" of "CronTab.stable.example.com".
std::string kindWord(const models::KindSpec& spec, bool many);

} // namespace binnacle::services
