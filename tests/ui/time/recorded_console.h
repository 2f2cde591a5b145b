// SPDX-License-Identifier: GPL-3.0-or-later
// A console over an estate that records into a folder of its own. For gui tests; ui thread.
#pragma once

#include "tests/ui/console_fixture.h"
#include "ui/shell/time_frame.h"

#include <QTemporaryDir>

namespace binnacle::ui::test {

class RecordedConsole {
public:
    QTemporaryDir folder;
    Console console{12, fakeConfig(), inFolder(folder)};

    SnapshotFeed& feed() { return console.environments.feed(); }
    TimeFrame& time() { return console.window.time(); }
    services::EstateStore& store() { return console.estate->store(); }
    bool isShown() { return feed().snapshot() != nullptr; }
    /// Another image for the deployment "web"; the moment from which it is.
    models::UtcTime rollOut(const std::string& image)
    {
        models::FactBatch batch("fixture");
        batch
            .patch(models::kind(models::BuiltIn::Deployment),
                   models::makeKey("fixture", "deployment-web"))
            .text(models::col(models::WorkloadColumn::Image), image);
        (void)store().apply(std::move(batch));
        return store().current()->at;
    }
    std::string shownImage()
    {
        const auto& snapshot = feed().snapshot();
        const auto* table = snapshot ? snapshot->table(models::BuiltIn::Deployment) : nullptr;
        const auto row =
            table ? table->find(models::makeKey("fixture", "deployment-web")) : std::nullopt;
        return row ? std::string(row->text(models::col(models::WorkloadColumn::Image))) : "none";
    }

private:
    static services::StoreOptions inFolder(const QTemporaryDir& folder)
    {
        services::StoreOptions options;
        options.folder = folder.path().toStdString();
        return options;
    }
};

} // namespace binnacle::ui::test
