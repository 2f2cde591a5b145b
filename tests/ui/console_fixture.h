// SPDX-License-Identifier: GPL-3.0-or-later
// A whole console over a fake estate: theme, environments, window. For gui tests; ui thread.
#pragma once

#include "tests/ui/fake_estate.h"
#include "tests/ui/qt_support.h"
#include "ui/shell/main_window.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"

namespace binnacle::ui::test {

struct Console {
    explicit Console(int nodes = 12, services::Config config = fakeConfig(),
                     services::StoreOptions options = {})
        : estate(FakeEstate::make(nodes, std::move(options)))
    {
        environments.setConfig(std::move(config));
        window.resize(1440, 900);
        window.show();
    }
    template <class PageType> PageType* page() const
    {
        return qobject_cast<PageType*>(window.currentPage());
    }
    bool waitReady()
    {
        return waitUntil([this] { return window.currentPage()->isReady(); });
    }

    std::shared_ptr<FakeEstate> estate;
    Theme theme;
    WorkerPool pool;
    Environments environments{
        pool, fakeFactory([this]() -> models::Result<EstatePtr> { return EstatePtr(estate); })};
    UiState state;
    MainWindow window{theme, environments, state, allPages()};
};

} // namespace binnacle::ui::test
