// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the cells of the Workloads table: state as shape and word, groups as headings, hatching
// for what is not heard of, a fading mark on what changed. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace binnacle::ui {

class ObjectTable;

class ObjectPainter final : public QStyledItemDelegate {
    Q_OBJECT
public:
    ObjectPainter(Theme& theme, ObjectTable* table);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                     const QModelIndex& index) const;
    void paintText(QPainter& painter, QRect box, const QModelIndex& index) const;
    QRect paintGroupStart(QPainter& painter, QRect box, const QModelIndex& index) const;
    Theme& m_theme;
    ObjectTable& m_table;
    QFont m_text, m_bold, m_mono, m_tag;
};

} // namespace binnacle::ui
