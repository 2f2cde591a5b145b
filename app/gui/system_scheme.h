// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop wants dark or light, and when it changes its mind: the settings portal on
// Linux, the system palette elsewhere. Tells Theme. Ui thread; never waits.
#pragma once

#include <QObject>
#include <QVariant>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace binnacle::ui {
class Theme;
}

namespace binnacle::app {

class SystemScheme final : public QObject {
    Q_OBJECT
public:
    explicit SystemScheme(ui::Theme& theme);

private Q_SLOTS:
    void onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

private:
    void onRead(QDBusPendingCallWatcher* call);
    void take(QVariant value);
    ui::Theme& m_theme;
};

} // namespace binnacle::app
