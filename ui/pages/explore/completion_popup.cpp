// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/completion_popup.h"

#include "ui/viewmodels/format.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QStandardItemModel>

namespace binnacle::ui {

namespace {

constexpr int kTextRole = Qt::UserRole + 1;
constexpr int kPauseMs = 80;
constexpr int kMostShown = 10;
constexpr int kWidth = 460;

int unitsOf(const std::string& text, std::size_t bytes)
{
    return static_cast<int>(
        toQ(std::string_view(text).substr(0, std::min(bytes, text.size()))).size());
}

} // namespace

CompletionPopup::CompletionPopup(WorkerPool& pool, QPlainTextEdit* edit)
    : QObject(edit), m_edit(edit), m_slot(pool), m_completer(new QCompleter(this)),
      m_model(new QStandardItemModel(this))
{
    m_completer->setModel(m_model);
    m_completer->setWidget(edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kMostShown);
    m_completer->popup()->setAccessibleName(tr("Suggestions for the query"));
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { insert(index.data(kTextRole).toString()); });
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &CompletionPopup::ask);
    edit->installEventFilter(this);
    // After the completer's own filter, so that this one is asked first.
    m_completer->popup()->installEventFilter(this);
}

void CompletionPopup::ask()
{
    Complete complete = m_make ? m_make() : Complete();
    if (!complete)
        return;
    const QString text = m_edit->toPlainText();
    m_askedFor = text.toStdString();
    const auto cursor =
        static_cast<std::size_t>(text.left(m_edit->textCursor().position()).toUtf8().size());
    m_slot.start([complete = std::move(complete), asked = m_askedFor,
                  cursor](std::stop_token stop) { return complete(asked, cursor, stop); },
                 [this](const PromqlCompletion& found) { offer(found); });
}

void CompletionPopup::offer(const PromqlCompletion& found)
{
    if (m_edit->toPlainText().toStdString() != m_askedFor)
        return;
    m_begin = found.begin;
    m_end = found.end;
    m_model->clear();
    const std::string typed = m_askedFor.substr(m_begin, m_end - m_begin);
    for (const PromqlCandidate& candidate : found.candidates) {
        if (candidate.text == typed)
            continue; // written in full
        QString shown = toQ(candidate.text);
        if (!candidate.kind.empty())
            shown += QStringLiteral("    ") + toQ(candidate.kind);
        auto* item = new QStandardItem(shown);
        item->setData(toQ(candidate.text), kTextRole);
        item->setToolTip(toQ(candidate.help));
        m_model->appendRow(item);
    }
    if (m_model->rowCount() == 0 || !m_edit->hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = m_edit->cursorRect();
    place.setWidth(kWidth);
    m_completer->complete(place);
}

void CompletionPopup::insert(const QString& text)
{
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(unitsOf(m_askedFor, m_begin));
    cursor.setPosition(unitsOf(m_askedFor, m_end), QTextCursor::KeepAnchor);
    cursor.insertText(text);
    m_edit->setTextCursor(cursor);
}

/// The completer hands keys to the editor past all filters: what the editor must not get is taken
/// here.
bool CompletionPopup::onPopupKey(QEvent* event)
{
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    QAbstractItemView* popup = m_completer->popup();
    if (enter && (key->modifiers() & Qt::ControlModifier)) {
        popup->hide();
        QCoreApplication::sendEvent(m_edit, event);
        return true;
    }
    QModelIndex index = popup->currentIndex();
    if (key->key() == Qt::Key_Tab && !index.isValid())
        index = popup->model()->index(0, 0);
    if ((!enter && key->key() != Qt::Key_Tab) || !index.isValid())
        return false;
    popup->hide();
    insert(index.data(kTextRole).toString());
    return true;
}

bool CompletionPopup::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_completer->popup())
        return onPopupKey(event);
    if (key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier) {
        ask();
        return true;
    }
    // Suggestions follow what is typed, not texts that are set.
    if (!key->text().isEmpty() && key->text().front().isPrint())
        m_pause.start();
    return QObject::eventFilter(watched, event);
}

} // namespace binnacle::ui
