// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/options.h"

#include <charconv>
#include <functional>
#include <map>
#include <optional>

namespace binnacle::app {

namespace {

using models::ErrorCode;

std::optional<int> wholeNumber(std::string_view text, int low, int high)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
        return std::nullopt;
    return value;
}

bool parseSize(std::string_view text, GuiOptions& options)
{
    const auto cross = text.find('x');
    if (cross == std::string_view::npos)
        return false;
    const auto width = wholeNumber(text.substr(0, cross), 640, 7680);
    const auto height = wholeNumber(text.substr(cross + 1), 480, 4320);
    if (!width || !height)
        return false;
    options.width = *width;
    options.height = *height;
    return true;
}

bool parseScale(std::string_view text, GuiOptions& options)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0.5 || value > 4)
        return false;
    options.scale = value;
    return true;
}

bool parsePages(std::string_view text, GuiOptions& options)
{
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (comma != 0)
            options.pages.emplace_back(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return !options.pages.empty();
}

bool parseClock(std::string_view text, GuiOptions& options)
{
    const auto time = models::parseRfc3339(text);
    if (time)
        options.clock = *time;
    return time.has_value();
}

struct Option {
    const char* expects;
    std::function<bool(std::string_view, GuiOptions&)> take;
};

const std::map<std::string, Option, std::less<>>& options()
{
    static const std::map<std::string, Option, std::less<>> all = {
        {"--config",
         {"a file",
          [](auto v, auto& o) {
              o.config = v;
              return !v.empty();
          }}},
        {"--env",
         {"a name",
          [](auto v, auto& o) {
              o.environment = v;
              return !v.empty();
          }}},
        {"--screenshot",
         {"a folder",
          [](auto v, auto& o) {
              o.screenshotFolder = v;
              return !v.empty();
          }}},
        {"--pages", {"names with commas between", parsePages}},
        {"--theme",
         {"dark or light",
          [](auto v, auto& o) {
              o.theme = v;
              return v == "dark" || v == "light";
          }}},
        {"--size", {"WIDTHxHEIGHT, from 640x480", parseSize}},
        {"--scale", {"a number from 0.5 to 4", parseScale}},
        {"--open",
         {"gpu, node, devices, pod, workload, yaml or add",
          [](auto v, auto& o) {
              o.open = v;
              return v == "gpu" || v == "node" || v == "devices" || v == "pod" || v == "workload" ||
                     v == "yaml" || v == "add";
          }}},
        {"--clock", {"a time as 2026-11-20T09:30:00Z", parseClock}},
        {"--at",
         {"a time: RFC 3339, Unix seconds or -2h",
          [](auto v, auto& o) {
              o.at = v;
              return models::parseTimeArgument(v, models::Clock::system().now()).has_value();
          }}},
        {"--frame-report",
         {"a file",
          [](auto v, auto& o) {
              o.frameReport = v;
              return !v.empty();
          }}},
        {"--startup-report",
         {"a file",
          [](auto v, auto& o) {
              o.startupReport = v;
              return !v.empty();
          }}},
    };
    return all;
}

} // namespace

models::Result<GuiOptions> parseOptions(const std::vector<std::string>& arguments)
{
    GuiOptions result;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string name = arguments[i];
        std::optional<std::string> value;
        if (const auto equals = name.find('='); name.starts_with("--") && equals != name.npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        if (name == "--demo" || name == "--help" || name == "-h" || name == "--version") {
            result.demo = result.demo || name == "--demo";
            result.version = result.version || name == "--version";
            result.help = result.help || name == "--help" || name == "-h";
            continue;
        }
        const auto option = options().find(name);
        if (option == options().end())
            return models::fail(ErrorCode::InvalidInput, "There is no option " + name + ".",
                                "binnacle --help lists them.");
        if (!value && i + 1 < arguments.size())
            value = arguments[++i];
        if (!value || !option->second.take(*value, result))
            return models::fail(ErrorCode::InvalidInput,
                                name + " takes " + option->second.expects + ".",
                                "binnacle --help has examples.");
    }
    if (result.demo && !result.config.empty())
        return models::fail(ErrorCode::InvalidInput, "Either --demo or --config, not both.",
                            "A configuration can have a source of type demo.");
    if (result.clock.known() && (!result.demo || result.screenshotFolder.empty()))
        return models::fail(ErrorCode::InvalidInput, "--clock is for screenshots of the demo.",
                            "Use it with --demo and --screenshot.");
    return result;
}

std::string usage()
{
    return "binnacle [--config FILE] [--env NAME] [--demo]\n"
           "         [--screenshot DIR [--pages fleet,workloads] [--theme dark|light]\n"
           "                           [--size 1440x900] [--scale 2] [--open "
           "gpu|node|devices|pod|workload|yaml|add]\n"
           "                           [--clock TIME]]\n"
           "         [--at TIME]\n"
           "         [--startup-report FILE] [--frame-report FILE]\n\n"
           "  --config FILE          environments and their sources (YAML)\n"
           "  --env NAME             the environment to open; otherwise the first\n"
           "  --demo                 the built-in demo estate; nothing is contacted or configured\n"
           "  --at TIME              begin with the estate as it was: RFC 3339, Unix seconds or "
           "-2h\n"
           "  --screenshot DIR       render pages to DIR/PAGE-THEME.png and end; needs no display\n"
           "  --open WHAT            for screenshots: open a device, a node, the table or the "
           "form\n"
           "  --clock TIME           for screenshots of the demo: as if it were TIME, and stayed "
           "so\n"
           "  --startup-report FILE  write milliseconds to first frame and to usable as JSON\n"
           "  --frame-report FILE    on closing, write the time of every frame and when the window "
           "did\n"
           "                         not answer within 50 ms as JSON\n\n"
           "Without a configuration the console starts on its first-run page.\n"
           "Ends with 0; 2 for wrong usage; 1 when a screenshot did not become ready.\n";
}

} // namespace binnacle::app
