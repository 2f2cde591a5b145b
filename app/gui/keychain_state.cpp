// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/keychain_state.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QTimer>

namespace binnacle::app {

namespace {

constexpr int kPatienceMs = 2000;

KeychainState stateOf(const QDBusPendingReply<QDBusVariant>& reply)
{
    if (reply.isValid())
        return reply.value().variant().toBool() ? KeychainState::Locked : KeychainState::Open;
    const auto type = reply.error().type();
    // What the bus says when nobody has the name and it was told to start nothing.
    const bool nobody =
        reply.error().name() == QStringLiteral("org.freedesktop.DBus.Error.NameHasNoOwner");
    return nobody || type == QDBusError::ServiceUnknown || type == QDBusError::NoServer ||
                   type == QDBusError::Disconnected
               ? KeychainState::Absent
               : KeychainState::Unknown;
}

} // namespace

void askKeychainState(std::function<void(KeychainState)> told)
{
    auto* application = QCoreApplication::instance();
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        QTimer::singleShot(0, application, [told] { told(KeychainState::Absent); });
        return;
    }
    QDBusMessage ask = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets/aliases/default"),
        QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    ask.setAutoStartService(false);
    ask << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(ask, kPatienceMs), application);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, application,
                     [told](QDBusPendingCallWatcher* call) {
                         const QDBusPendingReply<QDBusVariant> reply = *call;
                         call->deleteLater();
                         told(stateOf(reply));
                     });
}

} // namespace binnacle::app
