// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_model.h"

#include "ui/shell/action_registry.h"
#include "ui/viewmodels/fuzzy.h"

#include <algorithm>

namespace binnacle::ui {

PaletteModel::PaletteModel(const ActionRegistry& actions, QObject* parent)
    : QAbstractListModel(parent), m_actions(actions)
{
}

void PaletteModel::setPattern(const QString& pattern)
{
    // Every letter is another question, so this is a new list and not a refresh of the old one.
    beginResetModel();
    m_rows.clear();
    for (const ActionSpec& spec : m_actions.all()) {
        if (!spec.run)
            continue;
        auto match = fuzzyMatch(pattern, spec.text);
        int score = match ? match->score + 4 : 0;
        if (!match) {
            const auto wide = fuzzyMatch(pattern, spec.group + QLatin1Char(' ') + spec.text);
            if (!wide)
                continue;
            score = wide->score;
        }
        m_rows.push_back(
            {spec.id, spec.group, spec.text,
             spec.keys.isEmpty() ? spec.keysText : spec.keys.toString(QKeySequence::NativeText),
             match ? match->positions : QList<int>(), score, m_actions.isEnabled(spec)});
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) {
        return a.enabled != b.enabled ? a.enabled : a.score > b.score;
    });
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return row.text;
    case IdRole:
        return row.id;
    case GroupRole:
        return row.group;
    case KeysRole:
        return row.keys;
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    case EnabledRole:
        return row.enabled;
    default:
        return {};
    }
}

} // namespace binnacle::ui
