// SPDX-License-Identifier: GPL-3.0-or-later
// The seven states of every view, as a value that view-models make and StateView shows. "No data",
// "not allowed", "not reachable" and "not supported" never look the same. Values, any thread.
#pragma once

#include <QString>

namespace binnacle::ui {

struct PageState {
    enum class Kind { Loading, Empty, Ready, Stale, Failed, NotAllowed, NotSupported };
    Kind kind = Kind::Loading;
    QString title;  ///< what happened: "No GPUs in this environment"
    QString detail; ///< why, what still works, since when
    QString action; ///< id of an action in the registry; empty: no button
    QString actionText;

    bool showsContent() const { return kind == Kind::Ready || kind == Kind::Stale; }
    friend bool operator==(const PageState&, const PageState&) = default;
};

} // namespace binnacle::ui
