// SPDX-License-Identifier: GPL-3.0-or-later
// Collects changes with their values while history is replayed: the cells asked for are read before
// a group is applied and again after it. Private to the store; one replay, one thread.
#pragma once

#include "services/store/change_entry.h"
#include "services/store/table_writer.h"

namespace binnacle::services {

class ToldCollector {
public:
    ToldCollector(const ChangeWatches& watches, std::vector<ToldChange>& out)
        : m_watches(watches), m_out(out)
    {
    }
    std::size_t size() const { return m_out.size(); }
    void cut(std::size_t limit) { m_out.resize(std::min(m_out.size(), limit)); }
    void append(std::vector<ToldChange> more);

    /// Rows of this kind follow. False: nobody asked for any.
    bool begin(models::KindId kind);
    /// Takes down how the row is before it is changed. Slot kNone: a row that is not there.
    void before(const TableWriter& w, std::size_t slot);
    /// `row`: its number among those given to before().
    void changed(const TableWriter& w, std::size_t row, std::size_t slot, ChangeEntry entry);
    void added(const TableWriter& w, std::size_t slot, ChangeEntry entry);
    void removed(const TableWriter& w, std::size_t slot, ChangeEntry entry);
    const ChangeWatches& watches() const { return m_watches; }

private:
    std::vector<ToldValue> values(const TableWriter& w, std::size_t slot) const;
    const ChangeWatches& m_watches;
    std::vector<ToldChange>& m_out;
    const ChangeWatch* m_watch = nullptr; ///< of the kind at hand
    std::vector<std::int64_t> m_before;   ///< raw cells: most rows changed elsewhere
};

} // namespace binnacle::services
