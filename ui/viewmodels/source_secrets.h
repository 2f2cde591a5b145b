// SPDX-License-Identifier: GPL-3.0-or-later
// Which secrets of the key store belong to a source: what a form brings with it, and what may go
// when a source goes. Names and, for a moment, typed values; nothing is stored here. Pure.
#pragma once

#include "services/config/config.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/source_form_data.h"

#include <string>
#include <vector>

namespace binnacle::ui {

/// The secrets that were typed into the form, under the names that `config` has for them.
TypedSecrets typedSecrets(const FormValues& values, const services::SourceConfig& config);

/// Names of the secrets of one source that no other source of any environment uses.
std::vector<std::string> ownSecrets(const services::Config& config, const std::string& environment,
                                    const std::string& source);

} // namespace binnacle::ui
