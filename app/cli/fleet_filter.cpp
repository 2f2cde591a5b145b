// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fleet_filter.h"

namespace binnacle::app {

using models::FilterType;
using models::RowField;
using services::FleetGpu;
using services::FleetNode;
using services::FleetTeam;

namespace {

double known(std::int64_t value)
{
    return value == models::kUnknownInt ? services::kUnknownReal : static_cast<double>(value);
}

double known(double value)
{
    return value;
}

double known(models::UtcTime value)
{
    return value.known() ? value.seconds() : services::kUnknownReal;
}

template <class Row>
RowField<Row> text(const char* name, std::string Row::*member, std::vector<std::string> also = {})
{
    return {{name, FilterType::Text, std::move(also)},
            [member](const Row& row) { return std::string_view(row.*member); },
            {}};
}

template <class Row>
RowField<Row> text(const char* name, std::function<std::string_view(const Row&)> read)
{
    return {{name, FilterType::Text}, std::move(read), {}};
}

template <class Row, class T>
RowField<Row> number(const char* name, T Row::*member, FilterType type = FilterType::Number,
                     std::vector<std::string> also = {})
{
    return {
        {name, type, std::move(also)}, {}, [member](const Row& row) { return known(row.*member); }};
}

template <class Row> RowField<Row> flag(const char* name, std::function<double(const Row&)> read)
{
    return {{name, FilterType::Flag}, {}, std::move(read)};
}

} // namespace

std::vector<RowField<FleetGpu>> gpuFields()
{
    using G = FleetGpu; // other names are those of the console's columns
    return {
        text("uuid", &G::uuid),
        text("node", &G::node),
        number("index", &G::index),
        text("model", &G::model),
        text("pool", &G::pool),
        text("rack", &G::rack),
        text("migProfile", &G::migProfile),
        text<G>("status", [](const G& g) { return services::toString(g.state); }),
        text("reason", &G::stateReason),
        flag<G>(
            "allocated",
            [](const G& g) { return g.allocationKnown ? g.allocated : services::kUnknownReal; }),
        text("namespace", &G::ns, {"ns"}),
        text("pod", &G::pod),
        text("workload", &G::workload),
        text("modelVersion", &G::modelVersion, {"version"}),
        text("team", &G::team),
        number("utilisation", &G::utilisation, FilterType::Ratio, {"util"}),
        number("smActive", &G::smActive, FilterType::Ratio, {"sm"}),
        number("tensorActive", &G::tensorActive, FilterType::Ratio),
        number("memoryUsed", &G::memoryUsed, FilterType::Bytes),
        number("memoryTotal", &G::memoryTotal, FilterType::Bytes),
        number("power", &G::power),
        number("powerLimit", &G::powerLimit),
        number("temperature", &G::temperature, FilterType::Number, {"temp"}),
        number("xid", &G::xid),
        text("xidMeaning", &G::xidMeaning),
        text("xidNextStep", &G::xidNextStep),
        number("since", &G::since, FilterType::Time),
        number("sampleTime", &G::sampleTime, FilterType::Time),
        text<G>("state", [](const G& g) { return models::toString(g.freshness); }),
        text("source", &G::source),
    };
}

std::vector<RowField<FleetNode>> nodeFields(models::UtcTime now)
{
    using N = FleetNode;
    return {
        text("name", &N::name),
        text("cluster", &N::cluster),
        text("pool", &N::pool),
        text("gpuModel", &N::gpuModel),
        text("status", &N::status),
        flag<N>("ready",
                [](const N& n) { return n.readyKnown ? n.ready : services::kUnknownReal; }),
        flag<N>("cordoned",
                [](const N& n) { return n.cordonedKnown ? n.cordoned : services::kUnknownReal; }),
        number("gpuCapacity", &N::gpuCapacity),
        number("gpuAllocatable", &N::gpuAllocatable),
        number("gpuRequested", &N::gpuRequested),
        {{"gpuFree", FilterType::Number},
         {},
         [](const N& n) { return known(n.gpuAllocatable) - known(n.gpuRequested); }},
        number("pods", &N::pods),
        number("utilisation", &N::utilisation, FilterType::Ratio),
        text("zone", &N::zone),
        text("rack", &N::rack),
        text("problem", &N::problem),
        {{"age", FilterType::Age},
         {},
         [now](const N& n) {
             return n.created.known() ? now.seconds() - n.created.seconds()
                                      : services::kUnknownReal;
         }},
        text<N>("state", [](const N& n) { return models::toString(n.freshness); }),
    };
}

std::vector<RowField<FleetTeam>> teamFields()
{
    using T = FleetTeam;
    return {
        text("team", &T::name),
        number("allocated", &T::allocated),
        number("busy", &T::busy),
        number("idle", &T::idle),
        number("quota", &T::quota),
        number("utilisation", &T::utilisation, FilterType::Ratio),
        number("waitingJobs", &T::waitingJobs),
        number("waitingGpus", &T::waitingGpus),
    };
}

} // namespace binnacle::app
