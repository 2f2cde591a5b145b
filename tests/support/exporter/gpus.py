# SPDX-License-Identifier: GPL-3.0-or-later
"""GPUs whose values are functions of time, and the table of DCGM metrics."""
import math

from scenario import BOOT, digest

DRIVER = "580.95.05"


class Gpu:
    def __init__(self, node, index, instance=None):
        key = digest("gpu", node["name"], index)
        text = key.hex()
        self.node, self.index, self.instance = node, index, instance
        self.uuid = f"GPU-{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"
        self.bus = f"00000000:{0x10 + index * 0x0b:02X}:00.0"
        self.phase = key[30] / 256 * 2 * math.pi
        self.period = 300 + key[31] * 2.5
        self.memory = node["mig"]["memoryMiB"] if instance is not None else node["memoryMiB"]
        self.pod = None
        self.load = 0.0
        self.offset = 0.0  # keeps the energy counter monotonic when the load changes
        self.blank = {}
        self.xid = 0
        self.hot = None

    def assign(self, pod, load, now):
        before = self.energy(now)
        self.pod, self.load = pod, load
        self.offset += before - self.energy(now)

    def labels(self):
        pairs = {"gpu": self.index, "UUID": self.uuid, "pci_bus_id": self.bus, "device": f"nvidia{self.index}",
                 "modelName": self.node["model"]}
        if self.instance is not None:
            pairs.update(GPU_I_PROFILE=self.node["mig"]["profile"], GPU_I_ID=self.instance + 1)
        pairs.update(Hostname=self.node["name"], DCGM_FI_DRIVER_VERSION=DRIVER)
        if self.pod:
            pairs.update(container=next((c["name"] for c in self.pod["containers"] if c["gpus"]), "server"),
                         namespace=self.pod["namespace"], pod=self.pod["name"])
        return pairs

    # Values at time t; `active` is the engine's activity, 0 to 1.
    def active(self, t):
        return self.load * (0.8 + 0.2 * math.sin(2 * math.pi * t / self.period + self.phase))

    def power(self, t):
        return self.node["idleW"] + (self.node["limitW"] - self.node["idleW"]) * self.active(t)

    def energy(self, t):  # mJ since BOOT: the integral of power
        turn = 2 * math.pi / self.period
        waves = 0.2 / turn * (math.cos(turn * BOOT + self.phase) - math.cos(turn * t + self.phase))
        joules = self.node["idleW"] * (t - BOOT) + (self.node["limitW"] - self.node["idleW"]) * self.load * (0.8 * (t - BOOT) + waves)
        return int(joules * 1000 + self.offset)

    def used(self, t):
        return int(self.memory * (0.82 + 0.1 * self.active(t))) if self.pod else 4

    def temperature(self, t):
        return self.hot or round(31 + 45 * self.active(t))


