// SPDX-License-Identifier: GPL-3.0-or-later
// The filter line: completion of fields and values as one types, a mark under the character that is
// not understood. Ui thread; values are looked up on a worker.
#pragma once

#include "models/filter/filter.h"
#include "models/filter/filter_complete.h"
#include "ui/viewmodels/async_slot.h"

#include <QLineEdit>
#include <QTimer>

class QCompleter;
class QStandardItemModel;

namespace binnacle::ui {

class Theme;

class FilterField final : public QLineEdit {
    Q_OBJECT
public:
    /// Asked on a worker: captures values only. Units: `cursor` in bytes of the UTF-8 text.
    using Complete = std::function<models::FilterCompletion(std::string text, std::size_t cursor)>;

    FilterField(Theme& theme, WorkerPool& pool, QWidget* parent);
    /// Makes the question for the present kind and snapshot, each time one types.
    void setCompleter(std::function<Complete()> makeComplete) { m_make = std::move(makeComplete); }
    /// Underlines what is not understood. Shape: as compiled from the present text.
    void showProblems(const std::vector<models::FilterProblem>& problems);
    QCompleter& completion() const { return *m_completer; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void ask();
    void offer(const models::FilterCompletion& found);
    void insert(const QString& text);
    Theme& m_theme;
    std::function<Complete()> m_make;
    AsyncSlot<models::FilterCompletion> m_slot;
    QTimer m_pause;
    QCompleter* m_completer;
    QStandardItemModel* m_model;
    std::string m_askedFor; ///< the text that the candidates belong to
    std::size_t m_at = 0, m_size = 0;
};

} // namespace binnacle::ui
