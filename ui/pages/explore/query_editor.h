// SPDX-License-Identifier: GPL-3.0-or-later
// One query of the Explore page: its letter, the editor with colours and the error underlined at
// its character, and what became of it. Ui thread; asks nobody.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/explore_run.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace binnacle::ui {

class CompletionPopup;
class WorkerPool;

class QueryEditor final : public QWidget {
    Q_OBJECT
public:
    QueryEditor(Theme& theme, WorkerPool& pool, char letter, QWidget* parent);

    std::string text() const;
    void setText(const QString& text);
    QPlainTextEdit& edit() { return *m_edit; }
    CompletionPopup& completion() { return *m_completion; }
    void setRemovable(bool on);
    /// What the last run says of this query; null: it was not part of it.
    void showPart(const ExplorePart* part);
    void setRunning(bool on);
    /// "8 series, 31 ms" or the error.
    QString status() const;
    /// Where the error is underlined; -1 when nothing is. Units: characters.
    int errorAt() const { return m_errorAt; }

Q_SIGNALS:
    void edited();
    void runWanted();
    void removeWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void restyle();
    void fit();
    void onText();
    void say(const QString& text, const char* tone);
    void underline(std::size_t begin, std::size_t end);

    Theme& m_theme;
    QLabel *m_letter, *m_status, *m_problem;
    QPlainTextEdit* m_edit;
    CompletionPopup* m_completion;
    QToolButton* m_remove;
    ExplorePart m_part;
    bool m_hasPart = false;
    int m_errorAt = -1;
};

} // namespace binnacle::ui
