// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/connections/source_form.h"

#include "ui/shell/error_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/source_secrets.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_picker.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace binnacle::ui {

namespace {

const QStringList& typeIds()
{
    static const QStringList ids = {QStringLiteral("kubernetes"), QStringLiteral("prometheus"),
                                    QStringLiteral("demo")};
    return ids;
}

} // namespace

SourceForm::SourceForm(const PageContext& context, QWidget* parent)
    : QFrame(parent), m_context(context), m_testing(context.pool), m_contexts(context.pool)
{
    setObjectName(QStringLiteral("sourceForm"));
    setProperty("role", QStringLiteral("card"));
    buildFrame();
    connect(m_typeBox, &QComboBox::activated, this, [this](int index) {
        const FormValues kept = values();
        m_type = typeIds().value(index);
        rebuild(kept);
    });
    connect(m_test, &QPushButton::clicked, this, &SourceForm::test);
    connect(m_save, &QPushButton::clicked, this, &SourceForm::save);
}

void SourceForm::buildFrame()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 11, 15, 13);
    column->setSpacing(10);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = roleLabel("cardTitle", this), 1);
    auto* close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("flat"));
    close->setAccessibleName(tr("Close the form"));
    close->setIcon(icon(QStringLiteral("close"), m_context.theme, m_context.theme.tokens().muted));
    connect(close, &QToolButton::clicked, this, &SourceForm::closed);
    head->addWidget(close);
    column->addLayout(head);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    inner->setObjectName(QStringLiteral("clear"));
    m_body = new QVBoxLayout(inner);
    m_body->setContentsMargins(0, 0, 8, 0);
    m_body->setSpacing(6);
    m_body->addWidget(roleLabel("muted", inner, tr("Kind of source")));
    m_body->addWidget(m_typeBox = new QComboBox(inner));
    m_typeBox->addItems({tr("Kubernetes cluster"), tr("Prometheus server"), tr("Demo estate")});
    m_body->addWidget(roleLabel("muted", inner, tr("Environment")));
    m_body->addWidget(m_environmentBox = new QComboBox(inner));
    m_environmentBox->setEditable(true);
    m_environmentBox->setAccessibleName(tr("Environment"));
    m_production = new QCheckBox(tr("This environment is production"), inner);
    m_body->addWidget(m_production);
    m_body->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    m_message = roleLabel("", this);
    m_message->setObjectName(QStringLiteral("formMessage"));
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_message);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_test = new QPushButton(tr("Test"), this));
    m_test->setObjectName(QStringLiteral("formTest"));
    buttons->addStretch(1);
    buttons->addWidget(m_save = new QPushButton(tr("Save"), this));
    m_save->setObjectName(QStringLiteral("formSave"));
    m_save->setProperty("role", QStringLiteral("primary"));
    column->addLayout(buttons);
}

void SourceForm::openNew(const QString& type, const FormValues& values)
{
    m_editing.reset();
    m_type = type;
    const auto& current = m_context.environments.current();
    m_environment = current ? current->name : std::string();
    m_title->setText(tr("Add a source"));
    rebuild(values);
}

void SourceForm::openEdit(const std::string& environment, const services::SourceConfig& source)
{
    m_editing = source;
    m_type = toQ(source.type);
    m_environment = environment;
    m_title->setText(tr("Edit %1").arg(toQ(source.id)));
    rebuild(toForm(source));
}

