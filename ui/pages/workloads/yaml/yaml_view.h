// SPDX-License-Identifier: GPL-3.0-or-later
// A YAML text to read: lines fold under their keys, a search marks every hit. Selecting and copying
// are the text widget's own. Ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QPlainTextEdit>

#include <vector>

namespace binnacle::ui {

class YamlView final : public QPlainTextEdit {
    Q_OBJECT
public:
    YamlView(Theme& theme, QWidget* parent);
    /// Keeps scroll position and folds where the same lines are still there.
    void setYaml(const QString& text);

    /// Marks all hits and goes to the first one from the cursor on; empty: none.
    void search(const QString& text);
    void nextHit(bool backwards);
    int hitCount() const { return static_cast<int>(m_hits.size()); }
    int currentHit() const { return m_currentHit; } ///< from 0; -1: none

    bool isFoldable(int line) const;
    bool isFolded(int line) const;
    void setFolded(int line, bool folded);
    void setAllFolded(bool folded);

Q_SIGNALS:
    void hitsChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    friend class YamlMargin;
    void restyle();
    void applyFolds();
    void reveal(int line);
    void markHits();
    void goToHit();
    void paintMargin(QPaintEvent* event);
    void pressMargin(int y);
    Theme& m_theme;
    QWidget* m_margin;
    QStringList m_lines;
    std::vector<int> m_last; ///< by line, see yamlFolds
    std::vector<bool> m_folded;
    std::vector<QTextCursor> m_hits;
    int m_currentHit = -1;
};

} // namespace binnacle::ui
