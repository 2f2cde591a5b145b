// SPDX-License-Identifier: GPL-3.0-or-later
// JSON and YAML texts as documents, and documents as YAML: for diffs and for what a person reads.
// Pure; any thread but ui for large texts.
#pragma once

#include "models/base/result.h"
#include "models/document/document.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

/// Keys keep their order, numbers their digits. Errors: DataCorrupt with the position.
models::Result<models::Document> parseJsonDocument(std::string_view text);

/// The first document of a YAML stream. Errors: DataCorrupt with line and column; a tree deeper
/// than 200 levels, or aliases that would unfold to more than a million values.
models::Result<models::Document> parseYamlDocument(std::string_view text);

/// One document of a stream, and where its values stand: "spec.objectives[0].target" → line,
/// from 1.
struct YamlPart {
    models::Document document;
    std::map<std::string, int, std::less<>> lines;
};
/// Every document of a YAML stream but empty ones. Errors: as parseYamlDocument; a key that stands
/// twice in one mapping.
models::Result<std::vector<YamlPart>> parseYamlStream(std::string_view text);

/// As kubectl prints it: two spaces, block texts for several lines, quotes only where needed.
std::string toYaml(const models::Document& document);

/// Two spaces, one field a line, as `kubectl get -o json` prints it; ends with a line feed. Numbers
/// keep their digits.
std::string toJson(const models::Document& document);

} // namespace binnacle::services
