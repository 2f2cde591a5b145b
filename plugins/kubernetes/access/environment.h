// SPDX-License-Identifier: GPL-3.0-or-later
// The process environment as a value, so that tests can give another one. For this folder and its
// callers; any thread, as long as nobody calls setenv.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

using EnvLookup = std::function<std::optional<std::string>(const std::string&)>;

EnvLookup processEnvironment();

/// $HOME, else what the user database says; may be empty.
std::string homeFolder(const EnvLookup& env);

/// "NAME=value" of every variable of this process: what a child inherits.
std::vector<std::string> inheritedEnvironment();

/// Replaces or adds one variable.
void setVariable(std::vector<std::string>& environment, const std::string& name,
                 const std::string& value);

} // namespace binnacle::plugins::kubernetes
