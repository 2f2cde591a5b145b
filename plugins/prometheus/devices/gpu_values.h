// SPDX-License-Identifier: GPL-3.0-or-later
// The values of a device row: which meaning fills which slot and which column. For gpu_rows*.cpp
// only.
#pragma once

#include "models/estate/kinds.h"

#include <array>
#include <string_view>

namespace binnacle::plugins::prometheus {

enum Value : std::size_t {
    Utilisation,
    SmActive,
    TensorActive,
    DramActive,
    MemoryUsed,
    MemoryTotal,
    Power,
    PowerLimit,
    Temperature,
    SmClock,
    ThrottleReasons,
    Xid,
    EccDbe,
    RowRemap,
    NvlinkErrors,
};

inline constexpr std::array<std::string_view, 15> kMeanings{
    "gpu.utilisation", "gpu.sm_active",         "gpu.tensor_active",
    "gpu.dram_active", "gpu.memory_used",       "gpu.memory_total",
    "gpu.power",       "gpu.power_limit",       "gpu.temperature",
    "gpu.sm_clock",    "gpu.throttle_reasons",  "gpu.xid",
    "gpu.ecc_dbe",     "gpu.row_remap_failure", "gpu.nvlink_errors"};

struct GpuValueColumn {
    Value value;
    models::GpuColumn column;
    bool integer;
};

/// EccDbe and RowRemap have no column of their own: they make the health.
inline constexpr std::array<GpuValueColumn, 13> kColumns{
    {{Utilisation, models::GpuColumn::Utilisation, false},
     {SmActive, models::GpuColumn::SmActive, false},
     {TensorActive, models::GpuColumn::TensorActive, false},
     {DramActive, models::GpuColumn::DramActive, false},
     {MemoryUsed, models::GpuColumn::MemoryUsed, true},
     {MemoryTotal, models::GpuColumn::MemoryTotal, true},
     {Power, models::GpuColumn::Power, false},
     {PowerLimit, models::GpuColumn::PowerLimit, false},
     {Temperature, models::GpuColumn::Temperature, false},
     {SmClock, models::GpuColumn::SmClock, false},
     {ThrottleReasons, models::GpuColumn::ThrottleReasons, true},
     {Xid, models::GpuColumn::Xid, true},
     {NvlinkErrors, models::GpuColumn::NvlinkErrors, false}}};

} // namespace binnacle::plugins::prometheus
