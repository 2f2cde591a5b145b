// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/object_state.h"

#include <array>
#include <cctype>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::Common;
using models::PodColumn;
using models::WorkloadColumn;

namespace {

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

ObjectState pendingPod(const RowRef& row)
{
    if (row.text(col(PodColumn::Reason)) != "Unschedulable" &&
        !row.text(col(PodColumn::Node)).empty())
        return ObjectState::Starting;
    const std::int64_t gpus = row.integer(col(PodColumn::Gpus));
    const std::string_view message = row.text(col(PodColumn::Message));
    if (gpus != models::kUnknownInt && gpus > 0 &&
        row.text(col(PodColumn::Reason)) == "Unschedulable" && missesGpus(message))
        return ObjectState::WaitsForGpu;
    return ObjectState::Waiting;
}

ObjectState runningPod(const RowRef& row)
{
    const std::int64_t ready = row.integer(col(PodColumn::Ready));
    const std::int64_t all = row.integer(col(PodColumn::Containers));
    if (ready == models::kUnknownInt || all == models::kUnknownInt)
        return ObjectState::Unknown;
    return ready >= all ? ObjectState::Fine : ObjectState::NotReady;
}

ObjectState podState(const RowRef& row)
{
    const std::string_view status = row.text(col(PodColumn::Status));
    if (status.empty())
        return ObjectState::Unknown;
    if (status == "Running")
        return runningPod(row);
    if (status == "Pending" || status == "SchedulingGated")
        return pendingPod(row);
    if (status == "ContainerCreating" || status == "PodInitializing" ||
        (status.starts_with("Init:") && std::isdigit(static_cast<unsigned char>(status[5])) != 0))
        return ObjectState::Starting;
    if (status == "Completed" || status == "Succeeded")
        return ObjectState::Finished;
    if (status == "Terminating")
        return ObjectState::Leaving;
    if (status == "Unknown")
        return ObjectState::Unknown;
    if (has(status, "CrashLoopBackOff"))
        return ObjectState::Restarting;
    if (has(status, "ImagePull") || has(status, "ErrImage") || has(status, "InvalidImageName"))
        return ObjectState::NoImage;
    if (status == "NotReady")
        return ObjectState::NotReady;
    return ObjectState::Failed; // Error, OOMKilled, Evicted, ExitCode:1, …
}

ObjectState workloadState(const RowRef& row)
{
    const std::string_view status = row.text(col(WorkloadColumn::Status));
    if (status == "Failed" || status == "Degraded")
        return ObjectState::Failed;
    if (status == "Complete")
        return ObjectState::Finished;
    const std::int64_t want = row.integer(col(WorkloadColumn::Desired));
    const std::int64_t ready = row.integer(col(WorkloadColumn::ReadyReplicas));
    if (row.flag(col(WorkloadColumn::Paused)) == models::Flag::True || status == "Suspended" ||
        status == "Paused")
        return ObjectState::Paused;
    if (row.table().kind() == models::kind(BuiltIn::Job))
        return status.empty() ? ObjectState::Unknown : ObjectState::Changing;
    if (want == models::kUnknownInt || ready == models::kUnknownInt)
        return status == "Ready" ? ObjectState::Fine : ObjectState::Unknown;
    if (ready < want)
        return ObjectState::NotReady;
    const std::int64_t updated = row.integer(col(WorkloadColumn::Updated));
    return updated != models::kUnknownInt && updated < want ? ObjectState::Changing
                                                            : ObjectState::Fine;
}

ObjectState nodeState(const RowRef& row)
{
    const std::string_view ready = row.text(col(models::NodeColumn::Ready));
    if (ready == "False")
        return ObjectState::Failed;
    if (ready != "True")
        return ObjectState::Unknown;
    if (!row.text(col(models::NodeColumn::Conditions)).empty())
        return ObjectState::NotReady;
    return row.flag(col(models::NodeColumn::Unschedulable)) == models::Flag::True
               ? ObjectState::Paused
               : ObjectState::Fine;
}

/// Words that many kinds share.
ObjectState wordState(std::string_view word)
{
    struct Word {
        std::string_view text;
        ObjectState state;
    };
    static constexpr std::array kWords = {
        Word{"Ready", ObjectState::Fine},           Word{"Available", ObjectState::Fine},
        Word{"Active", ObjectState::Fine},          Word{"Bound", ObjectState::Fine},
        Word{"Admitted", ObjectState::Fine},        Word{"Running", ObjectState::Fine},
        Word{"Healthy", ObjectState::Fine},         Word{"Succeeded", ObjectState::Finished},
        Word{"Finished", ObjectState::Finished},    Word{"Complete", ObjectState::Finished},
        Word{"Completed", ObjectState::Finished},   Word{"Pending", ObjectState::Waiting},
        Word{"Inadmissible", ObjectState::Waiting}, Word{"QuotaReserved", ObjectState::Starting},
        Word{"Progressing", ObjectState::Changing}, Word{"Released", ObjectState::Waiting},
        Word{"Terminating", ObjectState::Leaving},  Word{"Evicted", ObjectState::Failed},
        Word{"Suspended", ObjectState::Paused},     Word{"Lost", ObjectState::Failed},
        Word{"Failed", ObjectState::Failed},        Word{"Error", ObjectState::Failed},
        Word{"NotReady", ObjectState::NotReady},    Word{"Degraded", ObjectState::NotReady},
    };
    for (const Word& known : kWords) {
        if (known.text == word)
            return known.state;
    }
    return ObjectState::Unknown;
}

ObjectState otherState(const RowRef& row)
{
    if (row.table().kind() == models::kind(BuiltIn::Event)) {
        const std::string_view type = row.text(col(models::EventColumn::Type));
        return type == "Warning"  ? ObjectState::NotReady
               : type == "Normal" ? ObjectState::Plain
                                  : ObjectState::Unknown;
    }
    const int column = statusColumn(row.table().spec());
    if (column < 0)
        return ObjectState::Plain;
    return wordState(row.text(static_cast<models::ColumnId>(column)));
}

} // namespace

