// SPDX-License-Identifier: GPL-3.0-or-later
// Suggestions under the cursor of a query's editor: asked for on a worker while one types, taken
// with Enter or Tab. Ui thread. Knows no source.
#pragma once

#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/explore_complete.h"

#include <QObject>
#include <QTimer>

class QCompleter;
class QPlainTextEdit;
class QStandardItemModel;

namespace binnacle::ui {

class CompletionPopup final : public QObject {
    Q_OBJECT
public:
    /// Asked on a worker: captures values only. Units: `cursor` in bytes of the UTF-8 text.
    using Complete =
        std::function<PromqlCompletion(std::string text, std::size_t cursor, std::stop_token)>;

    CompletionPopup(WorkerPool& pool, QPlainTextEdit* edit);
    /// Makes the question for the source in use, each time one types.
    void setCompleter(std::function<Complete()> make) { m_make = std::move(make); }
    QCompleter& completer() const { return *m_completer; }
    void ask();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool onPopupKey(QEvent* event);
    void offer(const PromqlCompletion& found);
    void insert(const QString& text);
    QPlainTextEdit* m_edit;
    AsyncSlot<PromqlCompletion> m_slot;
    std::function<Complete()> m_make;
    QCompleter* m_completer;
    QStandardItemModel* m_model;
    QTimer m_pause;
    std::string m_askedFor;
    std::size_t m_begin = 0, m_end = 0;
};

} // namespace binnacle::ui
