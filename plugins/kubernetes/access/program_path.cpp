// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/program_path.h"

#include "plugins/kubernetes/access/process.h"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <vector>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::chrono::milliseconds kLoginShellTimeout{3000};
/// Profiles may print greetings, so the answer is marked.
constexpr std::string_view kMark = "binnacle-path:";

bool isProgram(const std::string& path)
{
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> split(const std::string& list)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(':', at), list.size());
        // An empty or relative entry means the working directory, which is no place to run from.
        if (end > at && list[at] == '/')
            out.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::string search(const std::string& command, const std::string& path)
{
    for (const std::string& folder : split(path)) {
        std::string candidate = folder + "/" + command;
        if (isProgram(candidate))
            return candidate;
    }
    return {};
}

/// Ours first, then what only the login shell has.
std::string joined(const std::string& ours, const std::string& login)
{
    std::string out = ours;
    for (const std::string& folder : split(login)) {
        if ((":" + out + ":").find(":" + folder + ":") == std::string::npos)
            out += (out.empty() ? "" : ":") + folder;
    }
    return out;
}

std::string askShell(const std::string& shell)
{
    ProcessRequest request;
    request.argv = {shell, "-lc", "printf '\\n" + std::string(kMark) + "%s\\n' \"$PATH\""};
    request.env = inheritedEnvironment();
    request.timeout = kLoginShellTimeout;
    request.killGrace = std::chrono::milliseconds(200);
    const auto outcome = runProcess(request, {});
    if (!outcome)
        return {};
    const std::size_t mark = outcome->out.rfind(kMark);
    if (mark == std::string::npos)
        return {};
    const std::size_t begin = mark + kMark.size();
    return outcome->out.substr(begin, outcome->out.find('\n', begin) - begin);
}

} // namespace

std::string loginShellPath(const EnvLookup& env)
{
    static std::mutex mutex;
    static std::map<std::string, std::string> known;
    const std::string shell = env("SHELL").value_or("/bin/sh");
    if (shell.empty() || shell.front() != '/' || !isProgram(shell))
        return {};
    // Held while the shell runs: whoever asks meanwhile wants the same answer.
    const std::lock_guard lock(mutex);
    const auto it = known.find(shell);
    return it != known.end() ? it->second : known.emplace(shell, askShell(shell)).first->second;
}

Result<FoundProgram> findProgram(const std::string& command, const EnvLookup& env)
{
    const std::string ours = env("PATH").value_or("");
    if (command.empty())
        return fail(ErrorCode::InvalidInput, "no program is named",
                    "Set exec.command in the kubeconfig.");
    if (command.find('/') != std::string::npos) {
        if (isProgram(command))
            return FoundProgram{command, ours};
        const bool there = ::access(command.c_str(), F_OK) == 0;
        return fail(there ? ErrorCode::PermissionDenied : ErrorCode::NotFound,
                    "program " + command + (there ? " is not executable" : " does not exist"),
                    there ? "Make it executable." : "Install it or correct the path.");
    }
    if (std::string found = search(command, ours); !found.empty())
        return FoundProgram{std::move(found), ours};
    const std::string login = loginShellPath(env);
    if (std::string found = search(command, login); !found.empty())
        return FoundProgram{std::move(found), joined(ours, login)};
    return fail(ErrorCode::NotFound,
                "program " + command + " is neither on PATH nor on the login shell's PATH",
                "Install it, or write its whole path in the kubeconfig.");
}

} // namespace binnacle::plugins::kubernetes
