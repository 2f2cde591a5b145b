// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition/composition.h"

#include "app/composition/plain_secrets.h"
#include "models/estate/object_key.h"
#include "plugins/registry.h"
#include "services/net/curl_http_client.h"

namespace binnacle::app {

Runtime makeRuntime()
{
    return {services::makeCurlHttpClient(), std::make_unique<PlainSecrets>()};
}

std::filesystem::path estateFolder(const services::Config& config,
                                   const services::EnvironmentConfig& environment)
{
    std::error_code ignored;
    std::filesystem::path file = std::filesystem::weakly_canonical(config.file, ignored);
    if (file.empty())
        file = config.file;
    std::string name;
    for (const char c : environment.name)
        name += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '_';
    const auto key = models::makeKey(file.string(), environment.name);
    return services::defaultDataFolder() / "estates" /
           (name.substr(0, 48) + "-" + models::toString(key).substr(0, 8));
}

models::Result<std::unique_ptr<services::EstateSession>>
openSession(Runtime& runtime, const services::EnvironmentConfig& environment,
            services::StoreOptions store)
{
    return openSession(*runtime.http, *runtime.secrets, environment, std::move(store));
}

models::Result<std::unique_ptr<services::EstateSession>>
openSession(services::HttpClient& http, services::SecretSource& secrets,
            const services::EnvironmentConfig& environment, services::StoreOptions store)
{
    services::SessionOptions options;
    options.store = std::move(store);
    options.makeConnector = [&http, &secrets](const services::SourceConfig& source) {
        return plugins::makeConnector(source, http, secrets);
    };
    return services::EstateSession::open(environment, std::move(options));
}

} // namespace binnacle::app
