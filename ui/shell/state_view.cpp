// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/state_view.h"

#include "ui/shell/skeleton.h"
#include "ui/theme/shapes.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

namespace binnacle::ui {

namespace {

constexpr int kSkeletonDelayMs = 150;

Tone toneOfState(PageState::Kind kind)
{
    switch (kind) {
    case PageState::Kind::Failed:
        return Tone::Critical;
    case PageState::Kind::Stale:
    case PageState::Kind::NotAllowed:
        return Tone::Warning;
    default:
        return Tone::Unknown;
    }
}

QLabel* label(const char* role, QWidget* parent)
{
    auto* result = new QLabel(parent);
    result->setProperty("role", QLatin1String(role));
    result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return result;
}

} // namespace

StateView::StateView(Theme& theme, QWidget* content, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_content(content)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(size::kPadS);

    m_band = new QFrame(this);
    m_band->setProperty("role", QStringLiteral("note"));
    auto* band = new QHBoxLayout(m_band);
    band->setContentsMargins(size::kPadM, 6, 6, 6);
    band->addWidget(m_bandShape = new QLabel(m_band));
    band->addWidget(m_bandText = label("", m_band), 1);
    m_bandText->setWordWrap(true);
    band->addWidget(m_bandButton = new QPushButton(m_band));
    outer->addWidget(m_band);

    auto* host = new QWidget(this);
    m_stack = new QStackedLayout(host);
    outer->addWidget(host, 1);

    m_message = new QWidget(host);
    auto* column = new QVBoxLayout(m_message);
    column->setSpacing(size::kPadS);
    column->addStretch(2);
    column->addWidget(m_shape = new QLabel(m_message), 0, Qt::AlignHCenter);
    column->addWidget(m_title = label("title", m_message), 0, Qt::AlignHCenter);
    m_detail = label("", m_message);
    m_detail->setProperty("tone", QStringLiteral("muted"));
    m_detail->setWordWrap(true);
    m_detail->setAlignment(Qt::AlignHCenter);
    m_detail->setMinimumWidth(420);
    column->addWidget(m_detail, 0, Qt::AlignHCenter);
    m_button = new QPushButton(m_message);
    m_button->setObjectName(QStringLiteral("remedy"));
    m_button->setProperty("role", QStringLiteral("primary"));
    column->addSpacing(size::kPadS);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);

    m_skeleton = new Skeleton(theme, host);
    m_stack->addWidget(m_content);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_skeleton);
    m_skeletonDelay = new QTimer(this);
    m_skeletonDelay->setSingleShot(true);
    m_skeletonDelay->setInterval(kSkeletonDelayMs);
    connect(m_skeletonDelay, &QTimer::timeout, m_skeleton, &Skeleton::reveal);
    const auto remedy = [this] { Q_EMIT remedyRequested(m_state.action); };
    connect(m_button, &QPushButton::clicked, this, remedy);
    connect(m_bandButton, &QPushButton::clicked, this, remedy);
    connect(&theme, &Theme::changed, this, &StateView::restyle);
    m_state.kind = PageState::Kind::Ready;
    setState(PageState{});
}

void StateView::setState(const PageState& state)
{
    if (state == m_state)
        return;
    const bool wasLoading = m_state.kind == PageState::Kind::Loading;
    m_state = state;
    m_band->setVisible(state.kind == PageState::Kind::Stale);
    m_bandText->setText(state.detail.isEmpty() ? state.title
                                               : state.title + QStringLiteral(" ") + state.detail);
    m_bandButton->setVisible(!state.action.isEmpty());
    m_bandButton->setText(state.actionText);
    m_title->setText(state.title);
    m_detail->setText(state.detail);
    m_detail->setVisible(!state.detail.isEmpty());
    m_button->setVisible(!state.action.isEmpty());
    m_button->setText(state.actionText);
    if (state.showsContent()) {
        m_stack->setCurrentWidget(m_content);
    } else if (state.kind == PageState::Kind::Loading) {
        m_skeleton->conceal();
        m_stack->setCurrentWidget(m_skeleton);
        m_skeletonDelay->start();
    } else {
        m_stack->setCurrentWidget(m_message);
    }
    if (wasLoading && state.kind != PageState::Kind::Loading)
        m_skeletonDelay->stop();
    setAccessibleDescription(state.title);
    restyle();
}

void StateView::restyle()
{
    const Tone tone = toneOfState(m_state.kind);
    m_shape->setPixmap(shapePixmap(m_theme, tone, 28, devicePixelRatioF()));
    m_bandShape->setPixmap(shapePixmap(m_theme, tone, 12, devicePixelRatioF()));
}

} // namespace binnacle::ui
