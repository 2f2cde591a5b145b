// SPDX-License-Identifier: GPL-3.0-or-later
// Two small lists of the inspector: lines with a state, a name and a text; and links to other
// objects. Rows are reused, because they refresh often and must neither flicker nor lose the focus.
// Ui thread.
#pragma once

#include "services/usecases/workload_summary.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace binnacle::ui {

class ElidedLabel;

class LineList final : public QWidget {
    Q_OBJECT
public:
    LineList(Theme& theme, QWidget* parent);
    void setHeading(const QString& text);
    /// Hides itself when there is none.
    void setLines(const std::vector<services::SummaryLine>& lines);

private:
    struct Row {
        QLabel *shape, *name;
        ElidedLabel* text;
    };
    Theme& m_theme;
    QLabel* m_heading;
    QGridLayout* m_grid;
    std::vector<Row> m_rows;
};

class LinkList final : public QWidget {
    Q_OBJECT
public:
    LinkList(Theme& theme, QWidget* parent);
    void setHeading(const QString& text);
    void setLinks(const std::vector<services::SummaryLink>& links);

Q_SIGNALS:
    void followed(models::KindId kind, const models::ObjectKey& key);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitTexts();
    Theme& m_theme;
    QLabel* m_heading;
    QVBoxLayout* m_column;
    std::vector<services::SummaryLink> m_links;
    std::vector<QPushButton*> m_buttons;
};

} // namespace binnacle::ui