void SourceForm::rebuild(const FormValues& values)
{
    m_typeBox->setCurrentIndex(static_cast<int>(typeIds().indexOf(m_type)));
    m_typeBox->setEnabled(!m_editing);
    m_environmentBox->clear();
    bool production = false;
    for (const auto& environment : m_context.environments.config().environments) {
        m_environmentBox->addItem(toQ(environment.name));
        production = production || (environment.name == m_environment && environment.production);
    }
    m_environmentBox->setCurrentText(m_environment.empty() ? QStringLiteral("default")
                                                           : toQ(m_environment));
    m_environmentBox->setEnabled(!m_editing);
    m_production->setChecked(production);
    m_fields.clear();
    delete m_fieldHost;
    m_fieldHost = new QWidget(m_environmentBox->parentWidget());
    auto* column = new QVBoxLayout(m_fieldHost);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (const FormField& field : fieldsOf(m_type)) {
        QWidget* editor = makeEditor(field, values.value(field.id));
        if (field.kind != FormField::Kind::Flag)
            column->addWidget(roleLabel("muted", m_fieldHost, field.label));
        auto* line = qobject_cast<QLineEdit*>(editor);
        column->addWidget(field.kind == FormField::Kind::File
                              ? withFilePicker(line, field.label, m_fieldHost)
                              : editor);
        auto* problem = roleLabel("axis", m_fieldHost);
        setTone(problem, "critical");
        problem->setWordWrap(true);
        problem->hide();
        column->addWidget(problem);
        m_fields.push_back({field, editor, problem});
    }
    m_body->insertWidget(2, m_fieldHost);
    say("", {});
}

QWidget* SourceForm::makeEditor(const FormField& field, const QString& value)
{
    if (field.kind == FormField::Kind::Flag) {
        auto* box = new QCheckBox(field.label, m_fieldHost);
        box->setChecked(value == QStringLiteral("1"));
        return box;
    }
    if (field.kind == FormField::Kind::Choice || field.id == QStringLiteral("context")) {
        auto* box = new QComboBox(m_fieldHost);
        box->setObjectName(QStringLiteral("field.") + field.id);
        box->setEditable(true);
        box->addItems(field.choices);
        box->lineEdit()->setPlaceholderText(field.hint);
        box->setCurrentText(value);
        box->setAccessibleName(field.label);
        if (field.id == QStringLiteral("context"))
            fillContexts(box);
        return box;
    }
    auto* edit = new QLineEdit(value, m_fieldHost);
    edit->setObjectName(QStringLiteral("field.") + field.id);
    edit->setPlaceholderText(m_editing && field.kind == FormField::Kind::Secret
                                 ? tr("empty: keep what is stored")
                                 : field.hint);
    edit->setAccessibleName(field.label);
    if (field.kind == FormField::Kind::Secret)
        edit->setEchoMode(QLineEdit::Password);
    return edit;
}

void SourceForm::fillContexts(QComboBox* box)
{
    const auto contexts = m_context.environments.factory().contexts;
    if (!contexts)
        return;
    m_contexts.start([contexts](std::stop_token) { return contexts(); },
                     [box = QPointer<QComboBox>(box)](auto found) {
                         if (!box || !found)
                             return; // no kubeconfig: the field stays free text
                         const QString typed = box->currentText();
                         for (const std::string& name : *found)
                             box->addItem(toQ(name));
                         box->setCurrentText(typed);
                     });
}

FormValues SourceForm::values() const
{
    FormValues result;
    for (const Field& field : m_fields) {
        if (const auto* edit = qobject_cast<QLineEdit*>(field.editor))
            result[field.spec.id] = edit->text();
        else if (const auto* box = qobject_cast<QComboBox*>(field.editor))
            result[field.spec.id] = box->currentText();
        else if (const auto* flag = qobject_cast<QCheckBox*>(field.editor))
            result[field.spec.id] = flag->isChecked() ? QStringLiteral("1") : QString();
    }
    return result;
}

bool SourceForm::check()
{
    QStringList others;
    const QString environment = m_environmentBox->currentText().trimmed();
    for (const auto& known : m_context.environments.config().environments) {
        for (const auto& source : known.sources) {
            if (toQ(known.name) == environment && (!m_editing || source.id != m_editing->id))
                others << toQ(source.id);
        }
    }
    const auto problems = checkForm(m_type, values(), others);
    for (const Field& field : m_fields) {
        const QString problem = problems.value(field.spec.id);
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        setTone(field.editor, problem.isEmpty() ? "" : "critical");
    }
    if (environment.isEmpty()) {
        say("critical", tr("Name the environment, such as prod or stage."));
        return false;
    }
    if (!problems.isEmpty())
        say("critical", tr("Correct the marked fields."));
    return problems.isEmpty();
}

