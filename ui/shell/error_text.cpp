// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/error_text.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

namespace binnacle::ui {

namespace {

struct Words {
    const char* title;
    const char* advice;
};

Words wordsOf(models::ErrorCode code)
{
    using models::ErrorCode;
    switch (code) {
    case ErrorCode::Cancelled:
        return {QT_TRANSLATE_NOOP("Error", "Stopped"), QT_TRANSLATE_NOOP("Error", "Try again.")};
    case ErrorCode::Timeout:
        return {QT_TRANSLATE_NOOP("Error", "No answer in time"),
                QT_TRANSLATE_NOOP("Error", "Check that the server is up, then try again.")};
    case ErrorCode::Unreachable:
        return {QT_TRANSLATE_NOOP("Error", "Not reachable"),
                QT_TRANSLATE_NOOP("Error", "Check address, network and VPN, then try again.")};
    case ErrorCode::Unauthenticated:
        return {QT_TRANSLATE_NOOP("Error", "Credentials not accepted"),
                QT_TRANSLATE_NOOP("Error", "Sign in again or enter new credentials.")};
    case ErrorCode::PermissionDenied:
        return {
            QT_TRANSLATE_NOOP("Error", "Not allowed"),
            QT_TRANSLATE_NOOP("Error", "Ask whoever administers the system for the permission.")};
    case ErrorCode::NotFound:
        return {QT_TRANSLATE_NOOP("Error", "Not found"),
                QT_TRANSLATE_NOOP("Error", "Check the name or the address.")};
    case ErrorCode::InvalidInput:
        return {QT_TRANSLATE_NOOP("Error", "Not valid"),
                QT_TRANSLATE_NOOP("Error", "Correct the value and try again.")};
    case ErrorCode::Unsupported:
        return {QT_TRANSLATE_NOOP("Error", "Not supported"),
                QT_TRANSLATE_NOOP("Error", "This server does not offer it; a newer version may.")};
    case ErrorCode::RateLimited:
        return {QT_TRANSLATE_NOOP("Error", "Too many requests"),
                QT_TRANSLATE_NOOP("Error", "It continues by itself in a moment.")};
    case ErrorCode::Conflict:
        return {QT_TRANSLATE_NOOP("Error", "Changed meanwhile"),
                QT_TRANSLATE_NOOP("Error", "Look at the new state, then try again.")};
    case ErrorCode::Expired:
        return {QT_TRANSLATE_NOOP("Error", "Expired"), QT_TRANSLATE_NOOP("Error", "Try again.")};
    case ErrorCode::DataCorrupt:
        return {QT_TRANSLATE_NOOP("Error", "Damaged data"),
                QT_TRANSLATE_NOOP("Error", "See the details; nothing was overwritten.")};
    case ErrorCode::ResourceExhausted:
        return {QT_TRANSLATE_NOOP("Error", "Out of room"),
                QT_TRANSLATE_NOOP("Error", "Free disk space or memory.")};
    case ErrorCode::Internal:
        break;
    }
    return {QT_TRANSLATE_NOOP("Error", "A fault in Binnacle"),
            QT_TRANSLATE_NOOP("Error", "Please report it with the details.")};
}

} // namespace

ErrorText errorText(const models::Error& error)
{
    const Words words = wordsOf(error.code);
    return {QCoreApplication::translate("Error", words.title), toQ(error.text()),
            error.remedy.empty() ? QCoreApplication::translate("Error", words.advice)
                                 : toQ(error.remedy)};
}

} // namespace binnacle::ui
