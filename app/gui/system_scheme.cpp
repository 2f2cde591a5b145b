// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/system_scheme.h"

#include "ui/theme/theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>

namespace binnacle::app {

namespace {

// Source: org.freedesktop.portal.Settings, "color-scheme": 0 no preference, 1 dark, 2 light.
constexpr uint kPrefersLight = 2;

QString space()
{
    return QStringLiteral("org.freedesktop.appearance");
}

QString key()
{
    return QStringLiteral("color-scheme");
}

} // namespace

SystemScheme::SystemScheme(ui::Theme& theme) : m_theme(theme)
{
    // Without a display there is no desktop to ask.
    if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage ask =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    ask << space() << key();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(ask, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, &SystemScheme::onRead);
}

void SystemScheme::onRead(QDBusPendingCallWatcher* call)
{
    const QDBusPendingReply<QDBusVariant> reply = *call;
    if (reply.isValid())
        take(reply.value().variant());
    call->deleteLater();
}

void SystemScheme::onSettingChanged(const QString& changedSpace, const QString& changedKey,
                                    const QDBusVariant& value)
{
    if (changedSpace == space() && changedKey == key())
        take(value.variant());
}

void SystemScheme::take(QVariant value)
{
    // Some portals wrap the variant twice.
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    bool ok = false;
    const uint scheme = value.toUInt(&ok);
    if (ok)
        m_theme.setSystemDark(scheme != kPrefersLight);
}

} // namespace binnacle::app
