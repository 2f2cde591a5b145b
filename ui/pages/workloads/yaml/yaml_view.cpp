// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/yaml/yaml_view.h"

#include "ui/pages/workloads/yaml/yaml_folds.h"
#include "ui/pages/workloads/yaml/yaml_highlighter.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSet>
#include <QTextBlock>

namespace binnacle::ui {

/// The strip at the left with the fold marks.
class YamlMargin final : public QWidget {
public:
    explicit YamlMargin(YamlView* view) : QWidget(view), m_view(view)
    {
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(YamlView::tr("Fold marks"));
    }

protected:
    void paintEvent(QPaintEvent* event) override { m_view->paintMargin(event); }
    void mousePressEvent(QMouseEvent* event) override
    {
        m_view->pressMargin(static_cast<int>(event->position().y()));
    }

private:
    YamlView* m_view;
};

namespace {

constexpr int kMargin = 18;
constexpr qsizetype kMostHits = 5000;

} // namespace

YamlView::YamlView(Theme& theme, QWidget* parent) : QPlainTextEdit(parent), m_theme(theme)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("YAML of the object"));
    setViewportMargins(kMargin, 0, 0, 0);
    m_margin = new YamlMargin(this);
    new YamlHighlighter(theme, document());
    connect(this, &QPlainTextEdit::updateRequest, m_margin,
            [this](const QRect&, int) { m_margin->update(); });
    connect(&theme, &Theme::changed, this, &YamlView::restyle);
    restyle();
}

void YamlView::restyle()
{
    const Tokens& tokens = m_theme.tokens();
    setFont(m_theme.mono(size::kSecondary));
    QPalette colours = palette();
    colours.setColor(QPalette::Base, Theme::colour(tokens.surface));
    colours.setColor(QPalette::Text, Theme::colour(tokens.text));
    colours.setColor(QPalette::Highlight, Theme::colour(tokens.accent));
    colours.setColor(QPalette::HighlightedText, Theme::colour(tokens.onAccent));
    setPalette(colours);
    markHits();
    m_margin->update();
}

void YamlView::setYaml(const QString& text)
{
    if (m_lines.join(QLatin1Char('\n')) == text)
        return;
    // Folds are remembered by what the line says: a newer text moves them.
    QSet<QString> folded;
    for (std::size_t i = 0; i < m_folded.size(); ++i) {
        if (m_folded[i])
            folded.insert(m_lines[static_cast<int>(i)]);
    }
    const int scroll = verticalScrollBar()->value();
    m_hits.clear();
    setPlainText(text);
    m_lines = text.split(QLatin1Char('\n'));
    m_last = yamlFolds(m_lines);
    m_folded.assign(m_last.size(), false);
    for (std::size_t i = 0; i < m_last.size(); ++i)
        m_folded[i] =
            isFoldable(static_cast<int>(i)) && folded.contains(m_lines[static_cast<int>(i)]);
    applyFolds();
    verticalScrollBar()->setValue(scroll);
}

bool YamlView::isFoldable(int line) const
{
    return line >= 0 && line < static_cast<int>(m_last.size()) &&
           m_last[static_cast<std::size_t>(line)] > line;
}

bool YamlView::isFolded(int line) const
{
    return isFoldable(line) && m_folded[static_cast<std::size_t>(line)];
}

void YamlView::setFolded(int line, bool folded)
{
    if (!isFoldable(line))
        return;
    m_folded[static_cast<std::size_t>(line)] = folded;
    applyFolds();
}

void YamlView::setAllFolded(bool folded)
{
    for (std::size_t i = 0; i < m_folded.size(); ++i)
        m_folded[i] = folded && isFoldable(static_cast<int>(i));
    applyFolds();
}

void YamlView::applyFolds()
{
    int hiddenTo = -1;
    QTextBlock block = document()->firstBlock();
    for (int i = 0; block.isValid(); ++i, block = block.next()) {
        block.setVisible(i > hiddenTo);
        if (i > hiddenTo && isFolded(i))
            hiddenTo = m_last[static_cast<std::size_t>(i)];
    }
    // The layout has to hear that lines came or went.
    document()->markContentsDirty(0, document()->characterCount());
    viewport()->update();
    m_margin->update();
}

