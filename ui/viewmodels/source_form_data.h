// SPDX-License-Identifier: GPL-3.0-or-later
// The form for a source, without widgets: which fields a type has, how they are checked, and how
// they go into and out of a SourceConfig. Secrets are named here, never held. Pure.
#pragma once

#include "services/config/config.h"

#include <QHash>
#include <QString>

#include <vector>

namespace binnacle::ui {

struct FormField {
    QString id;    ///< "url"
    QString label; ///< translated
    QString hint;  ///< placeholder: an example or the default
    enum class Kind { Text, Secret, Flag, Choice, File } kind = Kind::Text;
    QStringList choices;
    bool required = false;
};

using FormValues = QHash<QString, QString>;

/// Shape: the order of the form. `type`: "kubernetes", "prometheus", "demo".
std::vector<FormField> fieldsOf(const QString& type);

FormValues toForm(const services::SourceConfig& config);
/// Keeps what the form does not show (headers, unix socket).
services::SourceConfig fromForm(const QString& type, const FormValues& values,
                                services::SourceConfig base);

/// Field id → what is wrong; empty when all is well. `others`: ids in use in this environment.
QHash<QString, QString> checkForm(const QString& type, const FormValues& values,
                                  const QStringList& others);

/// The name under which the key store keeps a secret of this source: "prod/prom/token".
QString secretName(const QString& environment, const QString& source, const QString& field);

} // namespace binnacle::ui
