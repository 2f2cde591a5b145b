// SPDX-License-Identifier: GPL-3.0-or-later
// A row of plain tabs with an underline, switched with arrows or the mouse. Ui thread.
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace binnacle::ui {

class TabBar final : public QWidget {
    Q_OBJECT
public:
    explicit TabBar(QWidget* parent);
    void addTab(const QString& text, const QString& hint);
    void setText(int index, const QString& text);
    void setTabVisible(int index, bool visible);
    void setCurrent(int index);
    int current() const;

Q_SIGNALS:
    void currentChanged(int index);

private:
    QHBoxLayout* m_row;
    QButtonGroup* m_group;
};

} // namespace binnacle::ui
