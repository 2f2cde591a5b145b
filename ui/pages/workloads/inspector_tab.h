// SPDX-License-Identifier: GPL-3.0-or-later
// One tab of the Workloads inspector and what it is told: an object of a snapshot. A new tab is a
// class here or in a folder below and one line in inspector_tabs.cpp. Ui thread. A tab knows no
// other tab and not the page; it asks its questions on workers (AsyncSlot).
#pragma once

#include "services/store/snapshot.h"
#include "ui/shell/page.h"

#include <functional>
#include <optional>
#include <vector>

namespace binnacle::ui {

/// The object that the inspector shows, as `snapshot` knows it.
struct InspectorSubject {
    services::SnapshotPtr snapshot;
    models::KindId kind = 0;
    models::ObjectKey key;
    services::SourceIndex source = 0; ///< position in Snapshot::sources
    std::size_t slot = 0;             ///< of the row in its table, in this snapshot

    bool valid() const { return snapshot && key.valid(); }
    /// Is it another object, or the same one in a newer snapshot?
    bool sameObject(const InspectorSubject& other) const
    {
        return kind == other.kind && key == other.key;
    }
    /// Nothing once the object is gone from its table. Cost: O(1).
    std::optional<services::RowRef> row() const
    {
        const services::Table* table = snapshot ? snapshot->table(kind) : nullptr;
        if (!table || slot >= table->slotCount() || table->row(slot).key() != key)
            return std::nullopt;
        return table->row(slot);
    }
    /// Configured id of the object's source ("prod-eu"); empty when it is not configured any more.
    std::string_view sourceId() const
    {
        const models::SourceStatus* status = snapshot ? snapshot->source(source) : nullptr;
        return status ? std::string_view(status->id) : std::string_view{};
    }
    /// What "now" is: the moment shown, when the console is not live.
    bool live() const { return !snapshot || snapshot->live; }
};

class InspectorTab : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// Stable, for settings and links: "logs".
    virtual QString id() const = 0;
    /// As shown, with a count where it has one: "Events 5". Translated.
    virtual QString title() const = 0;
    /// False takes the tab away for this object: logs of a node.
    virtual bool isVisibleFor(const InspectorSubject& subject) const = 0;
    /// Another object, or the same one in a newer snapshot. Called while the tab is in front, and
    /// when it comes to the front; an invalid subject when the inspector closes: let go of all.
    virtual void setSubject(const InspectorSubject& subject) = 0;
    /// Esc: closes the innermost open thing; false when there was none.
    virtual bool goBack() { return false; }
    /// "/": puts the cursor into the tab's own filter; false when it has none.
    virtual bool focusFilter() { return false; }

Q_SIGNALS:
    void titleChanged();
    /// A link to another object of the same snapshot was followed.
    void navigated(models::KindId kind, const models::ObjectKey& key);
};

using MakeInspectorTab = std::function<InspectorTab*(const PageContext& context, QWidget* parent)>;

/// All tabs, in order. One line per tab.
std::vector<MakeInspectorTab> inspectorTabs();

} // namespace binnacle::ui
