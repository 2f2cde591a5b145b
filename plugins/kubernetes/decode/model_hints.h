// SPDX-License-Identifier: GPL-3.0-or-later
// What an object itself says about the model it runs: version by annotations and labels, URI by
// annotations, environment and arguments. Pure; for the decoders. The joins on ingest decide
// between several sources.
#pragma once

#include <string>
#include <string_view>

#include "messages.view.h"

namespace binnacle::plugins::kubernetes {

struct ModelVersionHint {
    std::string
        version; ///< "fraud-scorer:42"; the bare version when no name is given; empty: not said
    std::string_view from; ///< "annotation binnacle.io/model-version": static text of this module
};

ModelVersionHint modelVersionOf(const view::ObjectMeta& meta);

/// Empty when it does not say.
std::string modelUriOf(const view::ObjectMeta& meta);
std::string modelUriOf(const view::PodSpec& spec);

} // namespace binnacle::plugins::kubernetes
