// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sqlite_db.h"
#include "tests/support/catch.h"

using namespace binnacle;

TEST_CASE("every SQLite result that can reach a person has one meaning")
{
    // Source: sqlite.org/rescode.html; the numbers are part of SQLite's file of promises.
    const std::pair<int, models::ErrorCode> cases[] = {
        {11, models::ErrorCode::DataCorrupt},        // CORRUPT
        {26, models::ErrorCode::DataCorrupt},        // NOTADB
        {522, models::ErrorCode::DataCorrupt},       // IOERR_SHORT_READ
        {13, models::ErrorCode::ResourceExhausted},  // FULL
        {778, models::ErrorCode::ResourceExhausted}, // IOERR_WRITE
        {7, models::ErrorCode::ResourceExhausted},   // NOMEM
        {3, models::ErrorCode::PermissionDenied},    // PERM
        {8, models::ErrorCode::PermissionDenied},    // READONLY
        {14, models::ErrorCode::PermissionDenied},   // CANTOPEN
        {5, models::ErrorCode::Conflict},            // BUSY
        {517, models::ErrorCode::Conflict},          // BUSY_SNAPSHOT
        {9, models::ErrorCode::Cancelled},           // INTERRUPT
        {1, models::ErrorCode::Internal},            // ERROR
    };
    for (const auto& [code, meaning] : cases) {
        INFO(code);
        REQUIRE(services::sqliteError(code, "x", "y").code == meaning);
    }
}
