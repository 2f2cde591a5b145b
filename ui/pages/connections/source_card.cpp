// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/source_card.h"

#include "ui/pages/connections/kind_strip.h"
#include "ui/shell/error_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace binnacle::ui {

SourceCard::SourceCard(Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme)
{
    setProperty("role", QStringLiteral("card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 15, 13);
    column->setSpacing(10);
    buildHead();
    buildFacts();
    buildNotes();
    connect(&theme, &Theme::changed, this, &SourceCard::restyle);
}

void SourceCard::buildHead()
{
    auto* head = new QHBoxLayout;
    head->setSpacing(size::kPadS);
    head->addWidget(m_icon = new QLabel(this));
    head->addWidget(m_name = roleLabel("cardTitle", this));
    head->addWidget(m_type = roleLabel("tag", this), 0, Qt::AlignVCenter);
    head->addWidget(m_address = new ElidedLabel("muted", this), 1);
    m_address->setElide(Qt::ElideMiddle);
    head->addWidget(m_shape = new QLabel(this));
    head->addWidget(m_word = roleLabel("", this));
    head->addSpacing(8);
    head->addWidget(m_test = new QPushButton(tr("Test"), this));
    head->addWidget(m_edit = new QPushButton(tr("Edit"), this));
    head->addWidget(m_remove = new QPushButton(tr("Remove"), this));
    qobject_cast<QVBoxLayout*>(layout())->addLayout(head);
    connect(m_test, &QPushButton::clicked, this, [this] {
        setTest(Tone::Info, tr("Testing …"));
        Q_EMIT testRequested();
    });
    connect(m_edit, &QPushButton::clicked, this, &SourceCard::editRequested);
    connect(m_remove, &QPushButton::clicked, this, &SourceCard::removalAsked);
}

void SourceCard::buildFacts()
{
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(16);
    m_facts->setVerticalSpacing(2);
    const QStringList names = {tr("Last contact"), tr("Latency"), tr("Version"),
                               tr("Asked so far")};
    for (int i = 0; i < names.size(); ++i) {
        m_facts->addWidget(roleLabel("muted", this, names[i]), 0, i);
        m_values.push_back(new ElidedLabel("mono", this));
        m_facts->addWidget(m_values.back(), 1, i);
        m_facts->setColumnStretch(i, i == 3 ? 4 : i == 2 ? 3 : 2);
    }
    qobject_cast<QVBoxLayout*>(layout())->addLayout(m_facts);
}

void SourceCard::buildNotes()
{
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    m_problem = new QFrame(this);
    m_problem->setProperty("role", QStringLiteral("note"));
    auto* problem = new QGridLayout(m_problem);
    problem->setContentsMargins(10, 8, 8, 8);
    problem->setVerticalSpacing(3);
    problem->addWidget(m_problemShape = new QLabel(m_problem), 0, 0, Qt::AlignTop);
    problem->addWidget(m_problemText = roleLabel("", m_problem), 0, 1);
    problem->addWidget(m_problemRemedy = roleLabel("muted", m_problem), 1, 1);
    m_problemButton = new QPushButton(tr("Edit the source"), m_problem);
    problem->addWidget(m_problemButton, 0, 2, 2, 1, Qt::AlignVCenter);
    problem->setColumnStretch(1, 1);
    for (QLabel* label : {m_problemText, m_problemRemedy}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    connect(m_problemButton, &QPushButton::clicked, this, &SourceCard::editRequested);
    column->addWidget(m_problem);
    column->addWidget(m_kinds = new KindStrip(m_theme, this));
    for (QLabel** label : {&m_missing, &m_notes, &m_tested}) {
        column->addWidget(*label = roleLabel("muted", this));
        (*label)->setWordWrap(true);
        (*label)->hide();
    }
    setTone(m_missing, "warning");
    m_confirm = new QFrame(this);
    m_confirm->setProperty("role", QStringLiteral("note"));
    auto* confirm = new QHBoxLayout(m_confirm);
    confirm->setContentsMargins(10, 6, 6, 6);
    auto* words = new QVBoxLayout;
    auto* text = roleLabel("", m_confirm,
                           tr("Take this source out of the configuration? Its history stays."));
    text->setWordWrap(true);
    words->addWidget(text);
    words->addWidget(m_withSecrets = new QCheckBox(m_confirm));
    m_withSecrets->setObjectName(QStringLiteral("removeSecrets"));
    confirm->addLayout(words, 1);
    auto* keep = new QPushButton(tr("Keep"), m_confirm);
    auto* remove = new QPushButton(tr("Remove"), m_confirm);
    remove->setProperty("role", QStringLiteral("danger"));
    confirm->addWidget(keep);
    confirm->addWidget(remove);
    column->addWidget(m_confirm);
    m_confirm->hide();
    remove->setObjectName(QStringLiteral("confirmRemoval"));
    connect(keep, &QPushButton::clicked, this, [this] {
        m_confirm->hide();
        m_remove->setEnabled(true);
    });
    connect(remove, &QPushButton::clicked, this, [this] {
        Q_EMIT removeRequested(!m_withSecrets->isHidden() && m_withSecrets->isChecked());
    });
}

void SourceCard::askRemoval(const std::vector<std::string>& secrets)
{
    QStringList names;
    for (const std::string& name : secrets)
        names << toQ(name);
    m_withSecrets->setText(
        tr("Also remove %1 from the key store").arg(names.join(QStringLiteral(", "))));
    m_withSecrets->setVisible(!names.isEmpty());
    m_withSecrets->setChecked(true);
    m_confirm->show();
    m_remove->setEnabled(false);
}

void SourceCard::restyle()
{
    m_icon->setPixmap(icon(m_row.icon, m_theme, m_theme.tokens().muted)
                          .pixmap(QSize(16, 16), devicePixelRatioF()));
    m_shape->setPixmap(shapePixmap(m_theme, m_row.tone, 11, devicePixelRatioF()));
    m_problemShape->setPixmap(shapePixmap(m_theme, Tone::Critical, 12, devicePixelRatioF()));
}

void SourceCard::setRow(const SourceRow& row)
{
    m_row = row;
    setAccessibleName(tr("Source %1: %2").arg(toQ(row.id), row.word));
    m_name->setText(toQ(row.id));
    m_type->setText(row.type);
    m_address->setFullText(row.address);
    m_word->setText(row.simulated ? tr("%1, simulated").arg(row.word) : row.word);
    m_values[0]->setFullText(
        row.detail.startsWith(tr("never")) ? tr("never") : row.detail.section(QLatin1Char(' '), 2));
    m_values[1]->setFullText(row.latency);
    m_values[2]->setFullText(row.version);
    m_values[3]->setFullText(row.queries.isEmpty() ? tr("follows changes, asks nothing")
                                                   : row.queries);
    m_kinds->setKinds(row.kinds);
    m_missing->setVisible(!row.missing.isEmpty());
    m_missing->setText(tr("▲ Not allowed: %1").arg(row.missing.join(QStringLiteral(", "))));
    QStringList notes = row.notes;
    if (row.insecure)
        notes.prepend(tr("the server's certificate is not verified"));
    if (!row.skew.isEmpty())
        notes.prepend(row.skew);
    m_notes->setVisible(!notes.isEmpty());
    m_notes->setText(notes.join(QStringLiteral("  ·  ")));
    showProblem();
    restyle();
}

void SourceCard::showProblem()
{
    m_problem->setVisible(m_row.error.has_value());
    if (!m_row.error)
        return;
    const ErrorText words = errorText(*m_row.error);
    m_problemText->setText(tr("%1: %2").arg(words.title, words.detail));
    m_problemRemedy->setText(words.remedy);
}

void SourceCard::setTest(Tone tone, const QString& text)
{
    m_tested->setText(text);
    m_tested->setVisible(!text.isEmpty());
    setTone(m_tested, tone == Tone::Critical ? "critical" : tone == Tone::Ok ? "ok" : "muted");
    m_test->setEnabled(tone != Tone::Info);
}

} // namespace binnacle::ui
