// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/xid.h"

#include "services/metrics/embedded.h"

#include <nlohmann/json.hpp>

#include <array>
#include <map>
#include <optional>

namespace binnacle::services {

namespace {

constexpr std::array<std::pair<std::string_view, XidAction>, 8> kActions{
    {{"restart-app", XidAction::RestartApp},
     {"reset-gpu", XidAction::ResetGpu},
     {"restart-machine", XidAction::RestartMachine},
     {"restart-vm", XidAction::RestartVm},
     {"nvlink", XidAction::Nvlink},
     {"ecc", XidAction::Ecc},
     {"ignore", XidAction::Ignore},
     {"support", XidAction::Support}}};

struct Table {
    std::map<int, XidInfo> byCode;
    std::string date, problem;
};

std::optional<XidAction> actionOf(std::string_view word)
{
    for (const auto& [name, action] : kActions) {
        if (name == word)
            return action;
    }
    return std::nullopt;
}

Table load()
{
    Table table;
    const auto json = nlohmann::json::parse(embeddedXidTable(), nullptr, false);
    if (!json.is_object() || !json.contains("codes") || !json["codes"].is_array()) {
        table.problem = "the Xid table is not readable";
        return table;
    }
    const auto text = [](const nlohmann::json& of, const char* field) {
        const auto it = of.find(field);
        return it != of.end() && it->is_string() ? it->get<std::string>() : std::string();
    };
    table.date = text(json, "date");
    for (const auto& item : json["codes"]) {
        XidInfo info;
        const auto code = item.find("code");
        const auto action = actionOf(text(item, "action"));
        info.meaning = text(item, "meaning");
        info.nextStep = text(item, "nextStep");
        if (code == item.end() || !code->is_number_integer() || !action || info.meaning.empty() ||
            info.nextStep.empty()) {
            table.problem = "an entry of the Xid table lacks code, meaning, action or nextStep: " +
                            item.dump().substr(0, 80);
            continue;
        }
        info.code = code->get<int>();
        info.action = *action;
        const auto hardware = item.find("hardware");
        info.hardware = hardware != item.end() && hardware->is_boolean() && hardware->get<bool>();
        if (!table.byCode.emplace(info.code, std::move(info)).second)
            table.problem = "Xid " + code->dump() + " is in the table twice";
    }
    return table;
}

const Table& table()
{
    static const Table loaded = load();
    return loaded;
}

} // namespace

std::string_view toString(XidAction action)
{
    for (const auto& [name, value] : kActions) {
        if (value == action)
            return name;
    }
    return "support";
}

const XidInfo* findXid(int code)
{
    const auto it = table().byCode.find(code);
    return it == table().byCode.end() ? nullptr : &it->second;
}

const std::string& xidTableDate()
{
    return table().date;
}

const std::string& xidTableProblem()
{
    return table().problem;
}

} // namespace binnacle::services
