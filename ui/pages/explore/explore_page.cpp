// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/explore_page.h"

#include "ui/charts/chart_panel.h"
#include "ui/pages/explore/asked_card.h"
#include "ui/pages/explore/completion_popup.h"
#include "ui/pages/explore/explore_table.h"
#include "ui/pages/explore/query_editor.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/state_view.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/elided_label.h"

#include <QBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr std::chrono::minutes kSpans[] = {
    std::chrono::minutes(15), std::chrono::minutes(60), std::chrono::minutes(6 * 60),
    std::chrono::minutes(24 * 60), std::chrono::minutes(7 * 1440)};
constexpr int kDefaultSpan = 2;

QFrame* cardFrame(QWidget* parent, QWidget* content)
{
    auto* card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 8, 12, 8);
    content->setParent(card);
    inside->addWidget(content);
    return card;
}

} // namespace

PageDescriptor ExplorePage::descriptor()
{
    return {QStringLiteral("explore"),
            tr("Explore"),
            QStringLiteral("explore"),
            tr("Inspect"),
            QLatin1Char('X'),
            [](const PageContext& context, QWidget* parent) -> Page* {
                return new ExplorePage(context, parent);
            }};
}

ExplorePage::ExplorePage(const PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(context.environments, context.pool)
{
    setAccessibleName(tr("Explore"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::kPadL, 10, size::kPadL, size::kPadL);
    column->setSpacing(6);
    buildHead(column);
    m_state = new StateView(context.theme, buildContent(), this);
    column->addWidget(m_state, 1);
    connectAll();
    addActions();
    addQuery();
    onSources();
    onRunning();
    onResult();
}

void ExplorePage::buildHead(QVBoxLayout* column)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(size::kPadS);
    head->addWidget(m_title = new ElidedLabel("title", this), 1);
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setFixedHeight(40);
    head->addWidget(m_source = new ChoiceButton(tr("Source"), this));
    head->addWidget(m_span = new ChoiceButton(tr("Last"), this));
    m_span->setChoices(
        {tr("15 minutes"), tr("1 hour"), tr("6 hours"), tr("24 hours"), tr("7 days")});
    m_span->choose(kDefaultSpan);
    head->addWidget(m_add = new QPushButton(tr("Add query"), this));
    head->addWidget(m_stop = new QPushButton(tr("Stop"), this));
    head->addWidget(m_run = new QPushButton(tr("Run  Ctrl ⏎"), this));
    m_run->setProperty("role", QStringLiteral("primary"));
    m_run->setAccessibleName(tr("Run the queries"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setToolTip(tr("Stop: the server is told too"));
    column->addLayout(head);
}

QWidget* ExplorePage::buildContent()
{
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(size::kPadM);
    auto* main = new QVBoxLayout;
    main->setSpacing(size::kPadM);
    row->addLayout(main, 1);
    auto* editors = new QWidget(content);
    editors->setObjectName(QStringLiteral("clear"));
    m_queries = new QVBoxLayout(editors);
    m_queries->setContentsMargins(0, 0, 0, 0);
    m_queries->setSpacing(2);
    main->addWidget(cardFrame(content, editors));
    m_chart = new ChartPanel(m_context.theme, content, ChartPanel::Size::Fills);
    m_chart->setObjectName(QStringLiteral("chart"));
    main->addWidget(cardFrame(content, m_chart), 3);
    m_table = new ExploreTable(m_context.theme, content);
    m_table->setObjectName(QStringLiteral("series"));
    auto* card = cardFrame(content, m_table);
    card->layout()->setContentsMargins(1, 4, 1, 6);
    main->addWidget(card, 2);
    row->addWidget(m_asked = new AskedCard(m_context.theme, content));
    m_asked->setObjectName(QStringLiteral("asked"));
    return content;
}

void ExplorePage::connectAll()
{
    connect(&m_model, &ExploreViewModel::sourcesChanged, this, &ExplorePage::onSources);
    connect(&m_model, &ExploreViewModel::startersFound, this, &ExplorePage::onStarters);
    connect(&m_model, &ExploreViewModel::runningChanged, this, &ExplorePage::onRunning);
    connect(&m_model, &ExploreViewModel::resultChanged, this, &ExplorePage::onResult);
    connect(&m_model, &ExploreViewModel::stateChanged, this, &ExplorePage::onState);
    connect(m_state, &StateView::remedyRequested, this,
            [this](const QString& action) { m_context.actions.trigger(action); });
    connect(m_source, &ChoiceButton::chosen, this, [this](int index) {
        if (!m_loading)
            m_model.setSource(index);
    });
    connect(m_span, &ChoiceButton::chosen, this, [this](int index) {
        m_model.setSpan(kSpans[std::clamp(index, 0, 4)]);
        if (m_model.result() || m_model.isRunning())
            run();
    });
    m_model.setSpan(kSpans[kDefaultSpan]);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addQuery();
        m_editors.back()->edit().setFocus();
    });
    connect(m_run, &QPushButton::clicked, this, &ExplorePage::run);
    connect(m_stop, &QPushButton::clicked, &m_model, &ExploreViewModel::stop);
    connect(m_table, &ExploreTable::lineChanged, this,
            [this](int line) { m_chart->view().setHighlight(line); });
    connect(&m_chart->view(), &ChartView::seriesPicked, m_table, &ExploreTable::selectLine);
}

void ExplorePage::addActions()
{
    const auto visible = [this] { return isVisible(); };
    m_context.actions.add({QStringLiteral("explore.run"),
                           tr("Explore"),
                           tr("Run the queries"),
                           QKeySequence(Qt::CTRL | Qt::Key_Return),
                           {},
                           [this] { run(); },
                           visible});
    m_context.actions.add({QStringLiteral("explore.stop"),
                           tr("Explore"),
                           tr("Stop the queries"),
                           QKeySequence(Qt::CTRL | Qt::Key_Period),
                           {},
                           [this] { m_model.stop(); },
                           [this] { return isVisible() && m_model.isRunning(); }});
    m_context.actions.add({QStringLiteral("explore.add"),
                           tr("Explore"),
                           tr("Add a query"),
                           {},
                           {},
                           [this] { m_add->click(); },
                           [this] { return isVisible() && m_editors.size() < kMostQueries; }});
}

void ExplorePage::addQuery()
{
    if (m_editors.size() >= kMostQueries)
        return;
    const char letter = static_cast<char>('A' + m_editors.size());
    auto* editor =
        new QueryEditor(m_context.theme, m_context.pool, letter, m_queries->parentWidget());
    m_queries->addWidget(editor);
    editor->completion().setCompleter([this] { return m_model.completer(); });
    connect(editor, &QueryEditor::runWanted, this, &ExplorePage::run);
    connect(editor, &QueryEditor::removeWanted, this, [this, editor] { removeQuery(editor); });
    m_editors.push_back(editor);
    for (QueryEditor* one : m_editors)
        one->setRemovable(m_editors.size() > 1);
    m_add->setEnabled(m_editors.size() < kMostQueries);
}

void ExplorePage::removeQuery(QueryEditor* editor)
{
    // Letters stay in order: the texts below move up, the last editor goes.
    QStringList texts = queries();
    texts.removeAt(std::find(m_editors.begin(), m_editors.end(), editor) - m_editors.begin());
    setQueries(texts);
    if (m_model.result())
        run();
}

void ExplorePage::setQueries(const QStringList& texts)
{
    const std::size_t wanted =
        std::clamp<std::size_t>(static_cast<std::size_t>(texts.size()), 1, kMostQueries);
    while (m_editors.size() > wanted) {
        m_editors.back()->hide();
        m_editors.back()->deleteLater();
        m_editors.pop_back();
    }
    while (m_editors.size() < wanted)
        addQuery();
    for (std::size_t i = 0; i < wanted; ++i) {
        m_editors[i]->showPart(nullptr);
        m_editors[i]->setText(texts.value(static_cast<qsizetype>(i)));
        m_editors[i]->setRemovable(wanted > 1);
    }
    m_add->setEnabled(wanted < kMostQueries);
}

QStringList ExplorePage::queries() const
{
    QStringList out;
    for (const QueryEditor* editor : m_editors)
        out << toQ(editor->text());
    return out;
}

QString ExplorePage::stateKey(const char* name) const
{
    const auto& current = m_context.environments.current();
    return QStringLiteral("explore/%1/%2")
        .arg(current ? toQ(current->name) : QString(), QLatin1String(name));
}

void ExplorePage::run()
{
    std::vector<std::string> texts;
    for (const QueryEditor* editor : m_editors)
        texts.push_back(editor->text());
    if (std::all_of(texts.begin(), texts.end(), [](const auto& text) { return text.empty(); }))
        return;
    m_context.state.setValue(stateKey("queries"), queries());
    // Before the first layout the chart is not as wide as it will be.
    m_model.setColumns(std::max(m_chart->view().width(), width() / 2));
    m_model.run(std::move(texts));
}

void ExplorePage::onSources()
{
    m_loading = true;
    m_source->setChoices(m_model.sources());
    m_source->choose(std::max(0, m_model.source()));
    m_source->setVisible(m_model.sources().size() > 1);
    m_loading = false;
    onState();
}

void ExplorePage::onStarters(const QStringList& texts)
{
    const QStringList last = m_context.state.value(stateKey("queries")).toStringList();
    const bool written = queries().join(QString()).trimmed().size() > 0;
    if (!written)
        setQueries(last.isEmpty() ? texts : last);
    // Nothing that we know is there: the page waits for a query, and says so.
    if (queries().join(QString()).trimmed().isEmpty())
        onResult();
    else
        run();
    onState();
}

void ExplorePage::onRunning()
{
    const bool running = m_model.isRunning();
    m_stop->setEnabled(running);
    for (QueryEditor* editor : m_editors) {
        if (!editor->text().empty())
            editor->setRunning(running);
    }
    if (!running && m_model.wasStopped())
        m_title->setFullText(m_model.result() ? tr("Stopped; the chart shows the run before")
                                              : tr("Stopped before the answer came"));
}

void ExplorePage::onResult()
{
    const ExploreResultPtr& result = m_model.result();
    m_title->setFullText(result ? result->title : tr("Ask the metrics of this environment"));
    auto empty = std::make_shared<ChartData>();
    empty->problem = tr("Write a PromQL query above and run it with Ctrl Enter.");
    m_chart->setData(result ? result->chart : std::shared_ptr<const ChartData>(empty));
    m_chart->setSubject(queries().join(QStringLiteral(" · ")).simplified());
    m_table->setResult(result);
    m_asked->setResult(result);
    for (std::size_t i = 0; i < m_editors.size(); ++i)
        m_editors[i]->showPart(result && i < result->parts.size() ? &result->parts[i] : nullptr);
    onState();
}

void ExplorePage::onState()
{
    m_state->setState(m_model.state());
    const bool content = m_model.state().showsContent();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_span, m_add, m_stop, m_run})
        widget->setVisible(content);
    if (isReady() != m_wasReady) {
        m_wasReady = isReady();
        Q_EMIT readyChanged();
    }
}

bool ExplorePage::isSettled() const
{
    return m_model.state().kind != PageState::Kind::Loading;
}

bool ExplorePage::isReady() const
{
    return m_model.state().showsContent() && m_model.result() && !m_model.isRunning();
}

void ExplorePage::focusFilter()
{
    m_editors.front()->edit().setFocus(Qt::ShortcutFocusReason);
}

bool ExplorePage::goBack()
{
    if (m_model.isRunning()) {
        m_model.stop();
        return true;
    }
    if (m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex({});
        return true;
    }
    if (m_chart->view().isZoomed()) {
        m_chart->view().resetWindow();
        return true;
    }
    return false;
}

void ExplorePage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_model.setVisible(true);
}

void ExplorePage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_model.setVisible(false);
}

void ExplorePage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_asked->setFixedWidth(width() < 1000 ? 220 : 296);
}

} // namespace binnacle::ui
