// SPDX-License-Identifier: GPL-3.0-or-later
// "What this asked": the price of a run in series, samples and time, how it was asked, and how true
// the picture is. Ui thread; shows one ExploreResult.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/explore_run.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace binnacle::ui {

class AskedCard final : public QFrame {
    Q_OBJECT
public:
    AskedCard(Theme& theme, QWidget* parent);
    void setResult(ExploreResultPtr result);
    /// "Step 30 s", one line each: for tests and readers.
    QStringList lines() const { return m_lines; }

private:
    void refresh();
    void addFact(const QString& name, const QString& value);
    void showFigures();
    void showFacts();
    void showNotes();
    Theme& m_theme;
    ExploreResultPtr m_result;
    QStringList m_lines;
    QLabel* m_when;
    QLabel* m_figures[3];
    QGridLayout *m_facts, *m_notes;
};

} // namespace binnacle::ui
