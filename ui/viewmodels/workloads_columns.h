// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a table of any kind, made from its KindSpec; kinds that people know have words,
// orders and defaults of their own. Cells are read lazily from the snapshot's packed table. Values;
// immutable once made; any thread.
#pragma once

#include "services/store/snapshot.h"
#include "ui/viewmodels/tone.h"

#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::ui {

/// Short device model by the text of a node's name: "A10".
using NodeModels = std::unordered_map<services::TextId, QString>;

/// What a cell needs beside its row.
struct CellContext {
    const services::Snapshot& snapshot;
    models::UtcTime now;
    const NodeModels& nodeModels;
};

struct ObjectColumn {
    std::string id; ///< a column of the kind, or "ready", "age", "gpu", "source", "revisionModel"
    QString title;
    int width = 110;
    bool mono = false, figure = false;
    bool shown = false; ///< in the default set
    bool moves = false; ///< changes with the clock alone: never marked as changed
    std::function<QString(const services::RowRef&, const CellContext&)> text;
    std::function<QString(const services::RowRef&, const CellContext&)> tip; ///< may be empty
    /// May be empty. With `shape` it is drawn before the text, else it colours the text.
    std::function<Tone(const services::RowRef&)> tone;
    bool shape = false;
    /// Exactly one of the two, to sort by; NaN and empty are not known and come last.
    std::function<double(const services::RowRef&)> number;
    std::function<std::string_view(const services::RowRef&)> sortText;
};

struct ObjectKind {
    models::KindId id = 0;
    std::string name;                  ///< of the KindSpec
    QString title;                     ///< "Pods", "Horizontal pod autoscalers"
    QString countWord;                 ///< "pods"
    std::vector<ObjectColumn> columns; ///< those of the default set first, in their order
    bool namespaced = true;

    int column(std::string_view columnId) const;
};

/// Thread: any.
std::shared_ptr<const ObjectKind> objectKind(models::KindId kind);

/// "H100" of "NVIDIA H100 80GB HBM3"; the text itself when nothing in it is known.
QString shortDevice(std::string_view model);

/// "v42" of "fraud-scorer:42" or "fraud-scorer@42"; the whole when it has no version.
QString versionPart(std::string_view modelVersion);

} // namespace binnacle::ui
