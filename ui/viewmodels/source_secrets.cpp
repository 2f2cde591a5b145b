// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/source_secrets.h"

#include <algorithm>

namespace binnacle::ui {

namespace {

std::vector<std::string> secretsOf(const services::SourceConfig& source)
{
    std::vector<std::string> names;
    for (const std::string* name : {&source.bearerSecret, &source.passwordSecret}) {
        if (!name->empty())
            names.push_back(*name);
    }
    return names;
}

} // namespace

TypedSecrets typedSecrets(const FormValues& values, const services::SourceConfig& config)
{
    TypedSecrets typed;
    const auto add = [&](const QString& field, const std::string& name) {
        const QString value = values.value(field);
        if (!value.isEmpty() && !name.empty())
            typed[name] = value.toStdString();
    };
    add(QStringLiteral("token"), config.bearerSecret);
    add(QStringLiteral("password"), config.passwordSecret);
    return typed;
}

std::vector<std::string> ownSecrets(const services::Config& config, const std::string& environment,
                                    const std::string& source)
{
    std::vector<std::string> own, used;
    for (const auto& place : config.environments) {
        for (const auto& candidate : place.sources) {
            const bool wanted = place.name == environment && candidate.id == source;
            for (std::string& name : secretsOf(candidate))
                (wanted ? own : used).push_back(std::move(name));
        }
    }
    std::erase_if(own, [&used](const std::string& name) {
        return std::find(used.begin(), used.end(), name) != used.end();
    });
    return own;
}

} // namespace binnacle::ui
