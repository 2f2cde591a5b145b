// SPDX-License-Identifier: GPL-3.0-or-later
// The inspector's tab with the whole object as YAML: asks when it is in front, not before. Ui
// thread. Knows no other tab.
#pragma once

#include "ui/pages/workloads/inspector_tab.h"

namespace binnacle::ui {

class YamlPanel;

class YamlTab final : public InspectorTab {
    Q_OBJECT
public:
    YamlTab(const PageContext& context, QWidget* parent);
    QString id() const override { return QStringLiteral("yaml"); }
    QString title() const override { return tr("YAML"); }
    /// A device is known from its metrics only.
    bool isVisibleFor(const InspectorSubject& subject) const override;
    void setSubject(const InspectorSubject& subject) override;
    bool goBack() override;
    bool focusFilter() override;

private:
    Environments& m_environments;
    YamlPanel* m_panel;
};

} // namespace binnacle::ui
