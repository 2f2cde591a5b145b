// SPDX-License-Identifier: GPL-3.0-or-later
// Where windows, splitters and table headers were, by object name, and a few choices (theme, page).
// Kept in an INI file that app/gui names; without one (screenshots, tests) nothing is read or
// written. Ui thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <memory>

class QHeaderView;
class QSettings;
class QSplitter;
class QWidget;

namespace binnacle::ui {

class UiState final {
public:
    /// Empty: memory only.
    explicit UiState(const QString& file = {});
    ~UiState();

    QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void setValue(const QString& key, const QVariant& value);

    /// Restores now; saves on saveAll() as long as the widget lives.
    bool restore(QWidget& window);
    void save(const QWidget& window);
    /// A header saved with other columns is not restored. Shape: `version` names the column set.
    bool restore(QHeaderView& header, int version);
    void save(const QHeaderView& header, int version);

private:
    std::unique_ptr<QSettings> m_settings;
    QVariantMap m_memory;
};

} // namespace binnacle::ui
