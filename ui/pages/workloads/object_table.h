// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Workloads page: groups that fold, sorting by several columns, cells that changed
// marked for a moment, and rows that stay where the eye is when others come and go. Sorting and
// folding are asked for, not done here. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/workloads_model.h"

#include <QTableView>
#include <QTimer>

namespace binnacle::ui {

class ObjectTable final : public QTableView {
    Q_OBJECT
public:
    ObjectTable(Theme& theme, QWidget* parent);

    void setObjects(WorkloadsModel* model);
    /// Columns in their order, with widths; the others are hidden. Units: pixels; 0: the default.
    void setColumns(const std::vector<std::pair<std::string, int>>& columns);
    std::vector<std::pair<std::string, int>> columns() const;

    models::ObjectKey currentKey() const;
    bool selectKey(const models::ObjectKey& key);

    /// Before and after the model goes over to other rows.
    void holdPlace();
    void keepPlace();

    /// True when the system asks for no animation: marks appear and go, and do not fade.
    void setReducedMotion(bool on) { m_reducedMotion = on; }
    bool reducedMotion() const { return m_reducedMotion; }
    bool isGrouped() const;
    /// What stands where rows would be: "No row matches the filter".
    void setEmptyText(const QString& text);

Q_SIGNALS:
    void opened(const models::ObjectKey& key);
    void foldToggled(const QString& group);
    void sortWanted(const QString& column, bool add);
    void columnsChanged();
    void menuWanted(const QPoint& global);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();
    void fitName();
    void toggleAt(int row);
    Theme& m_theme;
    WorkloadsModel* m_model = nullptr;
    QTimer m_fade;
    struct Anchor {
        models::ObjectKey key;
        int top; ///< in the viewport. Units: pixels
    };
    std::vector<Anchor> m_anchors;
    int m_nameWidth = 0; ///< chosen by hand; 0: what is left over
    bool m_fitting = false, m_reducedMotion = false;
    QString m_emptyText;
};

} // namespace binnacle::ui