RESERVED = 512
CLASSIC, NEW, BOTH = "classic", "new", "both"
DCGM = (  # name, type, help, who has it, value
    ("DCGM_FI_DEV_GPU_UTIL", "gauge", "GPU utilization (in %).", CLASSIC, lambda g, t: round(100 * g.active(t))),
    ("DCGM_FI_DEV_MEM_COPY_UTIL", "gauge", "Memory utilization (in %).", CLASSIC, lambda g, t: round(62 * g.active(t))),
    ("DCGM_FI_DEV_ENC_UTIL", "gauge", "Encoder utilization (in %).", CLASSIC, lambda g, t: 0),
    ("DCGM_FI_DEV_DEC_UTIL", "gauge", "Decoder utilization (in %).", CLASSIC, lambda g, t: 0),
    ("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "gauge", "Ratio of time the graphics engine is active.", NEW, lambda g, t: round(g.active(t), 6)),
    ("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "gauge", "Ratio of cycles the tensor (HMMA) pipe is active.", NEW, lambda g, t: round(0.55 * g.active(t), 6)),
    ("DCGM_FI_PROF_DRAM_ACTIVE", "gauge", "Ratio of cycles the device memory interface is active.", NEW, lambda g, t: round(0.48 * g.active(t), 6)),
    ("DCGM_FI_PROF_SM_ACTIVE", "gauge", "The ratio of cycles an SM has at least 1 warp assigned.", NEW, lambda g, t: round(0.9 * g.active(t), 6)),
    ("DCGM_FI_PROF_SM_OCCUPANCY", "gauge", "The ratio of number of warps resident on an SM.", NEW, lambda g, t: round(0.41 * g.active(t), 6)),
    ("DCGM_FI_DEV_FB_USED", "gauge", "Framebuffer memory used (in MiB).", BOTH, lambda g, t: g.used(t)),
    ("DCGM_FI_DEV_FB_FREE", "gauge", "Framebuffer memory free (in MiB).", BOTH, lambda g, t: g.memory - RESERVED - g.used(t)),
    ("DCGM_FI_DEV_FB_RESERVED", "gauge", "Framebuffer memory reserved (in MiB).", BOTH, lambda g, t: RESERVED),
    ("DCGM_FI_DEV_POWER_USAGE", "gauge", "Power draw (in W).", BOTH, lambda g, t: round(g.power(t), 3)),
    ("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "counter", "Total energy consumption since boot (in mJ).", BOTH, lambda g, t: g.energy(t)),
    ("DCGM_FI_DEV_GPU_TEMP", "gauge", "GPU temperature (in C).", BOTH, lambda g, t: g.temperature(t)),
    ("DCGM_FI_DEV_MEMORY_TEMP", "gauge", "Memory temperature (in C).", BOTH, lambda g, t: g.temperature(t) + 6),
    ("DCGM_FI_DEV_SM_CLOCK", "gauge", "SM clock frequency (in MHz).", BOTH, lambda g, t: g.node["clockMHz"] if g.load else 345),
    ("DCGM_FI_DEV_MEM_CLOCK", "gauge", "Memory clock frequency (in MHz).", BOTH, lambda g, t: 2619 if g.load else 810),
    ("DCGM_FI_DEV_XID_ERRORS", "gauge", "Value of the last XID error encountered.", BOTH, lambda g, t: g.xid),
    ("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter", "Total number of PCIe retries.", BOTH, lambda g, t: 0),
    ("DCGM_FI_PROF_PCIE_TX_BYTES", "gauge", "The rate of data transmitted over the PCIe bus (bytes per second).", NEW, lambda g, t: int(3.1e9 * g.active(t))),
    ("DCGM_FI_PROF_PCIE_RX_BYTES", "gauge", "The rate of data received over the PCIe bus (bytes per second).", NEW, lambda g, t: int(2.4e9 * g.active(t))),
    ("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", "counter", "Total number of NVLink bandwidth counters for all lanes.", BOTH, lambda g, t: int((t - BOOT) * 900 * g.load)),
    ("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "Number of remapped rows for uncorrectable errors", BOTH, lambda g, t: 1 if g.xid == 63 else 0),
    ("DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS", "counter", "Number of remapped rows for correctable errors", BOTH, lambda g, t: 0),
    ("DCGM_FI_DEV_ROW_REMAP_FAILURE", "gauge", "Whether remapping of rows has failed", BOTH, lambda g, t: 0),
    ("DCGM_FI_DEV_VGPU_LICENSE_STATUS", "gauge", "vGPU License status", BOTH, lambda g, t: 0),
)
LEAN = {"DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_PROF_GR_ENGINE_ACTIVE", "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "DCGM_FI_DEV_FB_USED",
        "DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "DCGM_FI_DEV_GPU_TEMP",
        "DCGM_FI_DEV_XID_ERRORS"}
HISTORY = LEAN - {"DCGM_FI_DEV_XID_ERRORS"}


def has(gpu, name, group):
    metrics = gpu.node["metrics"]
    if gpu.instance is not None:  # per MIG instance: activity and memory only
        return "_PROF_" in name or "_FB_" in name
    if gpu.node.get("mig"):
        return not ("_PROF_" in name or "_FB_" in name or "_UTIL" in name)
    if metrics == "lean":
        return name in LEAN
    return metrics == "all" or group in (BOTH, metrics)
