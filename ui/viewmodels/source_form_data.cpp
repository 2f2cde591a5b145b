// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/source_form_data.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace binnacle::ui {

namespace {

using Kind = FormField::Kind;

QString tr(const char* text)
{
    return QCoreApplication::translate("SourceForm", text);
}

QString q(const char* text)
{
    return QString::fromLatin1(text);
}

} // namespace

std::vector<FormField> fieldsOf(const QString& type)
{
    std::vector<FormField> fields = {
        {q("id"), tr("Name"), tr("a short name, such as prod-eu"), Kind::Text, {}, true}};
    const auto add = [&fields](FormField field) { fields.push_back(std::move(field)); };
    if (type == q("kubernetes")) {
        add({q("context"), tr("Context"), tr("empty: the current context"), Kind::Text, {}, false});
        add({q("kubeconfig"),
             tr("Kubeconfig file"),
             tr("empty: $KUBECONFIG or ~/.kube/config"),
             Kind::File,
             {},
             false});
        add({q("namespace"),
             tr("Namespace"),
             tr("empty: all you may list"),
             Kind::Text,
             {},
             false});
    } else if (type == q("prometheus")) {
        add({q("url"), tr("Address"), q("https://prometheus.example.com"), Kind::Text, {}, true});
        add({q("token"),
             tr("Bearer token"),
             tr("kept in the key store of your desktop"),
             Kind::Secret,
             {},
             false});
        add({q("user"), tr("User"), tr("for basic authentication"), Kind::Text, {}, false});
        add({q("password"),
             tr("Password"),
             tr("kept in the key store of your desktop"),
             Kind::Secret,
             {},
             false});
        add({q("tenant"),
             tr("Tenant"),
             tr("X-Scope-OrgID, for Mimir or Thanos"),
             Kind::Text,
             {},
             false});
        add({q("ca"), tr("CA file"), tr("empty: the system's"), Kind::File, {}, false});
        add({q("proxy"), tr("Proxy"), tr("empty: none"), Kind::Text, {}, false});
        add({q("insecure"), tr("Do not verify the certificate"), {}, Kind::Flag, {}, false});
    } else {
        add({q("size"),
             tr("Size"),
             {},
             Kind::Choice,
             {q("default"), q("small"), q("large"), q("huge")},
             false});
        add({q("seed"), tr("Seed"), q("1"), Kind::Text, {}, false});
    }
    return fields;
}

FormValues toForm(const services::SourceConfig& config)
{
    FormValues values;
    values[q("id")] = toQ(config.id);
    values[q("context")] = toQ(config.context);
    values[q("kubeconfig")] = toQ(config.kubeconfig);
    values[q("namespace")] = toQ(config.ns);
    values[q("url")] = toQ(config.url);
    values[q("user")] = toQ(config.user);
    values[q("tenant")] = toQ(config.tenant);
    values[q("ca")] = toQ(config.caFile);
    values[q("proxy")] = toQ(config.proxy);
    values[q("insecure")] = config.insecure ? q("1") : QString();
    values[q("size")] = toQ(config.size);
    values[q("seed")] = QString::number(config.seed);
    return values;
}

services::SourceConfig fromForm(const QString& type, const FormValues& values,
                                services::SourceConfig base)
{
    const auto get = [&values](const char* id) {
        return values.value(QString::fromLatin1(id)).trimmed().toStdString();
    };
    base.id = get("id");
    base.type = type.toStdString();
    if (type == q("kubernetes")) {
        base.context = get("context");
        base.kubeconfig = get("kubeconfig");
        base.ns = get("namespace");
    } else if (type == q("prometheus")) {
        base.url = get("url");
        base.user = get("user");
        base.tenant = get("tenant");
        base.caFile = get("ca");
        base.proxy = get("proxy");
        base.insecure = values.value(q("insecure")) == q("1");
    } else {
        base.size = get("size").empty() ? "default" : get("size");
        const qulonglong seed = values.value(q("seed")).trimmed().toULongLong();
        base.seed = seed == 0 ? 1 : seed;
    }
    return base;
}

QHash<QString, QString> checkForm(const QString& type, const FormValues& values,
                                  const QStringList& others)
{
    QHash<QString, QString> problems;
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"));
    const QString id = values.value(q("id")).trimmed();
    if (!name.match(id).hasMatch())
        problems[q("id")] = tr("Letters, digits, dot, dash and underscore; at most 63.");
    else if (others.contains(id))
        problems[q("id")] = tr("Another source of this environment has this name.");
    if (type == q("prometheus")) {
        const QUrl url(values.value(q("url")).trimmed(), QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() ||
            (url.scheme() != q("http") && url.scheme() != q("https")))
            problems[q("url")] = tr("An address that begins with http:// or https://.");
        else if (!url.userInfo().isEmpty())
            problems[q("url")] = tr("Give user and password below, not in the address.");
        if (!values.value(q("token")).isEmpty() && !values.value(q("user")).isEmpty())
            problems[q("token")] = tr("Either a token or a user, not both.");
        if (!values.value(q("password")).isEmpty() && values.value(q("user")).isEmpty())
            problems[q("user")] = tr("A password needs a user.");
    }
    bool number = false;
    const QString seed = values.value(q("seed")).trimmed();
    if (type == q("demo") && !seed.isEmpty() && (seed.toULongLong(&number) == 0 || !number))
        problems[q("seed")] = tr("A whole number from 1.");
    return problems;
}

QString secretName(const QString& environment, const QString& source, const QString& field)
{
    return QStringLiteral("%1/%2/%3").arg(environment, source, field);
}

} // namespace binnacle::ui
