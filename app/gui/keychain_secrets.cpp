// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/keychain_secrets.h"

#include "app/composition/plain_secrets.h"

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

/// The one mapping of QtKeychain's errors.
Error fromKeychain(QKeychain::Error error, const QString& text, const std::string& name)
{
    const std::string detail = text.toStdString();
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
        return {ErrorCode::Unsupported,
                "This desktop offers no key store.",
                "Start a Secret Service (GNOME Keyring, KWallet), or use bearerTokenFile or the "
                "BINNACLE_SECRET_… variables.",
                {}};
    default:
        return {ErrorCode::Internal,
                "The key store failed: " + detail,
                "Check the key store of your desktop.",
                {}};
    }
}

struct Answer {
    std::mutex mutex;
    std::condition_variable ready;
    std::optional<Result<std::string>> value;
};

void readOnUiThread(const std::string& name, const std::shared_ptr<Answer>& answer)
{
    auto* job = new QKeychain::ReadPasswordJob(service(), QCoreApplication::instance());
    job->setKey(QString::fromStdString(name));
    QObject::connect(job, &QKeychain::Job::finished, job, [name, answer, job] {
        const std::lock_guard lock(answer->mutex);
        if (job->error() == QKeychain::NoError)
            answer->value = job->textData().toStdString();
        else
            answer->value = models::fail(fromKeychain(job->error(), job->errorString(), name));
        answer->ready.notify_all();
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
            done(models::fail(fromKeychain(job->error(), job->errorString(), name)));
    });
    job->start();
}

} // namespace binnacle::app
