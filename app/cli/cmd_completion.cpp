// SPDX-License-Identifier: GPL-3.0-or-later
// Completion scripts are made from the real options, so that they cannot fall behind.
#include "app/cli/commands.h"

#include <algorithm>

namespace binnacle::app {

namespace {

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string caseOf(const std::vector<std::pair<std::string, std::vector<std::string>>>& commands)
{
    const auto& globals = commands.front().second;
    std::string text;
    for (const auto& [path, words] : commands) {
        std::vector<std::string> all = words;
        for (const auto& word : globals) {
            if (word.starts_with("--") && std::find(all.begin(), all.end(), word) == all.end())
                all.push_back(word);
        }
        text += "        \"" + path + "\") words=\"" + joined(all) + "\" ;;\n";
    }
    return text;
}

std::string bash(const std::vector<std::pair<std::string, std::vector<std::string>>>& commands)
{
    return "# bash completion for binnacle-cli: source <(binnacle-cli completion bash)\n"
           "_binnacle_cli() {\n"
           "    local path=\"\" word words i\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        word=${COMP_WORDS[i]}\n"
           "        case $word in\n"
           "            "
           "connect|test|estate|sync|watch|show|verify|workloads|fleet|nodes|gpus|teams|query|"
           "meaning|slo|list|status|lint|rules|convert|completion)\n"
           "                path=${path:+$path }$word ;;\n"
           "        esac\n"
           "    done\n"
           "    case ${COMP_WORDS[COMP_CWORD-1]} in\n"
           "        --config|--store|--file) COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\")); "
           "return ;;\n"
           "    esac\n"
           "    case $path in\n" +
           caseOf(commands) +
           "        *) words=\"\" ;;\n"
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
           "}\n"
           "complete -F _binnacle_cli binnacle-cli\n";
}

std::string zsh(const std::vector<std::pair<std::string, std::vector<std::string>>>& commands)
{
    return "#compdef binnacle-cli\n"
           "# zsh completion for binnacle-cli: binnacle-cli completion zsh > "
           "\"${fpath[1]}/_binnacle-cli\"\n"
           "autoload -U +X bashcompinit && bashcompinit\n" +
           bash(commands);
}

std::string fish(const std::vector<std::pair<std::string, std::vector<std::string>>>& commands)
{
    std::string out = "# fish completion for binnacle-cli: binnacle-cli completion fish | source\n"
                      "complete -c binnacle-cli -f\n";
    for (const auto& [path, words] : commands) {
        std::string condition = path.empty() ? "__fish_use_subcommand" : "";
        for (std::size_t at = 0; at < path.size();) {
            const auto end = std::min(path.find(' ', at), path.size());
            condition += (condition.empty() ? "" : "; and ") +
                         ("__fish_seen_subcommand_from " + path.substr(at, end - at));
            at = end + 1;
        }
        for (const auto& word : words) {
            const bool option = word.starts_with("--");
            out += "complete -c binnacle-cli -n '" + (option && path.empty() ? "true" : condition) +
                   "' " + (option ? "-l " + word.substr(2) : "-a " + word) +
                   (word == "--config" || word == "--store" || word == "--file" ? " -r -F" : "") + "\n";
        }
    }
    return out;
}

} // namespace

int completion(const Job& job)
{
    const auto commands = commandWords();
    const std::string& shell = job.arguments.shell;
    job.out.line(shell == "bash"  ? bash(commands)
                 : shell == "zsh" ? zsh(commands)
                                  : fish(commands));
    return kExitDone;
}

} // namespace binnacle::app
