// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_registry.h"

#include <QAction>
#include <QWidget>

#include <algorithm>

namespace binnacle::ui {

ActionRegistry::ActionRegistry(QWidget* window) : QObject(window), m_window(window) {}

void ActionRegistry::add(ActionSpec spec)
{
    const auto same = [&spec](const ActionSpec& other) { return other.id == spec.id; };
    const auto found = std::find_if(m_specs.begin(), m_specs.end(), same);
    if (found != m_specs.end()) {
        *found = std::move(spec);
        return;
    }
    if (!spec.keys.isEmpty()) {
        auto* action = new QAction(spec.text, this);
        action->setShortcut(spec.keys);
        action->setAutoRepeat(false);
        connect(action, &QAction::triggered, this, [this, id = spec.id] { trigger(id); });
        m_window->addAction(action);
        m_shortcuts.push_back({spec.id, action});
    }
    m_specs.push_back(std::move(spec));
}

void ActionRegistry::remove(const QString& id)
{
    std::erase_if(m_specs, [&id](const ActionSpec& spec) { return spec.id == id; });
    std::erase_if(m_shortcuts, [&id](const Shortcut& shortcut) {
        if (shortcut.id != id)
            return false;
        shortcut.action->deleteLater();
        return true;
    });
}

void ActionRegistry::removeAll(const QString& prefix)
{
    QStringList ids;
    for (const ActionSpec& spec : m_specs) {
        if (spec.id.startsWith(prefix))
            ids.append(spec.id);
    }
    for (const QString& id : ids)
        remove(id);
}

const ActionSpec* ActionRegistry::find(const QString& id) const
{
    const auto same = [&id](const ActionSpec& spec) { return spec.id == id; };
    const auto found = std::find_if(m_specs.begin(), m_specs.end(), same);
    return found == m_specs.end() ? nullptr : &*found;
}

bool ActionRegistry::trigger(const QString& id)
{
    const ActionSpec* spec = find(id);
    if (!spec || !spec->run || !isEnabled(*spec))
        return false;
    // A copy: running may replace the list (switching the environment does).
    const auto run = spec->run;
    run();
    return true;
}

} // namespace binnacle::ui
