// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/asked_card.h"

#include "models/promql/promql_parser.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

/// The widest range of the queries. Units: seconds; 0: instant selectors only.
double widestWindow(const ExploreResult& result)
{
    double widest = 0;
    for (const auto& part : result.parts) {
        for (const auto& selector : models::promql::parse(part.text).selectors)
            widest = std::max(widest, selector.window);
    }
    return widest;
}

template <class Fn> std::size_t total(const ExploreResult& result, Fn&& of)
{
    std::size_t sum = 0;
    for (const auto& part : result.parts)
        sum += of(part);
    return sum;
}

QString count(std::size_t n)
{
    return formatCount(static_cast<std::int64_t>(n));
}

} // namespace

AskedCard::AskedCard(Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme)
{
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("What this asked"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 9, 11);
    column->setSpacing(size::kPadS);
    auto* head = new QHBoxLayout;
    head->addWidget(roleLabel("cardTitle", this, tr("What this asked")), 1);
    head->addWidget(m_when = roleLabel("muted", this));
    column->addLayout(head);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    inner->setObjectName(QStringLiteral("clear"));
    auto* content = new QVBoxLayout(inner);
    content->setContentsMargins(0, 0, 6, 0);
    content->setSpacing(size::kPadM);
    auto* figures = new QGridLayout;
    figures->setVerticalSpacing(0);
    const QString names[] = {tr("series"), tr("samples"), tr("taken")};
    for (int i = 0; i < 3; ++i) {
        m_figures[i] = roleLabel("title", inner);
        figures->addWidget(m_figures[i], 0, i);
        figures->addWidget(roleLabel("muted", inner, names[i]), 1, i);
    }
    content->addLayout(figures);
    content->addWidget(rule(inner));
    content->addLayout(m_facts = new QGridLayout);
    m_facts->setColumnStretch(1, 1);
    m_facts->setVerticalSpacing(5);
    content->addWidget(rule(inner));
    content->addWidget(roleLabel("cardTitle", inner, tr("How true is it")));
    content->addLayout(m_notes = new QGridLayout);
    m_notes->setColumnStretch(1, 1);
    m_notes->setHorizontalSpacing(8);
    m_notes->setVerticalSpacing(6);
    content->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    connect(&theme, &Theme::changed, this, &AskedCard::refresh);
    refresh();
}

void AskedCard::setResult(ExploreResultPtr result)
{
    m_result = std::move(result);
    refresh();
}

void AskedCard::refresh()
{
    m_lines.clear();
    clearLayout(m_facts);
    clearLayout(m_notes);
    showFigures();
    if (!m_result)
        return;
    showFacts();
    showNotes();
}

void AskedCard::showFigures()
{
    if (!m_result) {
        m_when->clear();
        for (QLabel* figure : m_figures)
            figure->setText(unknownText());
        return;
    }
    const auto at = static_cast<qint64>(m_result->question.end.seconds() * 1000);
    m_when->setText(
        tr("at %1").arg(QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("HH:mm:ss"))));
    double ms = 0;
    for (const auto& part : m_result->parts)
        ms += part.tookMs;
    const QString texts[] = {
        count(total(*m_result, [](const ExplorePart& p) { return p.series; })),
        count(total(*m_result, [](const ExplorePart& p) { return p.samples; })), formatMillis(ms)};
    for (int i = 0; i < 3; ++i)
        m_figures[i]->setText(texts[i]);
}

void AskedCard::addFact(const QString& name, const QString& value)
{
    QWidget* inner = m_figures[0]->parentWidget();
    const int row = static_cast<int>(m_lines.size());
    auto* right = roleLabel("", inner, value);
    right->setFont(m_theme.text(size::kSecondary));
    right->setAlignment(Qt::AlignRight | Qt::AlignTop);
    right->setWordWrap(true);
    right->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->addWidget(roleLabel("muted", inner, name), row, 0, Qt::AlignTop);
    m_facts->addWidget(right, row, 1);
    m_lines << name + QLatin1Char(' ') + value;
}

void AskedCard::showFacts()
{
    const ExploreQuestion& question = m_result->question;
    const double step = std::chrono::duration<double>(question.step).count();
    const double span = std::chrono::duration<double>(question.span).count();
    addFact(tr("Source"), toQ(question.source));
    addFact(tr("Step"), tr("%1, %2 points a series")
                            .arg(formatDuration(question.step),
                                 count(static_cast<std::size_t>(span / step) + 1)));
    const double window = widestWindow(*m_result);
    const auto asDuration = models::Duration(static_cast<std::int64_t>(window * 1e9));
    addFact(
        tr("Window"),
        window <= 0 ? tr("none: the newest sample at each step")
        : window < step
            ? tr("%1, shorter than a step").arg(formatDuration(asDuration))
            : tr("%1 = %2 steps").arg(formatDuration(asDuration), formatReal(window / step, {})));
    addFact(tr("Aligned"), tr("to whole steps"));
    const std::size_t blocks = total(*m_result, [](const ExplorePart& p) { return p.blocks; });
    if (blocks > 0)
        addFact(tr("From cache"),
                tr("%1 of %2 blocks")
                    .arg(count(total(*m_result, [](const ExplorePart& p) { return p.fromCache; })),
                         count(blocks)));
    // A source that does not say what it sent is not shown as one that sent nothing.
    if (const std::size_t bytes = total(*m_result, [](const ExplorePart& p) { return p.bytes; }))
        addFact(tr("Loaded"), formatBytes(static_cast<std::int64_t>(bytes)));
}

void AskedCard::showNotes()
{
    QWidget* inner = m_figures[0]->parentWidget();
    int row = 0;
    for (const ExploreNote& note : m_result->notes) {
        auto* shape = new QLabel(inner);
        shape->setPixmap(shapePixmap(m_theme, note.tone, 10, devicePixelRatioF()));
        shape->setContentsMargins(0, 3, 0, 0);
        auto* text = roleLabel("muted", inner, note.text);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_notes->addWidget(shape, row, 0, Qt::AlignTop);
        m_notes->addWidget(text, row++, 1);
        m_lines << note.text;
    }
}

} // namespace binnacle::ui
