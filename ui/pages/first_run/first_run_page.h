// SPDX-License-Identifier: GPL-3.0-or-later
// The first start: look around in the demo estate, connect a cluster from the kubeconfig, or a
// Prometheus server. Reads names of contexts only; connects nowhere until the person chooses. Ui
// thread.
#pragma once

#include "services/config/config.h"
#include "ui/shell/page.h"
#include "ui/viewmodels/async_slot.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace binnacle::ui {

class FirstRunPage final : public Page {
    Q_OBJECT
public:
    FirstRunPage(const PageContext& context, QWidget* parent);
    bool isSettled() const override { return !m_contexts.isRunning(); }
    bool isReady() const override { return isSettled(); }

private:
    QWidget* card(const QString& icon, const QString& title, const QString& text,
                  QVBoxLayout*& body);
    void buildCluster(QVBoxLayout* body);
    void buildPrometheus(QVBoxLayout* body);
    void loadContexts();
    void showContexts(const models::Result<std::vector<std::string>>& found);
    void useCluster(const std::string& contextName);
    void usePrometheus();
    void openConfig();
    void useDemo();
    void save(services::EnvironmentConfig environment);

    PageContext m_context;
    AsyncSlot<models::Result<std::vector<std::string>>> m_contexts;
    QVBoxLayout* m_contextList = nullptr;
    QLabel *m_contextText = nullptr, *m_message;
    QLineEdit* m_url = nullptr;
    QLabel* m_urlProblem = nullptr;
};

} // namespace binnacle::ui
