// SPDX-License-Identifier: GPL-3.0-or-later
// Prometheus rules for objectives: the bad share of seven windows recorded, alerts on the four
// window pairs, and unit tests of them for promtool. Texts for review; nothing is sent to a server.
// Pure.
#pragma once

#include "models/slo/slo.h"

#include <string>
#include <vector>

namespace binnacle::services {

struct RuleTexts {
    std::string rules;                ///< groups: …
    std::string tests;                ///< rule_files: [rules.yml] …
    std::vector<std::string> leftOut; ///< why an objective has none
};

RuleTexts makeRules(const std::vector<models::Slo>& slos);

/// Of one objective, from its recorded shares: what both texts say. Source: the definition, share
/// of the budget × period / long window.
std::string recordName(std::string_view window);

/// Series that fire the first pair, and the alert that is expected, for `promtool test rules`.
std::string ruleTest(const models::Slo& slo);

} // namespace binnacle::services
