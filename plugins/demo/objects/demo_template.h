// SPDX-License-Identifier: GPL-3.0-or-later
// What a simulated workload runs, by the version of its model: the same version has the same
// template for ever, and from one to the next something changes as it does in real rollouts. Pure;
// any thread.
#pragma once

#include "models/document/document.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::plugins::demo {

struct DemoTemplate {
    std::string app, team, image; ///< image without its tag
    std::int64_t version = 0;     ///< 0: not a model
    std::int64_t gpus = 0;
};

/// {metadata, spec} of a pod.
models::Document podTemplate(const DemoTemplate& of);

/// Why somebody rolled this version out; empty when nobody said.
std::string changeCause(const std::string& app, std::int64_t version);

// Small builders, for the files of this folder.
models::Document mapOf(std::vector<models::Document::Field> fields);
models::Document listOf(std::vector<models::Document> items);

} // namespace binnacle::plugins::demo
