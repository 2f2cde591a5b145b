// SPDX-License-Identifier: GPL-3.0-or-later
// What a plain word of YAML means, and which texts need quotes so that they stay texts. Pure.
// Private to services/documents. Source: YAML 1.2 core schema, and what 1.1 readers take for
// booleans.
#pragma once

#include "models/document/document.h"

#include <string>
#include <string_view>

namespace binnacle::services {

models::Document scalarDocument(const std::string& text, bool quoted);
/// Would a reader take the plain word for something else than this text?
bool needsQuotes(std::string_view text);

} // namespace binnacle::services
