// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/shell/action_registry.h"
#include "ui/shell/palette_model.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kRowHeight = 34;
constexpr int kMaxRows = 11;

class RowPainter final : public QStyledItemDelegate {
public:
    RowPainter(Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {200, kRowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Tokens& t = m_theme.tokens();
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, Theme::colour(t.raised));
        const QRect box = option.rect.adjusted(12, 0, -12, 0);
        const bool enabled = index.data(PaletteModel::EnabledRole).toBool();
        const QString keys = index.data(PaletteModel::KeysRole).toString();
        painter->setFont(m_theme.mono(size::kAxis));
        painter->setPen(Theme::colour(t.muted));
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, keys);
        paintText(*painter, box, index, enabled ? t.text : t.muted);
        painter->restore();
    }

private:
    void paintText(QPainter& painter, const QRect& box, const QModelIndex& index, Rgb colour) const
    {
        const QString text = index.data(Qt::DisplayRole).toString();
        const auto positions = index.data(PaletteModel::PositionsRole).value<QList<int>>();
        const QFont plain = m_theme.text(size::kBody);
        int x = box.left();
        for (int i = 0; i < text.size(); ++i) {
            painter.setFont(plain);
            painter.setPen(positions.contains(i) ? Theme::colour(m_theme.tokens().accent)
                                                 : Theme::colour(colour));
            painter.drawText(QRect(x, box.top(), 40, box.height()), Qt::AlignVCenter,
                             text.mid(i, 1));
            x = box.left() + QFontMetrics(plain).horizontalAdvance(text.left(i + 1));
        }
        painter.setFont(m_theme.text(size::kAxis));
        painter.setPen(Theme::colour(m_theme.tokens().muted));
        painter.drawText(QRect(x + 12, box.top(), 200, box.height()), Qt::AlignVCenter,
                         index.data(PaletteModel::GroupRole).toString());
    }
    Theme& m_theme;
};

} // namespace

CommandPalette::CommandPalette(Theme& theme, ActionRegistry& actions, QWidget* window)
    : QFrame(window), m_actions(actions), m_model(new PaletteModel(actions, this))
{
    setObjectName(QStringLiteral("palette"));
    setProperty("role", QStringLiteral("palette"));
    setAccessibleName(tr("Command palette"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(4);
    m_input = new QLineEdit(this);
    m_input->setObjectName(QStringLiteral("paletteInput"));
    m_input->setProperty("role", QStringLiteral("bare"));
    m_input->setPlaceholderText(tr("Type a command, a page or an environment"));
    m_input->setAccessibleName(m_input->placeholderText());
    m_list = new QListView(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RowPainter(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Matching commands"));
    column->addWidget(m_input);
    column->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setPattern(text);
        m_list->setCurrentIndex(m_model->index(0));
        place();
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    m_input->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::openWith(const QString& text)
{
    m_input->setText(text);
    m_model->setPattern(text);
    m_list->setCurrentIndex(m_model->index(0));
    place();
    show();
    raise();
    m_input->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::closePalette()
{
    if (!isVisible())
        return;
    hide();
    parentWidget()->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    const int rows = std::clamp(m_model->rowCount(), 1, kMaxRows);
    const int width = std::min(620, parentWidget()->width() - 48);
    setGeometry((parentWidget()->width() - width) / 2, 72, width, rows * kRowHeight + 62);
}

void CommandPalette::runCurrent()
{
    const QString id = m_list->currentIndex().data(PaletteModel::IdRole).toString();
    closePalette();
    if (!id.isEmpty())
        m_actions.trigger(id);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
        return false;
    }
    if (event->type() == QEvent::FocusOut) {
        closePalette();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    if (key == Qt::Key_Escape)
        closePalette();
    else if (key == Qt::Key_Return || key == Qt::Key_Enter)
        runCurrent();
    else if (key == Qt::Key_Down)
        m_list->setCurrentIndex(m_model->index(row >= last ? 0 : row + 1));
    else if (key == Qt::Key_Up)
        m_list->setCurrentIndex(m_model->index(row <= 0 ? last : row - 1));
    else
        return false;
    return true;
}

} // namespace binnacle::ui
