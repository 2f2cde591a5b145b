// SPDX-License-Identifier: GPL-3.0-or-later
// When two spellings mean one value: amounts, image names, numbers. And which part of an object
// matters how much. Pure; for the semantic diff.
#pragma once

#include "models/diff/semantic_diff.h"

namespace binnacle::models {

/// The keys above a value; items of lists without a key of their own are not in it.
using DiffPath = std::vector<std::string>;

bool sameScalar(const DiffPath& path, const Document& a, const Document& b);
DiffArea areaOf(const DiffPath& path, std::string_view kind);
/// "docker.io/library/nginx:latest" of "nginx".
std::string fullImageName(std::string_view image);

} // namespace binnacle::models
