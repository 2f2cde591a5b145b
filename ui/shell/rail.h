// SPDX-License-Identifier: GPL-3.0-or-later
// The navigation at the left: sections and pages that exist, nothing that leads nowhere. Folds to
// icons on narrow windows or by choice. Ui thread.
#pragma once

#include "ui/shell/page.h"

#include <QFrame>

class QButtonGroup;
class QLabel;
class QToolButton;

namespace binnacle::ui {

class Rail final : public QFrame {
    Q_OBJECT
public:
    Rail(Theme& theme, const std::vector<PageDescriptor>& pages, QWidget* parent);
    void setCurrent(const QString& id);
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }

Q_SIGNALS:
    void chosen(const QString& id);
    void foldToggled();

private:
    void restyle();
    struct Entry {
        QString id, title, icon;
        QToolButton* button;
    };
    Theme& m_theme;
    std::vector<Entry> m_entries;
    std::vector<QLabel*> m_sections;
    QButtonGroup* m_group;
    QLabel *m_mark, *m_brand;
    QToolButton* m_fold;
    bool m_folded = false;
};

} // namespace binnacle::ui
