// SPDX-License-Identifier: GPL-3.0-or-later
// What a page is and what it gets: the base class, its context and its descriptor. One folder and
// one line in page_registry.cpp per page. Ui thread. A page knows no other page.
#pragma once

#include <QChar>
#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

namespace binnacle::ui {

class ActionRegistry;
class Environments;
class Theme;
class TimeDial;
class UiState;
class WorkerPool;

struct PageContext {
    Theme& theme;
    WorkerPool& pool;
    Environments& environments;
    ActionRegistry& actions;
    UiState& state;
    TimeDial& time; ///< the moment and the stretch of time that all pages show
    /// Goes to a page by id, for links between pages.
    std::function<void(const QString&)> goTo;
};

class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(QWidget* parent) : QWidget(parent) { setObjectName(QStringLiteral("page")); }

    /// True once what is on screen is not a skeleton any more: data, or a named reason why there is
    /// none.
    virtual bool isSettled() const = 0;
    /// True only with data on screen: what a screenshot waits for.
    virtual bool isReady() const = 0;
    /// "/": puts the cursor into the page's filter, if it has one.
    virtual void focusFilter() {}
    /// Esc: closes the innermost open thing; false when there was none.
    virtual bool goBack() { return false; }
    /// False for what is always live, whatever moment the console shows: the state of connections.
    virtual bool followsTime() const { return true; }

Q_SIGNALS:
    void readyChanged();
};

struct PageDescriptor {
    QString id;    ///< "fleet": screenshots, settings, goTo
    QString title; ///< translated
    QString icon;
    QString section; ///< heading in the rail; empty: the first group
    QChar key;       ///< G then this
    std::function<Page*(const PageContext&, QWidget* parent)> make;
};

/// All pages, in the order of the rail.
std::vector<PageDescriptor> allPages();

} // namespace binnacle::ui
