// SPDX-License-Identifier: GPL-3.0-or-later
// The Workloads table as an item model: lines of a WorkloadsView, cells read when asked for, cells
// that changed marked for a moment. One per kind, because columns differ. Ui thread.
#pragma once

#include "ui/viewmodels/workloads_view.h"

namespace binnacle::ui {

class WorkloadsModel final : public KeyedModelBase {
    Q_OBJECT
public:
    enum ObjectRole {
        GroupRole = HatchRole + 1, ///< bool: the line of a group
        FoldedRole,                ///< bool, of a group
        ShapeRole,                 ///< bool: the tone is drawn as a shape too
        MarkRole,                  ///< double: 1 just changed, 0 not
        TagRole,                   ///< text in a box beside the name of a group
    };
    /// How long a changed cell stays marked. Units: milliseconds.
    static constexpr int kMarkMs = 1500;

    explicit WorkloadsModel(std::shared_ptr<const ObjectKind> kind, QObject* parent = nullptr);

    const ObjectKind& kind() const { return *m_kind; }
    const ObjectLine& line(int row) const { return *static_cast<const ObjectLine*>(rowAt(row)); }
    /// Null for the line of a row.
    const ObjectGroup* group(int row) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Headings say what rows are sorted by: "Status ↓".
    void setSorting(const std::vector<TableSort>& sort);
    void mark(const std::vector<ChangedRow>& changed);
    /// Forgets marks that are over; false when none is left.
    bool hasMarks();

protected:
    bool sameRow(const void* a, const void* b) const override;

private:
    QVariant rowData(const ObjectLine& line, int column, int role) const;
    QVariant groupData(const ObjectLine& line, int column, int role) const;
    double markOf(const models::ObjectKey& key, int column) const;

    struct Mark {
        std::uint64_t columns = 0;
        qint64 until = 0;
    };
    std::shared_ptr<const ObjectKind> m_kind;
    std::vector<TableSort> m_sort;
    std::unordered_map<models::ObjectKey, Mark, models::ObjectKeyHash> m_marks;
};

} // namespace binnacle::ui
