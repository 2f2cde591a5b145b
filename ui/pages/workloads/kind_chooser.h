// SPDX-License-Identifier: GPL-3.0-or-later
// "Kind: pods ▾": a button that opens the list of every kind here, with counts and a search. Ui
// thread.
#pragma once

#include "ui/viewmodels/workloads_state.h"

#include <QToolButton>

class QFrame;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace binnacle::ui {

class KindChooser final : public QToolButton {
    Q_OBJECT
public:
    explicit KindChooser(QWidget* parent);
    /// Asked when the list opens.
    void setSource(std::function<std::vector<KindChoice>()> choices)
    {
        m_source = std::move(choices);
    }
    void showKind(const ObjectKind& kind);
    void open();

Q_SIGNALS:
    void chosen(models::KindId kind);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void search(const QString& text);
    void take(QTreeWidgetItem* item);
    std::function<std::vector<KindChoice>()> m_source;
    models::KindId m_kind = 0;
    QFrame* m_popup;
    QLineEdit* m_search;
    QTreeWidget* m_list;
};

} // namespace binnacle::ui
