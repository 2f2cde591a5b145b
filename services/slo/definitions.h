// SPDX-License-Identifier: GPL-3.0-or-later
// Files of service level objectives: OpenSLO v1, Sloth (prometheus/v1), Pyrra
// (pyrra.dev/v1alpha1). Reads all that Binnacle can work with and keeps every document whole, so
// that writing loses nothing. For the command line and pages; never connects. Thread: any but ui.
#pragma once

#include "models/document/document.h"
#include "models/slo/slo.h"
#include "services/documents/documents.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct SloDocument {
    std::string file, apiVersion, kind, name;
    YamlPart part;
};

struct SloSet {
    std::vector<SloDocument> documents; ///< all of them, in the order read
    std::vector<models::Slo> slos;      ///< one for each objective
};

/// Errors: InvalidInput with "FILE:LINE: what": broken YAML, an unknown apiVersion or kind, wrong
/// types, missing or double names, references to nothing; ResourceExhausted beyond 4 MiB.
models::Result<SloSet>
readSloTexts(const std::vector<std::pair<std::string, std::string>>& filesAndTexts);

/// Files, or folders with .yaml and .yml files. Errors: as readSloTexts, NotFound,
/// PermissionDenied.
models::Result<SloSet> readSloFiles(const std::vector<std::filesystem::path>& paths);

/// The documents as they are, "---" between them.
std::string sloText(const SloSet& set);

/// The same as OpenSLO v1: its own documents as they are, objectives of other formats rewritten.
std::string sloTextAsOpenSlo(const SloSet& set);

/// One objective as an OpenSLO v1 document.
models::Document toOpenSlo(const models::Slo& slo);

} // namespace binnacle::services
