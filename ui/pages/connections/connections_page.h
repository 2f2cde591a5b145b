// SPDX-License-Identifier: GPL-3.0-or-later
// The Connections page: a card per source of the environment, the local store, and the form to add
// or edit. Layout and wiring. Ui thread.
#pragma once

#include "services/store/estate_store.h"
#include "ui/shell/page.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/page_state.h"
#include "ui/viewmodels/source_rows.h"

#include <QTimer>

#include <map>
#include <memory>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace binnacle::ui {

class ElidedLabel;
class SourceCard;
class SourceForm;
class StateView;
class StoreCard;

class ConnectionsPage final : public Page {
    Q_OBJECT
public:
    ConnectionsPage(const PageContext& context, QWidget* parent);
    ~ConnectionsPage() override;
    static PageDescriptor descriptor();
    bool isSettled() const override;
    bool isReady() const override;
    bool goBack() override;
    bool followsTime() const override { return false; }
    void openForm(const QString& type);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectAll();
    void addActions();
    void refresh();
    void syncCards(const std::vector<SourceRow>& rows);
    SourceCard* makeCard(const std::string& id);
    void test(const std::string& id);
    void edit(const std::string& id);
    void remove(const std::string& id, bool withSecrets);
    void removeSecrets(const std::vector<std::string>& names);
    void askHealth();
    void openConfig();
    void closeForm();
    const services::SourceConfig* config(const std::string& id) const;
    PageState pageState(bool any) const;

    PageContext m_context;
    ElidedLabel* m_title;
    QPushButton* m_add;
    QLabel* m_said; ///< what did not work, with its remedy
    StateView* m_state;
    QVBoxLayout* m_list;
    StoreCard* m_store;
    SourceForm* m_form;
    std::map<std::string, SourceCard*> m_cards;
    std::map<std::string, std::unique_ptr<AsyncSlot<models::SourceStatus>>> m_tests;
    AsyncSlot<services::StoreHealth> m_health;
    QTimer m_tick;
    bool m_wasReady = false;
};

} // namespace binnacle::ui
