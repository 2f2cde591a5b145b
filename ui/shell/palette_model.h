// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the command palette: the registry's actions that match, best first, those not
// possible now last. A view-model without widgets; ui thread.
#pragma once

#include <QAbstractListModel>
#include <QList>

#include <vector>

namespace binnacle::ui {

class ActionRegistry;

class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, GroupRole, KeysRole, PositionsRole, EnabledRole };
    PaletteModel(const ActionRegistry& actions, QObject* parent);
    void setPattern(const QString& pattern);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString id, group, text, keys;
        QList<int> positions;
        int score = 0;
        bool enabled = true;
    };
    const ActionRegistry& m_actions;
    std::vector<Row> m_rows;
};

} // namespace binnacle::ui
