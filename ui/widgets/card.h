// SPDX-License-Identifier: GPL-3.0-or-later
// A bordered surface with a heading and room for content: what pages are made of. Ui thread.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace binnacle::ui {

class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title, QWidget* parent);
    QVBoxLayout* body() { return m_body; }
    /// For buttons at the right of the heading.
    QHBoxLayout* head() { return m_head; }
    void setTitle(const QString& title);

private:
    QHBoxLayout* m_head;
    QVBoxLayout* m_body;
    QLabel* m_title;
};

/// A label with one of the style sheet's roles: "title", "muted", "mono", "figure", "tag", "axis".
QLabel* roleLabel(const char* role, QWidget* parent, const QString& text = {});
/// Changes the tone of a label or frame ("ok", "warning", "critical", "muted", "") and restyles it.
void setTone(QWidget* widget, const char* tone);
/// A one-pixel line.
QFrame* rule(QWidget* parent);
/// Empties a layout and deletes its widgets.
void clearLayout(QLayout* layout);

} // namespace binnacle::ui