services::SourceConfig SourceForm::currentConfig() const
{
    const FormValues form = values();
    services::SourceConfig config =
        fromForm(m_type, form, m_editing.value_or(services::SourceConfig{}));
    const QString environment = m_environmentBox->currentText().trimmed();
    const auto secret = [&](const char* field) {
        return secretName(environment, toQ(config.id), QLatin1String(field)).toStdString();
    };
    if (!form.value(QStringLiteral("token")).isEmpty())
        config.bearerSecret = secret("token");
    if (!form.value(QStringLiteral("password")).isEmpty())
        config.passwordSecret = secret("password");
    return config;
}

void SourceForm::test()
{
    if (!check())
        return;
    const auto run = m_context.environments.factory().test;
    say("muted", tr("Testing …"));
    m_test->setEnabled(false);
    const services::SourceConfig config = currentConfig();
    m_testing.start(
        [run, config, typed = typedSecrets(values(), config)](std::stop_token stop) {
            return run(config, typed, stop);
        },
        [this](models::SourceStatus status) {
            m_test->setEnabled(true);
            if (status.error) {
                const ErrorText words = errorText(*status.error);
                say("critical", tr("%1: %2 %3").arg(words.title, words.detail, words.remedy));
            } else {
                say("ok", tr("It answers: %1, version %2.")
                              .arg(formatMillis(status.latencyMs),
                                   status.version.empty() ? tr("not told") : toQ(status.version)));
            }
        });
}

void SourceForm::save()
{
    if (!check())
        return;
    const services::SourceConfig config = currentConfig();
    m_save->setEnabled(false);
    writeSecrets(typedSecrets(values(), config), config);
}

void SourceForm::writeSecrets(TypedSecrets left, services::SourceConfig config)
{
    if (left.empty()) {
        saveConfig(config);
        return;
    }
    const auto secret = left.extract(left.begin());
    const auto& write = m_context.environments.factory().writeSecret;
    const QPointer<SourceForm> self(this);
    write(secret.key(), secret.mapped(),
          [self, left = std::move(left), config = std::move(config)](models::Result<void> done) {
              if (!self)
                  return;
              if (done) {
                  self->writeSecrets(left, config);
                  return;
              }
              self->m_save->setEnabled(true);
              self->say("critical",
                        tr("Nothing was saved: %1 %2")
                            .arg(toQ(done.error().text()), errorText(done.error()).remedy));
          });
}

void SourceForm::saveConfig(const services::SourceConfig& source)
{
    services::Config config = m_context.environments.config();
    const std::string name = m_environmentBox->currentText().trimmed().toStdString();
    services::EnvironmentConfig* target = nullptr;
    for (auto& environment : config.environments) {
        if (environment.name == name)
            target = &environment;
    }
    if (!target) {
        config.environments.push_back({name, false, {}});
        target = &config.environments.back();
    }
    target->production = m_production->isChecked();
    bool replaced = false;
    for (auto& existing : target->sources) {
        if (m_editing && existing.id == m_editing->id) {
            existing = source;
            replaced = true;
        }
    }
    if (!replaced)
        target->sources.push_back(source);
    const QPointer<SourceForm> self(this);
    m_context.environments.save(std::move(config), toQ(name), [self](models::Result<void> done) {
        if (!self)
            return;
        self->m_save->setEnabled(true);
        if (done)
            Q_EMIT self->saved();
        else
            self->say("critical",
                      tr("%1 %2").arg(toQ(done.error().text()), errorText(done.error()).remedy));
    });
}

void SourceForm::say(const char* tone, const QString& text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    setTone(m_message, tone);
}

} // namespace binnacle::ui
