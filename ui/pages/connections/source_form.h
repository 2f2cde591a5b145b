// SPDX-License-Identifier: GPL-3.0-or-later
// The panel to add or edit a source: type, environment, fields, test, save. Secrets go straight to
// the key store and never into the configuration. Ui thread; opened beside the list, never as a
// modal dialog.
#pragma once

#include "models/estate/source.h"
#include "ui/shell/page.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/source_form_data.h"

#include <QFrame>

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace binnacle::ui {

class SourceForm final : public QFrame {
    Q_OBJECT
public:
    SourceForm(const PageContext& context, QWidget* parent);
    /// A new source of this type in the current environment, or in a new one when there is none.
    void openNew(const QString& type, const FormValues& values = {});
    void openEdit(const std::string& environment, const services::SourceConfig& source);
    bool isEditing() const { return m_editing.has_value(); }

Q_SIGNALS:
    void closed();
    void saved();

private:
    struct Field {
        FormField spec;
        QWidget* editor;
        QLabel* problem;
    };
    void buildFrame();
    void rebuild(const FormValues& values);
    QWidget* makeEditor(const FormField& field, const QString& value);
    void fillContexts(QComboBox* box);
    FormValues values() const;
    bool check();
    services::SourceConfig currentConfig() const;
    void test();
    void save();
    void writeSecrets(TypedSecrets left, services::SourceConfig config);
    void saveConfig(const services::SourceConfig& config);
    void say(const char* tone, const QString& text);

    PageContext m_context;
    AsyncSlot<models::SourceStatus> m_testing;
    AsyncSlot<models::Result<std::vector<std::string>>> m_contexts;
    QString m_type;
    std::string m_environment;
    std::optional<services::SourceConfig> m_editing;
    QLabel *m_title, *m_message;
    QComboBox *m_typeBox, *m_environmentBox;
    QCheckBox* m_production;
    QVBoxLayout* m_body;
    QWidget* m_fieldHost = nullptr;
    std::vector<Field> m_fields;
    QPushButton *m_test, *m_save;
};

} // namespace binnacle::ui
