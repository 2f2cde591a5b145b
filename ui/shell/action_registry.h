// SPDX-License-Identifier: GPL-3.0-or-later
// Every act of the console, by id: text, keys, when it is possible. Menus, palette, cheat sheet and
// tests read this list and nothing else. Owned by the main window; ui thread.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace binnacle::ui {

struct ActionSpec {
    QString id;    ///< "view.theme.dark"
    QString group; ///< heading in palette and cheat sheet: "View"
    QString text;  ///< "Use the dark theme"
    QKeySequence keys;
    QString
        keysText; ///< when the keys are handled elsewhere (J and K): what the cheat sheet prints
    std::function<void()> run;
    std::function<bool()> enabled; ///< empty: always
};

class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    /// Shortcuts work in all of `window`.
    explicit ActionRegistry(QWidget* window);

    /// Replaces an action of the same id. Shape: order of adding is the order of lists.
    void add(ActionSpec spec);
    void remove(const QString& id);
    /// Removes every action whose id begins with `prefix`: environments come and go.
    void removeAll(const QString& prefix);

    const std::vector<ActionSpec>& all() const { return m_specs; }
    const ActionSpec* find(const QString& id) const;
    bool isEnabled(const ActionSpec& spec) const { return !spec.enabled || spec.enabled(); }
    /// False when there is no such action or it is not possible now.
    bool trigger(const QString& id);

private:
    struct Shortcut {
        QString id;
        QAction* action;
    };
    QWidget* m_window;
    std::vector<ActionSpec> m_specs;
    std::vector<Shortcut> m_shortcuts;
};

} // namespace binnacle::ui
