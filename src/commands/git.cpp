#include "commands/git.hpp"

#include "diag/log.hpp"
#include "process/application.hpp"
#include "process/child.hpp"

#include <array>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace headstart::commands {

namespace {

using Variable = std::pair<std::string_view, std::string_view>;

/// What stands in the folder may be a stranger's, a repository's files and configuration too, and each of
/// these keys and variables may have git run or fetch something there (git-config(1), git(1)). What an older
/// git does not know it passes over; GIT_ALLOW_PROTOCOL, which all know and no configuration overrides,
/// then keeps it from every transport alone.
constexpr std::array k_variables{
    Variable{"GIT_CONFIG_NOSYSTEM", "1"},
    Variable{"GIT_CONFIG_SYSTEM", "/dev/null"},
    Variable{"GIT_CONFIG_GLOBAL", "/dev/null"},
    Variable{"GIT_ATTR_NOSYSTEM", "1"},
    Variable{"GIT_ALLOW_PROTOCOL", "none"},
    Variable{"GIT_NO_LAZY_FETCH", "1"},
    Variable{"GIT_OPTIONAL_LOCKS", "0"},
    Variable{"GIT_TERMINAL_PROMPT", "0"},
    Variable{"GIT_PAGER", "cat"},
    Variable{"GIT_ASKPASS", "false"},
    Variable{"GIT_SSH_COMMAND", "false"},
    Variable{"GIT_EDITOR", "false"},
};
constexpr std::array k_settings{
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "pager.log=false",
    "protocol.allow=never",
    "credential.helper=",
    "log.showSignature=false",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "log.follow=false",
    "diff.external=",
    "mailmap.file=/dev/null",
    "mailmap.blob=",
    "i18n.logOutputEncoding=UTF-8",
};

/// No secret of ours, nobody's GIT_DIR, and no HOME, where older versions find the user's configuration.
process::ChildEnvironment environment_for_git() {
    auto environment = process::ChildEnvironment::only({"PATH", "LANG", "LC_*", "TZ", "TMPDIR"});
    for (const auto& [name, value] : k_variables) {
        environment.set(name, value);
    }
    return environment;
}

bool is_read_by_people() {
    return diag::log_format() == diag::LogFormat::text && ::isatty(STDERR_FILENO) == 1;
}

} // namespace

std::optional<Git> Git::for_people() {
    auto program = is_read_by_people() ? process::find_trusted_program("git") : std::nullopt;
    return program ? std::optional(Git(std::move(*program))) : std::nullopt;
}

std::optional<std::string> Git::ask(const std::vector<std::string>& arguments,
                                    const std::filesystem::path& folder,
                                    const base::WaitLimits& limits) const {
    if (limits.deadline.has_passed()) {
        return std::nullopt;
    }
    std::vector<std::string> command{m_program, "--no-pager", "--literal-pathspecs"};
    for (const auto* const setting : k_settings) {
        command.insert(command.end(), {"-c", setting});
    }
    command.insert(command.end(), arguments.begin(), arguments.end());
    return process::read_child(std::move(command), folder, environment_for_git(), limits);
}

} // namespace headstart::commands
