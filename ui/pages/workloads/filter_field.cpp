// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/filter_field.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/format.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QTextCharFormat>

namespace binnacle::ui {

namespace {

constexpr int kTextRole = Qt::UserRole + 1;
constexpr int kMostShown = 12;
constexpr int kPauseMs = 60; ///< the rows come first, then suggestions

qsizetype positionOf(const std::string& text, std::size_t bytes)
{
    return toQ(std::string_view(text).substr(0, std::min(bytes, text.size()))).size();
}

} // namespace

FilterField::FilterField(Theme& theme, WorkerPool& pool, QWidget* parent)
    : QLineEdit(parent), m_theme(theme), m_slot(pool), m_completer(new QCompleter(this)),
      m_model(new QStandardItemModel(this))
{
    setClearButtonEnabled(true);
    setPlaceholderText(tr("Filter: text, ns:chat, !status:running, restarts>0, age<1h"));
    setAccessibleName(tr("Filter"));
    auto* glyph = new QAction(tr("Filter"), this);
    addAction(glyph, QLineEdit::LeadingPosition);
    const auto restyle = [this, glyph] {
        glyph->setIcon(icon(QStringLiteral("filter"), m_theme, m_theme.tokens().muted));
    };
    connect(&theme, &Theme::changed, glyph, restyle);
    restyle();
    m_completer->setModel(m_model);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kMostShown);
    m_completer->popup()->setAccessibleName(tr("Suggestions for the filter"));
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { insert(index.data(kTextRole).toString()); });
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &FilterField::ask);
    connect(this, &QLineEdit::textEdited, &m_pause, qOverload<>(&QTimer::start));
}

void FilterField::ask()
{
    if (!m_make)
        return;
    Complete complete = m_make();
    if (!complete)
        return;
    const std::string text = this->text().toStdString();
    const auto cursor =
        static_cast<std::size_t>(this->text().left(cursorPosition()).toUtf8().size());
    m_askedFor = text;
    m_slot.start([complete = std::move(complete), text,
                  cursor](std::stop_token) { return complete(text, cursor); },
                 [this](const models::FilterCompletion& found) { offer(found); });
}

void FilterField::offer(const models::FilterCompletion& found)
{
    if (text().toStdString() != m_askedFor)
        return;
    m_at = found.at;
    m_size = found.size;
    m_model->clear();
    const std::string_view typed = std::string_view(m_askedFor).substr(found.at, found.size);
    for (const models::FilterCandidate& candidate : found.candidates) {
        if (candidate.text == typed)
            continue; // typed in full
        QString shown = toQ(candidate.text);
        if (!candidate.hint.empty())
            shown += QStringLiteral("    ") + toQ(candidate.hint);
        auto* item = new QStandardItem(shown);
        item->setData(toQ(candidate.text), kTextRole);
        m_model->appendRow(item);
    }
    if (m_model->rowCount() == 0 || !hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setWidth(260);
    m_completer->complete(place);
}

void FilterField::insert(const QString& candidate)
{
    const qsizetype at = positionOf(m_askedFor, m_at);
    const qsizetype end = positionOf(m_askedFor, m_at + m_size);
    QString whole = toQ(m_askedFor);
    whole.replace(at, end - at, candidate);
    const bool value = !candidate.endsWith(QLatin1Char(':'));
    setText(whole);
    setCursorPosition(static_cast<int>(at + candidate.size()));
    Q_EMIT textEdited(whole);
    if (!value)
        ask(); // a field wants its values next
}

void FilterField::showProblems(const std::vector<models::FilterProblem>& problems)
{
    const std::string text = this->text().toStdString();
    QList<QInputMethodEvent::Attribute> marks;
    for (const models::FilterProblem& problem : problems) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::colour(m_theme.tokens().critical));
        format.setForeground(Theme::colour(m_theme.tokens().critical));
        const qsizetype from = positionOf(text, problem.at);
        const qsizetype size =
            std::max<qsizetype>(1, positionOf(text, problem.at + problem.size) - from);
        marks.append(QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat,
                                                  static_cast<int>(from) - cursorPosition(),
                                                  static_cast<int>(size), format));
    }
    // A line edit takes formats from input methods only.
    QInputMethodEvent event(QString(), marks);
    QCoreApplication::sendEvent(this, &event);
}

void FilterField::keyPressEvent(QKeyEvent* event)
{
    if (m_completer->popup()->isVisible() &&
        (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
         event->key() == Qt::Key_Tab)) {
        event->ignore(); // the popup's
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        ask();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace binnacle::ui
