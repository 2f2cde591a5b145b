// SPDX-License-Identifier: GPL-3.0-or-later
// Run by tests/ui/keychain/run, which says by tag in what state the key store is.
#include "app/gui/keychain_secrets.h"
#include "tests/support/catch.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <future>
#include <optional>
#include <thread>

using namespace binnacle;

namespace {

constexpr const char* kName = "test/prom/token";
constexpr const char* kSecret = "s3cret-of-the-test";

void application()
{
    static int argc = 1;
    static char name[] = "keychain_cases";
    static char* argv[] = {name, nullptr};
    static QCoreApplication instance(argc, argv);
}

/// Lets the ui thread's events run until there is an answer.
template <class Answer> void spin(const Answer& answered)
{
    QElapsedTimer timer;
    timer.start();
    while (!answered() && timer.elapsed() < 20'000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

models::Result<void> write()
{
    std::optional<models::Result<void>> done;
    app::writeToKeychain(kName, kSecret, [&done](models::Result<void> result) { done = result; });
    spin([&done] { return done.has_value(); });
    REQUIRE(done.has_value());
    return *done;
}

models::Result<void> remove()
{
    std::optional<models::Result<void>> done;
    app::removeFromKeychain(kName, [&done](models::Result<void> result) { done = result; });
    spin([&done] { return done.has_value(); });
    REQUIRE(done.has_value());
    return *done;
}

/// As a connector does: on a thread that may wait.
models::Result<std::string> read()
{
    const auto secrets = app::makeKeychainSecrets();
    auto answer = std::async(std::launch::async, [&secrets] { return secrets->read(kName); });
    spin([&answer] {
        return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    REQUIRE(answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    return answer.get();
}

} // namespace

TEST_CASE("a secret is kept, read and removed, and removing it twice is no error", "[open]")
{
    application();
    const auto none = read();
    REQUIRE_FALSE(none);
    CHECK(none.error().code == models::ErrorCode::NotFound);
    REQUIRE(write());
    const auto found = read();
    REQUIRE(found);
    CHECK(*found == kSecret);
    REQUIRE(remove());
    CHECK_FALSE(read());
    CHECK(remove());
}

TEST_CASE("a secret is kept for a later run", "[store]")
{
    application();
    REQUIRE(write());
}

TEST_CASE("a locked key store refuses with the remedy to unlock it", "[locked]")
{
    application();
    const auto refused = read();
    REQUIRE_FALSE(refused);
    INFO(refused.error().text());
    CHECK(refused.error().code == models::ErrorCode::PermissionDenied);
    CHECK(refused.error().remedy.find("nlock") != std::string::npos);
    const auto kept = write();
    REQUIRE_FALSE(kept);
    INFO(kept.error().text());
    CHECK(kept.error().code == models::ErrorCode::PermissionDenied);
    CHECK(kept.error().remedy.find("nlock") != std::string::npos);
}

TEST_CASE("without a key store reading and writing fail with what to start", "[absent]")
{
    application();
    const auto refused = read();
    REQUIRE_FALSE(refused);
    INFO(refused.error().text());
    CHECK(refused.error().code == models::ErrorCode::Unsupported);
    CHECK(refused.error().remedy.find("Secret Service") != std::string::npos);
    const auto kept = write();
    REQUIRE_FALSE(kept);
    INFO(kept.error().text());
    CHECK(kept.error().code == models::ErrorCode::Unsupported);
}
