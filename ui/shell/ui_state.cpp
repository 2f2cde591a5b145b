// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ui_state.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QScreen>
#include <QSettings>
#include <QWidget>

namespace binnacle::ui {

UiState::UiState(const QString& file)
{
    if (!file.isEmpty())
        m_settings = std::make_unique<QSettings>(file, QSettings::IniFormat);
}

UiState::~UiState() = default;

QVariant UiState::value(const QString& key, const QVariant& fallback) const
{
    return m_settings ? m_settings->value(key, fallback) : m_memory.value(key, fallback);
}

void UiState::setValue(const QString& key, const QVariant& value)
{
    if (m_settings)
        m_settings->setValue(key, value);
    else
        m_memory.insert(key, value);
}

bool UiState::restore(QWidget& window)
{
    const QByteArray saved = value(QStringLiteral("geometry/") + window.objectName()).toByteArray();
    return !saved.isEmpty() && window.restoreGeometry(saved);
}

void UiState::save(const QWidget& window)
{
    setValue(QStringLiteral("geometry/") + window.objectName(), window.saveGeometry());
}

bool UiState::restore(QHeaderView& header, int version)
{
    const QString key = QStringLiteral("header/%1/%2").arg(header.objectName()).arg(version);
    const QByteArray saved = value(key).toByteArray();
    return !saved.isEmpty() && header.restoreState(saved);
}

void UiState::save(const QHeaderView& header, int version)
{
    setValue(QStringLiteral("header/%1/%2").arg(header.objectName()).arg(version),
             header.saveState());
}

} // namespace binnacle::ui
