// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/keychain_secrets.h"

#include "app/composition/plain_secrets.h"
#include "app/gui/keychain_state.h"

#include <QCoreApplication>
#include <QThread>
#include <qt6keychain/keychain.h>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace binnacle::app {

namespace {

using models::Error;
using models::ErrorCode;
using models::Result;

constexpr auto kPatience = std::chrono::seconds(60); // a prompt of the key store waits for a person

QString service()
{
    return QStringLiteral("binnacle");
}

Error locked(const std::string& name, const std::string& detail)
{
    return {ErrorCode::PermissionDenied,
            "The key store is locked, so " + name + " cannot be used" +
                (detail.empty() ? "." : ": " + detail),
            "Unlock the key store of your desktop and try again.",
            {}};
}

Error absent(const std::string& detail)
{
    return {ErrorCode::Unsupported,
            "This desktop offers no key store" + (detail.empty() ? "." : ": " + detail),
            "Start a Secret Service (GNOME Keyring, KWallet), or use bearerTokenFile or the "
            "BINNACLE_SECRET_… variables.",
            {}};
}

/// The one mapping of QtKeychain's errors.
Error fromKeychain(QKeychain::Error error, const std::string& detail, const std::string& name,
                   KeychainState state)
{
    if (state == KeychainState::Locked)
        return locked(name, detail);
    switch (error) {
    case QKeychain::EntryNotFound:
        return {ErrorCode::NotFound,
                "The key store has no secret called " + name + ".",
                "Edit the source on the Connections page and enter it.",
                {}};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorCode::PermissionDenied,
                "The key store refused " + name + ": " + detail,
                "Unlock the key store of your desktop and try again.",
                {}};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return absent({});
    default:
        break;
    }
    if (state == KeychainState::Absent)
        return absent(detail);
    return {ErrorCode::Internal,
            "The key store failed: " + detail,
            "Check the key store of your desktop.",
            {}};
}

/// Says why a job failed, once the key store has been asked for its state. Takes what it needs of
/// the job, which is gone by then.
void explain(const QKeychain::Job& job, const std::string& name, std::function<void(Error)> told)
{
    askKeychainState([error = job.error(), detail = job.errorString().toStdString(), name,
                      told = std::move(told)](KeychainState state) {
        told(fromKeychain(error, detail, name, state));
    });
}

struct Answer {
    std::mutex mutex;
    std::condition_variable ready;
    std::optional<Result<std::string>> value;
    void give(Result<std::string> result)
    {
        const std::lock_guard lock(mutex);
        value = std::move(result);
        ready.notify_all();
    }
};

void readOnUiThread(const std::string& name, const std::shared_ptr<Answer>& answer)
{
    auto* job = new QKeychain::ReadPasswordJob(service(), QCoreApplication::instance());
    job->setKey(QString::fromStdString(name));
    QObject::connect(job, &QKeychain::Job::finished, job, [name, answer, job] {
        if (job->error() == QKeychain::NoError)
            answer->give(job->textData().toStdString());
        else
            explain(*job, name,
                    [answer](Error error) { answer->give(models::fail(std::move(error))); });
    });
    job->start();
}

class KeychainSecrets final : public services::SecretSource {
public:
    Result<std::string> read(std::string_view wanted) override
    {
        const std::string name(wanted);
        auto plain = m_plain.read(name);
        if (plain || plain.error().code != ErrorCode::NotFound)
            return plain;
        auto* application = QCoreApplication::instance();
        if (!application || QThread::currentThread() == application->thread())
            return models::fail(ErrorCode::Internal, "A secret was asked for on the ui thread.");
        auto answer = std::make_shared<Answer>();
        QMetaObject::invokeMethod(
            application, [name, answer] { readOnUiThread(name, answer); }, Qt::QueuedConnection);
        std::unique_lock lock(answer->mutex);
        if (!answer->ready.wait_for(lock, kPatience, [&] { return answer->value.has_value(); }))
            return models::fail(ErrorCode::Timeout,
                                "The key store did not answer for " + name + ".",
                                "Look for its prompt on your desktop.");
        return *answer->value;
    }

private:
    PlainSecrets m_plain;
};

} // namespace

std::unique_ptr<services::SecretSource> makeKeychainSecrets()
{
    return std::make_unique<KeychainSecrets>();
}

void writeToKeychain(const std::string& name, const std::string& value,
                     std::function<void(Result<void>)> done)
{
    auto* job = new QKeychain::WritePasswordJob(service(), QCoreApplication::instance());
    job->setKey(QString::fromStdString(name));
    job->setTextData(QString::fromStdString(value));
    QObject::connect(job, &QKeychain::Job::finished, job, [job, name, done = std::move(done)] {
        if (job->error() == QKeychain::NoError)
            done({});
        else
            explain(*job, name, [done](Error error) { done(models::fail(std::move(error))); });
    });
    job->start();
}

void removeFromKeychain(const std::string& name, std::function<void(Result<void>)> done)
{
    auto* job = new QKeychain::DeletePasswordJob(service(), QCoreApplication::instance());
    job->setKey(QString::fromStdString(name));
    QObject::connect(job, &QKeychain::Job::finished, job, [job, name, done = std::move(done)] {
        if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
            done({});
        else
            explain(*job, name, [done](Error error) { done(models::fail(std::move(error))); });
    });
    job->start();
}

} // namespace binnacle::app
