// SPDX-License-Identifier: GPL-3.0-or-later
// The table of every page: virtual rows, right-aligned figures in the fixed font, state as shape
// and word, hatching for what is stale. Sorting is asked for, not done here. Ui thread. Shows any
// KeyedModelBase.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/keyed_model_base.h"

#include <QTableView>

namespace binnacle::ui {

class DataTable final : public QTableView {
    Q_OBJECT
public:
    DataTable(Theme& theme, QWidget* parent);
    /// Widths by column. Units: pixels.
    void setUp(KeyedModelBase* model, const std::vector<int>& widths);
    models::ObjectKey currentKey() const;
    bool selectKey(const models::ObjectKey& key);

Q_SIGNALS:
    void opened(const models::ObjectKey& key);
    void sortWanted(int column, bool descending);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void restyle();
    Theme& m_theme;
    KeyedModelBase* m_model = nullptr;
};

} // namespace binnacle::ui