void YamlView::reveal(int line)
{
    bool changed = false;
    for (int i = 0; i < line; ++i) {
        if (isFolded(i) && m_last[static_cast<std::size_t>(i)] >= line) {
            m_folded[static_cast<std::size_t>(i)] = false;
            changed = true;
        }
    }
    if (changed)
        applyFolds();
}

void YamlView::search(const QString& text)
{
    m_hits.clear();
    m_currentHit = -1;
    if (!text.isEmpty()) {
        const int from = textCursor().position();
        QTextCursor hit = document()->find(text, 0);
        while (!hit.isNull() && static_cast<qsizetype>(m_hits.size()) < kMostHits) {
            if (m_currentHit < 0 && hit.selectionStart() >= from)
                m_currentHit = hitCount();
            m_hits.push_back(hit);
            hit = document()->find(text, hit);
        }
        if (m_currentHit < 0 && !m_hits.empty())
            m_currentHit = 0;
    }
    goToHit();
}

void YamlView::nextHit(bool backwards)
{
    if (m_hits.empty())
        return;
    m_currentHit = (m_currentHit + (backwards ? hitCount() - 1 : 1)) % hitCount();
    goToHit();
}

void YamlView::goToHit()
{
    if (m_currentHit >= 0) {
        QTextCursor cursor = m_hits[static_cast<std::size_t>(m_currentHit)];
        reveal(cursor.blockNumber());
        cursor.setPosition(cursor.selectionStart());
        setTextCursor(cursor);
        centerCursor();
    }
    markHits();
    Q_EMIT hitsChanged();
}

void YamlView::markHits()
{
    const Tokens& tokens = m_theme.tokens();
    QList<QTextEdit::ExtraSelection> marks;
    for (std::size_t i = 0; i < m_hits.size(); ++i) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = m_hits[i];
        const bool current = static_cast<int>(i) == m_currentHit;
        mark.format.setBackground(current ? Theme::colour(tokens.accent)
                                          : Theme::colour(tokens.accentDim));
        mark.format.setForeground(Theme::colour(current ? tokens.onAccent : tokens.text));
        marks << mark;
    }
    setExtraSelections(marks);
}

void YamlView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    m_margin->setGeometry(0, 0, kMargin, height());
}

void YamlView::keyPressEvent(QKeyEvent* event)
{
    const int line = textCursor().blockNumber();
    if (event->modifiers() == Qt::NoModifier &&
        (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) && isFoldable(line) &&
        isFolded(line) != (event->key() == Qt::Key_Left)) {
        setFolded(line, event->key() == Qt::Key_Left);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void YamlView::pressMargin(int y)
{
    const int line = cursorForPosition(QPoint(0, y)).blockNumber();
    setFolded(line, !isFolded(line));
}

void YamlView::paintMargin(QPaintEvent*)
{
    QPainter painter(m_margin);
    painter.fillRect(m_margin->rect(), Theme::colour(m_theme.tokens().surface));
    painter.setRenderHint(QPainter::Antialiasing);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > m_margin->height())
            break;
        if (!block.isVisible() || !isFoldable(block.blockNumber()))
            continue;
        const bool folded = isFolded(block.blockNumber());
        const QPointF centre(kMargin / 2.0, box.center().y());
        QPolygonF mark = folded ? QPolygonF{QPointF(-2, -4), QPointF(2, 0), QPointF(-2, 4)}
                                : QPolygonF{QPointF(-4, -2), QPointF(0, 2), QPointF(4, -2)};
        mark.translate(centre);
        painter.setPen(
            QPen(Theme::colour(folded ? m_theme.tokens().accent : m_theme.tokens().muted), 1.4));
        painter.drawPolyline(mark);
    }
}

} // namespace binnacle::ui
