// SPDX-License-Identifier: GPL-3.0-or-later
// The devices of one metric source as estate rows: takes the answers of the gpu.* meanings, keeps
// what each device showed last, and says what changed. For the connector's run thread only. Knows
// no server, no expression and no store.
#pragma once

#include "models/estate/fact.h"
#include "services/metrics/resolver.h"

#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace binnacle::plugins::prometheus {

/// The meanings a device row shows. The first ones also tell who the device is.
std::span<const std::string_view> gpuMeanings();

class GpuRows {
public:
    using Apply = std::function<models::Result<void>(models::FactBatch&&)>;

    explicit GpuRows(std::string source) : m_source(std::move(source)) {}

    /// How often the target of a series is sampled; zero: as its source. For series added from now
    /// on.
    using IntervalOf =
        std::function<models::Duration(std::string_view job, std::string_view instance)>;
    void setIntervals(IntervalOf of) { m_intervalOf = std::move(of); }

    /// Starts a round. Nothing is forgotten until the round's answers say so.
    void begin();
    /// Takes one meaning's answer: devices absent from it lose that value. With `identifies`,
    /// labels are complete and tell node, index, model and holder. Returns how many series belong
    /// to devices nobody has identified yet (they are not taken).
    /// A partial answer says nothing of devices it lacks: they keep value and sample time.
    std::size_t add(std::string_view meaning, const services::MeaningAnswer& answer,
                    bool identifies);
    /// The server has no such metric: the value is unknown.
    void unavailable(std::string_view meaning);
    /// The query failed: old values stay, with their sample time, for two rounds.
    void failed(std::string_view meaning);
    /// When the samples were taken. Units: Unix seconds as values; `skew` is server minus ours.
    void sampleTimes(const models::MetricAnswer& answer, models::Duration skew);
    using Times = std::unordered_map<std::string, models::UtcTime>; ///< by deviceId()
    /// What history says about devices not seen changing yet: the present spell began at the last
    /// opposite sample, or with the first one.
    void seedSpells(const Times& lastBusy, const Times& lastIdle, const Times& first);
    /// When the present Xid appeared, likewise.
    void seedXid(const Times& at);
    /// The sink lost a batch: the next round sends every row whole.
    void resend();

    /// Sends what changed, in batches of a few thousand rows. Errors: the sink's.
    models::Result<void> finish(models::UtcTime now, const Apply& apply);

    std::size_t size() const { return m_devices.size(); }
    std::size_t withoutUuid() const { return m_withoutUuid; }
    /// "GPU-…", or "GPU-…/3" for a MIG slice; empty without a UUID.
    static std::string deviceId(const models::MetricSeries& series);
    bool anyXid() const;

    /// Above this share of time a device counts as busy. Source: console anchors, "reserved but
    /// idle".
    static constexpr double kBusy = 0.02;

private:
    static constexpr std::size_t kValues = 15;
    struct Identity {
        std::string node, index, model, migProfile, migId, ns, pod;
        bool operator==(const Identity&) const = default;
    };
    struct Device {
        std::string uuid, id;
        models::ObjectKey key;
        Identity identity, sent;
        std::array<double, kValues> values, shown;
        std::string health;
        models::UtcTime sample, shownSample, busySince, shownBusySince, xidAt, shownXidAt, lastSeen;
        models::Duration interval{0}, shownInterval{0}; ///< between samples; zero: not known
        bool seen = false, sentOnce = false;
        bool heldBack = false; ///< shows a value that this round did not confirm
        int busy = -1;         ///< -1 not known
    };

    Device* find(const models::MetricSeries& series, bool create);
    void update(Device& device, models::UtcTime now);
    void emit(Device& device, models::FactBatch& batch) const;
    static Identity identityOf(const models::MetricSeries& series);

    const std::string m_source;
    std::vector<Device> m_devices;
    std::unordered_map<std::string, std::size_t> m_index;
    IntervalOf m_intervalOf;
    std::array<int, kValues> m_failures{};
    std::size_t m_withoutUuid = 0;
    bool m_anyFailed = false, m_staleSample = false;
};

} // namespace binnacle::plugins::prometheus
