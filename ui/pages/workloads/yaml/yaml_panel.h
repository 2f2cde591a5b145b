// SPDX-License-Identifier: GPL-3.0-or-later
// The whole object as YAML: asked for when it is looked at, folded and searched, copied as YAML, as
// JSON or as the command that gives it. Values of Secrets come masked from the connector. Ui
// thread; asks on workers. Knows no page.
#pragma once

#include "ui/pages/workloads/live_object.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/async_slot.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace binnacle::ui {

class StateView;
class YamlView;

class YamlPanel final : public QWidget {
    Q_OBJECT
public:
    YamlPanel(Theme& theme, WorkerPool& pool, QWidget* parent);
    /// Asks for the object when it is another one; the same one is left as it is.
    void setObject(const LiveObject& object);
    /// Lets go of the estate.
    void clear();
    bool isSettled() const;
    void focusSearch();
    /// Esc: empties the search; false when there was none.
    bool goBack();

private:
    struct Loaded {
        QString yaml, yamlWithManaged, json;
        models::UtcTime takenAt;
        bool simulated = false;
        bool hasManaged = false;
    };
    void load();
    void show(models::Result<Loaded> loaded);
    void showText();
    void showHits();
    void copy(int what);
    void buildHead(class QVBoxLayout* column);
    Theme& m_theme;
    AsyncSlot<models::Result<Loaded>> m_loading;
    LiveObject m_object;
    Loaded m_loaded;
    StateView* m_state;
    YamlView* m_view;
    QLineEdit* m_search;
    QLabel *m_hits, *m_note;
    QToolButton *m_managed, *m_fold;
};

} // namespace binnacle::ui
