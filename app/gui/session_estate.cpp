// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/session_estate.h"

#include "app/gui/keychain_secrets.h"
#include "plugins/kubernetes/access/kubeconfig.h"
#include "services/metrics/resolver.h"

#include <algorithm>

namespace binnacle::app {

namespace {

using models::Result;

class SessionEstate final : public ui::Estate {
public:
    explicit SessionEstate(std::unique_ptr<services::EstateSession> session)
        : m_session(std::move(session))
    {
        m_session->start();
    }
    services::EstateStore& store() override { return m_session->store(); }
    std::vector<services::MetricSource*> metricSources() override
    {
        return m_session->metricSources();
    }
    Result<models::MetricAnswer> rangeOfMeaning(const std::string& meaning,
                                                const models::LabelList& subject,
                                                const services::MetricRangeQuery& range,
                                                std::stop_token stop) override;
    services::ObjectSource* objects(const std::string& sourceId) override
    {
        return m_session->objects(sourceId);
    }
    services::LogSource* logs(const std::string& sourceId) override
    {
        return m_session->logs(sourceId);
    }

private:
    std::unique_ptr<services::EstateSession> m_session;
    services::MeaningResolver m_resolver;
};

Result<models::MetricAnswer> SessionEstate::rangeOfMeaning(const std::string& meaning,
                                                           const models::LabelList& subject,
                                                           const services::MetricRangeQuery& range,
                                                           std::stop_token stop)
{
    services::MeaningRequest request;
    request.meaning = meaning;
    request.filter = subject;
    request.range = services::MeaningRange{range.start, range.end, range.step};
    request.deadline = range.deadline;
    Result<models::MetricAnswer> last =
        models::fail(models::ErrorCode::NotFound, "No source of this environment has metrics.",
                     "Add a Prometheus server on the Connections page.");
    for (services::MetricSource* source : m_session->metricSources()) {
        auto answer = m_resolver.resolve(request, *source, stop);
        if (!answer) {
            last = models::fail(std::move(answer.error()).in("asking " + source->id()));
            continue;
        }
        answer->answer.text = answer->source + ": " + answer->usedText();
        last = std::move(answer->answer);
        if (!last->series.empty())
            break;
    }
    return last;
}

/// What a person has typed, before what is stored; lives as long as one test.
class TypedFirst final : public services::SecretSource {
public:
    TypedFirst(const ui::TypedSecrets& typed, services::SecretSource& stored)
        : m_typed(typed), m_stored(stored)
    {
    }
    Result<std::string> read(std::string_view name) override
    {
        const auto typed = m_typed.find(std::string(name));
        return typed == m_typed.end() ? m_stored.read(name) : typed->second;
    }

private:
    const ui::TypedSecrets& m_typed;
    services::SecretSource& m_stored;
};

models::SourceStatus testOnce(Runtime& runtime, const services::SourceConfig& source,
                              const ui::TypedSecrets& typed, std::stop_token stop)
{
    // A session of its own without a folder: a test must not touch the store of the open estate.
    models::SourceStatus failed;
    failed.id = source.id;
    failed.type = source.type;
    failed.phase = models::SourcePhase::Failed;
    TypedFirst secrets(typed, *runtime.secrets);
    auto session = openSession(*runtime.http, secrets, {"test", false, {source}}, {});
    if (!session) {
        failed.error = session.error();
        return failed;
    }
    return (*session)->test(source.id, std::chrono::seconds(10), stop);
}

Result<std::vector<std::string>> contextNames()
{
    const auto kubeconfig = plugins::kubernetes::loadKubeconfig({});
    if (!kubeconfig)
        return models::fail(kubeconfig.error());
    std::vector<std::string> names;
    for (const auto& context : kubeconfig->contexts())
        names.push_back(context.name);
    return names;
}

} // namespace

ui::EstateFactory makeEstateFactory(Runtime& runtime, std::function<services::Config()> config,
                                    StoreFolder folder)
{
    ui::EstateFactory factory;
    factory.open = [&runtime, config = std::move(config), folder = std::move(folder)](
                       const services::EnvironmentConfig& environment) -> Result<ui::EstatePtr> {
        services::StoreOptions store;
        store.folder = folder(config(), environment);
        auto session = openSession(runtime, environment, std::move(store));
        if (!session)
            return models::fail(session.error());
        return ui::EstatePtr(std::make_shared<SessionEstate>(std::move(*session)));
    };
    factory.test = [&runtime](const services::SourceConfig& source, const ui::TypedSecrets& typed,
                              std::stop_token stop) {
        return testOnce(runtime, source, typed, stop);
    };
    factory.contexts = contextNames;
    factory.writeSecret = writeToKeychain;
    factory.removeSecret = removeFromKeychain;
    return factory;
}

} // namespace binnacle::app
