// SPDX-License-Identifier: GPL-3.0-or-later
// The part of KeyedTableModel that knows no row type: it goes from one list of keys to the next by
// keyed differences and never by a reset, so that selection, scroll position and editors survive a
// refresh. Ui thread; planDifference() runs on a worker.
#pragma once

#include "models/estate/object_key.h"

#include <QAbstractTableModel>

#include <functional>
#include <memory>
#include <vector>

namespace binnacle::ui {

/// The rows to show, in order: pointers into an immutable value that `owner` keeps alive.
struct Arrangement {
    std::shared_ptr<const void> owner;
    std::vector<const void*> rows;
    std::vector<models::ObjectKey> keys; ///< unique
    std::size_t total = 0;               ///< before filtering
};
using ArrangementPtr = std::shared_ptr<const Arrangement>;

struct RowRange {
    int first = 0, last = 0; ///< both inclusive
};

/// How to get from `base` to another arrangement.
struct TablePlan {
    ArrangementPtr base;
    std::vector<RowRange> removed;  ///< in base, ascending
    std::vector<RowRange> inserted; ///< in the new one, ascending
    bool sameOrder = true;          ///< rows in both keep their order
    std::vector<RowRange> changed;  ///< in the new one, ascending
};

using SameRow = std::function<bool(const void*, const void*)>;

/// Pure. Cost: O(rows) with a hash per row when the keys differ.
TablePlan planDifference(ArrangementPtr base, const Arrangement& next, const SameRow& same);

class KeyedModelBase : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        SortRole = Qt::UserRole, ///< double or text
        KeyRole,                 ///< QByteArray of the key's 32 hex digits
        StateRole,               ///< int of Tone
        MonoRole,                ///< bool: identifier or aligned figure
        HatchRole,               ///< bool: the row's values are stale or unknown
    };
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    const ArrangementPtr& arrangement() const { return m_now; }
    std::size_t total() const { return m_now ? m_now->total : 0; }
    /// -1 when the key is not shown. Cost: O(rows).
    int rowOf(const models::ObjectKey& key) const;
    models::ObjectKey keyAt(int row) const;

    /// Shows `next`. A plan made for another base is made anew here.
    void show(ArrangementPtr next, TablePlan plan);
    void show(ArrangementPtr next);

protected:
    const void* rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    virtual bool sameRow(const void* a, const void* b) const = 0;

private:
    void removeRanges(const TablePlan& plan);
    bool insertRanges(const TablePlan& plan, const Arrangement& next);
    void reorder(std::vector<const void*> rows, std::vector<models::ObjectKey> keys);

    ArrangementPtr m_now;
    // While going over, the rows are a mixture of the old and the new arrangement.
    std::vector<const void*> m_rows;
    std::vector<models::ObjectKey> m_keys;
};

} // namespace binnacle::ui
