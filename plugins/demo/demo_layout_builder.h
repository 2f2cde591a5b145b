// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a DemoLayout: pools in proportion, then pods onto devices from large to small so that no
// pod straddles two nodes, then the planted faults. For DemoLayout only.
#pragma once

#include "plugins/demo/demo_layout.h"

namespace binnacle::plugins::demo {

class LayoutBuilder {
public:
    LayoutBuilder(DemoLayout& layout, const DemoSize& size) : m_l(layout), m_size(size) {}
    void build();

private:
    /// Where the next pod of a pool goes, and how much of the pool stays for others.
    struct Cursor {
        std::uint32_t node = 0, used = 0; ///< node index and devices used on it
        std::uint32_t left = 0;           ///< devices that may still be given out
    };

    void makePools();
    void makeNodes();
    void planTraining();
    void placeQueuedJobs(std::uint32_t capacity);
    void placeQueuedJob(std::uint32_t number, std::uint32_t gpus, std::uint32_t pool);
    void placeSmallJobs(std::uint32_t pool);
    void setAside(std::vector<std::uint32_t>& large);
    void placeStoryJobs();
    void placeLongJobs(std::uint32_t pool);
    void placeServices(std::uint32_t pool, std::uint32_t gpusPerPod, std::uint32_t budget);
    void placeDocs();
    void placeNotebooks(std::uint32_t pool);
    void placeCpuPods();
    void plantStories();
    void makeQuotas();

    std::uint32_t poolFor(const ServiceSpec& service) const;
    /// A count of the default estate in this one's size.
    std::uint32_t scaled(std::uint32_t count) const;
    std::uint32_t trainingPool(std::uint32_t gpus) const;
    /// Adds up to `pods` pods; returns how many fitted.
    std::uint32_t place(DemoWorkload workload, std::uint32_t pods);
    bool placePod(std::uint32_t workload, Cursor& at, std::uint32_t pool, std::uint32_t gpus);

    DemoLayout& m_l;
    DemoSize m_size;
    std::vector<Cursor> m_cursor;
    std::vector<bool> m_served; ///< services that run already
    /// Jobs smaller than a node: they come after the whole nodes, in a pool that keeps room for
    /// them.
    struct SmallJob {
        std::uint32_t number = 0, gpus = 0, pool = 0;
    };
    std::vector<SmallJob> m_small;
};

} // namespace binnacle::plugins::demo
