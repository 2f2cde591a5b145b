// SPDX-License-Identifier: GPL-3.0-or-later
// One source of the Connections page: state as shape and word, latency, version, queries, what is
// missing, the last error with its remedy, completeness per kind; and its buttons. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/source_rows.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QCheckBox;
class QPushButton;
class QToolButton;

namespace binnacle::ui {

class ElidedLabel;
class KindStrip;

class SourceCard final : public QFrame {
    Q_OBJECT
public:
    SourceCard(Theme& theme, QWidget* parent);
    void setRow(const SourceRow& row);
    const std::string& id() const { return m_row.id; }
    /// "Answers: 12 ms, v1.31.4" or what went wrong; empty while under way.
    void setTest(Tone tone, const QString& text);
    /// Asks before removing; `secrets` are the names of what would stay behind in the key store.
    void askRemoval(const std::vector<std::string>& secrets);

Q_SIGNALS:
    void testRequested();
    void editRequested();
    void removalAsked(); ///< answered with askRemoval()
    void removeRequested(bool withSecrets);

private:
    void buildHead();
    void buildFacts();
    void buildNotes();
    void restyle();
    void showProblem();
    Theme& m_theme;
    SourceRow m_row;
    QLabel *m_icon, *m_name, *m_type, *m_shape, *m_word;
    ElidedLabel* m_address;
    QPushButton *m_test, *m_edit, *m_remove;
    QGridLayout* m_facts;
    std::vector<ElidedLabel*> m_values;
    QFrame* m_problem;
    QLabel *m_problemShape, *m_problemText, *m_problemRemedy;
    QPushButton* m_problemButton;
    QLabel *m_missing, *m_notes, *m_tested;
    KindStrip* m_kinds;
    QFrame* m_confirm;
    QCheckBox* m_withSecrets;
};

} // namespace binnacle::ui
