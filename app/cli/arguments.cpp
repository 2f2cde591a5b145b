// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "app/cli/output.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>

namespace binnacle::app {

namespace {

void addGlobals(CLI::App& app, Arguments& a)
{
    app.add_option("--config", a.config, "Configuration file (default: the console's own)")
        ->type_name("FILE");
    app.add_option("--env", a.environment, "Environment of that file (default: its first)")
        ->type_name("NAME");
    app.add_option("--at", a.at, "As it was: RFC 3339, Unix seconds, or an age such as -2h")
        ->type_name("TIME");
    app.add_flag("--json", a.json, "Machine-readable output; errors are JSON on standard error");
    app.add_flag("--demo", a.demo, "The simulated demo estate instead of a configuration file");
    app.add_option("--timeout", a.timeout, "How long to wait for the sources (default 30s)")
        ->type_name("TIME");
    app.add_option("--store", a.store, "Folder of the estate store, or memory to keep nothing")
        ->type_name("DIR");
}

CLI::App* leaf(CLI::App& parent, const char* name, const char* help, Arguments& a, Command command)
{
    CLI::App* sub = parent.add_subcommand(name, help);
    sub->fallthrough();
    sub->callback([&a, command] { a.command = command; });
    return sub;
}

CLI::App* group(CLI::App& parent, const char* name, const char* help)
{
    CLI::App* sub = parent.add_subcommand(name, help);
    sub->fallthrough();
    sub->require_subcommand(1);
    return sub;
}

void addSlo(CLI::App& app, Arguments& a)
{
    CLI::App* slo = group(app, "slo", "Service level objectives");
    for (const auto& [name, help, command] :
         {std::tuple{"list", "What the files define; connects nowhere", Command::SloList},
          std::tuple{"status", "Attainment, budget, burn and forecast", Command::SloStatus},
          std::tuple{"lint", "Whether the objectives can be measured", Command::SloLint},
          std::tuple{"rules", "Prometheus rules for the four window pairs", Command::SloRules},
          std::tuple{"convert", "Definitions as OpenSLO v1", Command::SloConvert}}) {
        CLI::App* sub = leaf(*slo, name, help, a, command);
        sub->add_option("--file", a.files, "File or folder of definitions; repeatable")
            ->allow_extra_args(false)
            ->type_name("FILE");
        if (command == Command::SloStatus || command == Command::SloLint)
            sub->add_option("--source", a.source,
                            "Id of the source (default: the first with metrics)");
        if (command == Command::SloRules)
            sub->add_flag("--tests", a.tests, "Unit tests for the rules, for promtool test rules");
    }
}

void addCommands(CLI::App& app, Arguments& a)
{
    addSlo(app, a);
    CLI::App* connect = group(app, "connect", "Sources");
    leaf(*connect, "test", "Ask each source once: state, latency, version, permissions", a,
         Command::ConnectTest);

    CLI::App* estate = group(app, "estate", "The local estate store");
    leaf(*estate, "sync", "Fetch every initial list into the store", a, Command::EstateSync);
    CLI::App* watch =
        leaf(*estate, "watch", "One JSON line for each change", a, Command::EstateWatch);
    watch->add_option("--for", a.watchFor, "Stop after this time (default: until interrupted)")
        ->type_name("TIME");
    watch->add_flag("--gauges", a.gauges, "Also the values that move all the time");
    leaf(*estate, "show", "What the store holds; connects nowhere", a, Command::EstateShow);
    leaf(*estate, "verify", "Read the whole store back and check it", a, Command::EstateVerify);

    CLI::App* workloads = leaf(app, "workloads", "Objects of one kind", a, Command::Workloads);
    workloads->add_option("--kind", a.kind,
                          "Kind, as the API spells it, or its plural (default Pod)");
    workloads->add_option("--namespace,-n", a.ns, "Only this namespace");
    workloads->add_option("--filter", a.filter, "Words, field:value, !not; all must match")
        ->type_name("TEXT");

    CLI::App* fleet = group(app, "fleet", "The GPU fleet");
    for (const auto& [name, help, command] :
         {std::tuple{"nodes", "Nodes with accelerators", Command::FleetNodes},
          std::tuple{"gpus", "Every device", Command::FleetGpus},
          std::tuple{"teams", "Allocation against use by team", Command::FleetTeams}})
        leaf(*fleet, name, help, a, command)
            ->add_option("--filter", a.filter, "Words, field:value, !not; all must match")
            ->type_name("TEXT");

    CLI::App* query = leaf(app, "query", "Ask a metric source in PromQL", a, Command::Query);
    query->add_option("expression", a.expression, "PromQL")->required();
    query->add_option("--source", a.source, "Id of the source (default: the first with metrics)");
    query->add_option("--start", a.start, "Start of a range")->type_name("TIME");
    query->add_option("--end", a.end, "End of a range (default now)")->type_name("TIME");
    query->add_option("--step", a.step, "Step of a range (default: 250 points, 15s or more)")
        ->type_name("TIME");

    CLI::App* meaning =
        leaf(app, "meaning", "A metric by what it means, whatever the engine calls it", a,
             Command::Meaning);
    meaning->add_option("name", a.meaning, "For example gpu.utilisation or llm.ttft.p95")
        ->required();
    meaning->add_option("--label", a.labels, "Only series with this label, as k=v; repeatable")
        ->allow_extra_args(false);
    meaning->add_option("--source", a.source, "Id of the source (default: the first with metrics)");

    CLI::App* completion =
        leaf(app, "completion", "Print a completion script", a, Command::Completion);
    completion->add_option("shell", a.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

/// The line must be readable as JSON even when parsing failed before --json was seen.
bool wantsJson(int argc, char** argv)
{
    return std::any_of(argv + 1, argv + argc,
                       [](const char* arg) { return std::string_view(arg) == "--json"; });
}

} // namespace

ParseOutcome parseArguments(int argc, char** argv)
{
    Arguments arguments;
    CLI::App app{"Binnacle's command line: the estate of your clusters, models and metrics",
                 "binnacle-cli"};
    app.set_version_flag("--version", std::string("binnacle-cli ") + kVersion);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 a check failed, 2 usage, 3 source unreachable, 4 partial.");
    addGlobals(app, arguments);
    addCommands(app, arguments);
    // "--at=" with nothing behind it would take the next word, "--at ''" would mean no --at at all:
    // both come from scripts whose variable is empty, and must not quietly ask something else.
    std::vector<std::string> words;
    for (int i = argc - 1; i > 0; --i) { // as CLI11 wants them: last first
        const std::string_view word = argv[i];
        const bool option = word.size() > 3 && word.starts_with("--") && word.ends_with('=');
        if (option && word.find('=') == word.size() - 1)
            words.emplace_back();
        words.emplace_back(option ? word.substr(0, word.size() - 1) : word);
    }
    try {
        app.parse(std::move(words));
        for (const char* name : {"--config", "--env", "--at", "--timeout", "--store"}) {
            const CLI::Option* option = app.get_option(name);
            if (option->count() > 0 && option->as<std::string>().empty())
                throw CLI::ValidationError(std::string(name) + " needs a value, not an empty one");
        }
    } catch (const CLI::Success& success) {
        return {std::nullopt, app.exit(success)}; // help and version
    } catch (const CLI::ParseError& error) {
        Output out(wantsJson(argc, argv));
        out.error({models::ErrorCode::InvalidInput, error.what(), "see binnacle-cli --help", {}});
        return {std::nullopt, kExitUsage};
    }
    return {arguments, 0};
}

std::vector<std::pair<std::string, std::vector<std::string>>> commandWords()
{
    Arguments unused;
    CLI::App app{"", "binnacle-cli"};
    addGlobals(app, unused);
    addCommands(app, unused);
    std::vector<std::pair<std::string, std::vector<std::string>>> out;
    const auto visit = [&out](const auto& self, const CLI::App& at,
                              const std::string& path) -> void {
        std::vector<std::string> words;
        for (const CLI::App* sub : at.get_subcommands([](const CLI::App*) { return true; }))
            words.push_back(sub->get_name());
        for (const CLI::Option* option : at.get_options([](const CLI::Option*) { return true; })) {
            for (const auto& name : option->get_lnames())
                words.push_back("--" + name);
        }
        out.emplace_back(path, std::move(words));
        for (const CLI::App* sub : at.get_subcommands([](const CLI::App*) { return true; }))
            self(self, *sub, path.empty() ? sub->get_name() : path + " " + sub->get_name());
    };
    visit(visit, app, "");
    return out;
}

} // namespace binnacle::app
