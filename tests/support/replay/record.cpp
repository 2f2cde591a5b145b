// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/record.h"

namespace binnacle::tests::replay {

std::string_view statusOf(const Record& pod)
{
    switch (pod.form) {
    case Form::Pending:
        return "Pending";
    case Form::ContainerCreating:
        return "ContainerCreating";
    case Form::CrashLoopBackOff:
        return "CrashLoopBackOff";
    case Form::ImagePullBackOff:
        return "ImagePullBackOff";
    case Form::OomKilled:
        return "OOMKilled";
    case Form::Terminating:
        return "Terminating";
    case Form::Evicted:
        return "Evicted";
    case Form::Running:
    case Form::NotReady:
    case Form::Cordoned:
        break;
    }
    return "Running";
}

std::string_view phaseOf(const Record& pod)
{
    switch (pod.form) {
    case Form::Pending:
    case Form::ContainerCreating:
    case Form::ImagePullBackOff:
        return "Pending";
    case Form::Evicted:
        return "Failed";
    default:
        return "Running";
    }
}

} // namespace binnacle::tests::replay