bool missesGpus(std::string_view message)
{
    return has(message, "gpu") || has(message, "GPU") || has(message, "Insufficient nvidia.com/") ||
           has(message, "Insufficient amd.com/");
}

int statusColumn(const models::KindSpec& spec)
{
    for (const char* name : {"status", "phase", "conditionStatus"}) {
        const int at = spec.column(name);
        if (at >= 0 && spec.columns[static_cast<std::size_t>(at)].type == models::CellType::Text)
            return at;
    }
    return -1;
}

ObjectState stateOf(const RowRef& row)
{
    const models::KindId kind = row.table().kind();
    if (row.time(col(Common::Deleted)).known() && kind != models::kind(BuiltIn::Pod))
        return ObjectState::Leaving;
    if (kind == models::kind(BuiltIn::Pod))
        return podState(row);
    if (kind == models::kind(BuiltIn::Node))
        return nodeState(row);
    if (row.table().spec().column("readyReplicas") == col(WorkloadColumn::ReadyReplicas))
        return workloadState(row);
    return otherState(row);
}

StateTone toneOf(ObjectState state)
{
    switch (state) {
    case ObjectState::Plain:
    case ObjectState::Count:
        return StateTone::None;
    case ObjectState::Fine:
    case ObjectState::Finished:
        return StateTone::Ok;
    case ObjectState::Unknown:
        return StateTone::Unknown;
    case ObjectState::Starting:
        return StateTone::Busy;
    case ObjectState::Changing:
    case ObjectState::Leaving:
    case ObjectState::Paused:
        return StateTone::Changed;
    case ObjectState::Waiting:
    case ObjectState::WaitsForGpu:
    case ObjectState::NotReady:
        return StateTone::Warning;
    case ObjectState::NoImage:
    case ObjectState::Restarting:
    case ObjectState::Failed:
        return StateTone::Critical;
    }
    return StateTone::Unknown;
}

std::string_view stateText(const RowRef& row, ObjectState state)
{
    if (row.table().kind() == models::kind(BuiltIn::Pod)) {
        switch (state) {
        case ObjectState::WaitsForGpu:
            return "Waiting for GPU";
        case ObjectState::Restarting:
            return "Restarts in a loop";
        case ObjectState::NoImage:
            return "Image not pulled";
        case ObjectState::NotReady:
            return "Not ready";
        case ObjectState::Starting:
            return "Starting";
        default:
            return row.text(col(PodColumn::Status));
        }
    }
    if (row.table().kind() == models::kind(BuiltIn::Event))
        return row.text(col(models::EventColumn::Type));
    const int column = statusColumn(row.table().spec());
    return column < 0 ? std::string_view{} : row.text(static_cast<models::ColumnId>(column));
}

std::string kindWord(const models::KindSpec& spec, bool many)
{
    const std::string_view name = std::string_view(spec.name).substr(0, spec.name.find('.'));
    std::string word;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        const bool upper = std::isupper(c) != 0;
        const bool afterLower = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
        if (upper && afterLower)
            word += ' ';
        word += static_cast<char>(std::tolower(c));
    }
    if (name == "Gpu")
        word = "GPU";
    if (!many)
        return word;
    const char last = word.empty() ? 's' : word.back();
    if (last == 'y' && word.size() > 1 &&
        !has("aeiou", std::string_view(&word[word.size() - 2], 1)))
        return word.substr(0, word.size() - 1) + "ies";
    if (last == 's' || last == 'x' || word.ends_with("ch"))
        return word + "es";
    return word + "s";
}

} // namespace binnacle::services
