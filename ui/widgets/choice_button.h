// SPDX-License-Identifier: GPL-3.0-or-later
// "Colour: utilisation ▾": a button that names a setting and its value and opens the choices. Ui
// thread.
#pragma once

#include <QStringList>
#include <QToolButton>

class QActionGroup;
class QMenu;

namespace binnacle::ui {

class ChoiceButton final : public QToolButton {
    Q_OBJECT
public:
    ChoiceButton(const QString& name, QWidget* parent);
    /// Keeps the chosen text when it is among the new choices; otherwise the first is chosen.
    void setChoices(const QStringList& choices);
    void choose(int index);
    int index() const { return m_index; }
    QString text(int index) const { return m_choices.value(index); }

Q_SIGNALS:
    void chosen(int index);

private:
    void show(int index);
    QString m_name;
    QStringList m_choices;
    QMenu* m_menu;
    int m_index = 0;
};

} // namespace binnacle::ui
