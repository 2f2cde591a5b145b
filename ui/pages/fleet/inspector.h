// SPDX-License-Identifier: GPL-3.0-or-later
// The panel at the right that shows one device or one node: state and why, next step, exact facts,
// charts of the last hour. Ui thread. Follows the view-model; what vanishes from the estate stays,
// marked gone.
#pragma once

#include "ui/shell/page.h"
#include "ui/viewmodels/device_charts.h"
#include "ui/viewmodels/device_text.h"
#include "ui/viewmodels/fleet_viewmodel.h"

#include <QFrame>
#include <QTimer>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace binnacle::ui {

class ChartPanel;
class ChoiceButton;
class ElidedLabel;

class Inspector final : public QFrame {
    Q_OBJECT
public:
    Inspector(const PageContext& context, FleetViewModel& model, QWidget* parent);
    /// A device or a node; false when neither is known under this key.
    bool show(const models::ObjectKey& key);
    void clear();
    models::ObjectKey key() const { return m_key; }
    bool hasCharts() const { return !m_charts.charts().empty(); }

Q_SIGNALS:
    void closed();
    void chartsShown();

private:
    void refresh();
    void showFacts(const std::vector<FactRow>& rows);
    void showNote(Tone tone, const QString& text, const QString& next);
    void showCharts();
    void addChartActions();
    void loadCharts();
    void showDeviceButtons(const services::FleetNode* node);
    Theme& m_theme;
    Environments& m_environments;
    ActionRegistry& m_actions;
    FleetViewModel& m_model;
    DeviceCharts m_charts;
    ChartSubject m_subject;
    models::UtcTime m_chartsEnd; ///< unknown: now
    QStringList m_deviceTexts;   ///< what the buttons of a node say now
    models::ObjectKey m_key;
    ElidedLabel *m_title, *m_subtitle;
    QLabel *m_noteShape, *m_noteText, *m_noteNext;
    QFrame* m_note;
    QGridLayout* m_facts;
    QVBoxLayout* m_devices;
    QVBoxLayout* m_panels;
    ChoiceButton* m_span;
    QTimer m_reload;
    std::vector<std::pair<QLabel*, ElidedLabel*>> m_factRows;
};

} // namespace binnacle::ui
