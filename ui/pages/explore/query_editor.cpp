// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/query_editor.h"

#include "models/promql/promql_parser.h"
#include "ui/pages/explore/completion_popup.h"
#include "ui/pages/explore/promql_highlighter.h"
#include "ui/theme/icons.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QToolButton>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kMostLines = 6;

} // namespace

QueryEditor::QueryEditor(Theme& theme, WorkerPool& pool, char letter, QWidget* parent)
    : QWidget(parent), m_theme(theme)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(size::kPadS);
    row->addWidget(m_letter = roleLabel("mono", this, QString(QLatin1Char(letter))), 0,
                   Qt::AlignTop);
    m_letter->setContentsMargins(0, 5, 0, 0);
    auto* middle = new QVBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_edit = new QPlainTextEdit(this));
    middle->addWidget(m_problem = roleLabel("muted", this));
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->hide();
    row->addLayout(middle, 1);
    row->addWidget(m_status = roleLabel("muted", this), 0, Qt::AlignTop);
    m_status->setObjectName(QStringLiteral("status"));
    m_status->setContentsMargins(0, 5, 0, 0);
    row->addWidget(m_remove = new QToolButton(this), 0, Qt::AlignTop);
    m_remove->setProperty("role", QStringLiteral("flat"));
    m_remove->setToolTip(tr("Remove query %1").arg(QLatin1Char(letter)));
    m_remove->setAccessibleName(m_remove->toolTip());
    m_edit->setObjectName(QStringLiteral("query"));
    m_edit->setAccessibleName(tr("Query %1, PromQL").arg(QLatin1Char(letter)));
    m_edit->setPlaceholderText(tr("A PromQL query, such as sum by (job) (up)"));
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setTabChangesFocus(true);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_edit->installEventFilter(this);
    new PromqlHighlighter(theme, m_edit->document());
    m_completion = new CompletionPopup(pool, m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &QueryEditor::onText);
    connect(m_remove, &QToolButton::clicked, this, &QueryEditor::removeWanted);
    connect(&theme, &Theme::changed, this, &QueryEditor::restyle);
    restyle();
}

void QueryEditor::restyle()
{
    m_edit->setFont(m_theme.mono(size::kBody));
    QPalette palette = m_edit->palette();
    palette.setColor(QPalette::Base, Qt::transparent);
    palette.setColor(QPalette::Text, Theme::colour(m_theme.tokens().text));
    palette.setColor(QPalette::PlaceholderText, Theme::colour(m_theme.tokens().faint));
    m_edit->setPalette(palette);
    m_edit->viewport()->setAutoFillBackground(false);
    QPalette letter = m_letter->palette();
    letter.setColor(QPalette::WindowText, Theme::colour(m_theme.tokens().accent));
    m_letter->setPalette(letter);
    m_remove->setIcon(icon(QStringLiteral("close"), m_theme, m_theme.tokens().muted));
    fit();
}

std::string QueryEditor::text() const
{
    return m_edit->toPlainText().trimmed().isEmpty() ? std::string()
                                                     : m_edit->toPlainText().toStdString();
}

void QueryEditor::setText(const QString& text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void QueryEditor::setRemovable(bool on)
{
    m_remove->setVisible(on);
}

void QueryEditor::fit()
{
    const int lines = std::clamp(m_edit->document()->blockCount(), 1, kMostLines);
    const int margin = static_cast<int>(m_edit->document()->documentMargin());
    m_edit->setFixedHeight(lines * QFontMetrics(m_edit->font()).lineSpacing() + 2 * margin + 4);
}

void QueryEditor::onText()
{
    fit();
    m_edit->setExtraSelections({});
    m_errorAt = -1;
    m_problem->hide();
    const std::string now = text();
    const models::promql::Query query = models::promql::parse(now);
    if (m_hasPart && now == m_part.text)
        showPart(&m_part);
    else if (query.error) {
        underline(query.error->begin, query.error->end);
        say(toQ(query.error->message), "warning");
        m_status->setText(m_hasPart ? tr("edited, chart shows the last run") : QString());
    } else {
        say({}, "");
        m_status->setText(m_hasPart ? tr("edited, chart shows the last run") : QString());
    }
    Q_EMIT edited();
}

void QueryEditor::say(const QString& text, const char* tone)
{
    m_problem->setText(text);
    setTone(m_problem, tone);
    m_problem->setVisible(!text.isEmpty());
    m_edit->setAccessibleDescription(text);
}

void QueryEditor::underline(std::size_t begin, std::size_t end)
{
    const std::string bytes = m_edit->toPlainText().toStdString();
    begin = std::min(begin, bytes.size());
    end = std::clamp(end, begin, bytes.size());
    const auto units = [&bytes](std::size_t to) {
        return static_cast<int>(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(to)).size());
    };
    m_errorAt = units(begin);
    // At the end there is no character to underline: the last one stands for it.
    const int from = begin == end && m_errorAt > 0 ? m_errorAt - 1 : m_errorAt;
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(m_edit->document());
    mark.cursor.setPosition(from);
    mark.cursor.setPosition(std::max(units(end), from + (bytes.empty() ? 0 : 1)),
                            QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(Theme::colour(m_theme.tokens().critical));
    m_edit->setExtraSelections({mark});
}

void QueryEditor::showPart(const ExplorePart* part)
{
    m_hasPart = part && !part->text.empty();
    if (!m_hasPart) {
        m_status->clear();
        return;
    }
    if (part != &m_part)
        m_part = *part;
    if (text() != m_part.text)
        return; // edited meanwhile: the answer is to another question
    m_edit->setExtraSelections({});
    m_errorAt = -1;
    if (!m_part.error) {
        say({}, "");
        m_status->setText(tr("%1 series, %2")
                              .arg(formatCount(static_cast<std::int64_t>(m_part.series)),
                                   formatMillis(m_part.tookMs)));
        return;
    }
    m_status->setText(tr("no answer"));
    say(QStringLiteral("%1 %2").arg(toQ(m_part.error->text()), toQ(m_part.error->remedy)).trimmed(),
        "critical");
    if (m_part.errorAt) {
        // The server names a character; the word that begins there is what it means.
        std::size_t end = *m_part.errorAt;
        for (const auto& token : models::promql::tokenize(m_part.text)) {
            if (token.begin <= *m_part.errorAt && *m_part.errorAt < token.end)
                end = token.end;
        }
        underline(*m_part.errorAt, end);
    }
}

void QueryEditor::setRunning(bool on)
{
    if (on)
        m_status->setText(tr("asking…"));
    else if (m_hasPart)
        showPart(&m_part);
    else
        m_status->clear();
}

QString QueryEditor::status() const
{
    return m_problem->text().isEmpty() ? m_status->text() : m_problem->text();
}

bool QueryEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && (key->modifiers() & Qt::ControlModifier)) {
            Q_EMIT runWanted();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace binnacle::ui
