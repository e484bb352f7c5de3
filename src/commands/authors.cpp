#include "commands/authors.hpp"

#include "base/text.hpp"
#include "diag/log.hpp"
#include "process/application.hpp"
#include "process/child.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace headstart::commands {

namespace {

/// For all files together: a message does not keep anybody waiting, though git may be slow in a large
/// repository.
constexpr std::chrono::seconds k_patience{1};

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

std::vector<std::string> command_for(const std::string& git, const std::string& file) {
    std::vector<std::string> command{git, "--no-pager", "--literal-pathspecs"};
    for (const auto* const setting : k_settings) {
        command.insert(command.end(), {"-c", setting});
    }
    command.insert(command.end(),
                   {"log", "-1", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-renames",
                    "--no-notes", "--ignore-submodules=all", "--diff-filter=A", "--format=%aN", "--", file});
    return command;
}

/// No secret of ours, nobody's GIT_DIR, and no HOME, where older versions find the user's configuration.
process::ChildEnvironment environment_for_git() {
    auto environment = process::ChildEnvironment::only({"PATH", "LANG", "LC_*", "TZ", "TMPDIR"});
    for (const auto& [name, value] : k_variables) {
        environment.set(name, value);
    }
    return environment;
}

std::string author_of(const std::string& git, const std::filesystem::path& file,
                      const base::WaitLimits& limits) {
    if (limits.deadline.has_passed()) {
        return "";
    }
    const auto found = process::read_child(command_for(git, file.filename().string()), file.parent_path(),
                                           environment_for_git(), limits);
    return std::string(base::trim(found.value_or("")));
}

bool is_read_by_people() {
    return diag::log_format() == diag::LogFormat::text && ::isatty(STDERR_FILENO) == 1;
}

} // namespace

std::vector<std::string> authors_of(const std::vector<std::string>& files, base::WaitContext stop) {
    std::vector<std::string> authors(files.size());
    const auto git = is_read_by_people() ? process::find_trusted_program("git") : std::nullopt;
    const base::WaitLimits limits{base::Deadline::after(k_patience), stop};
    for (std::size_t i = 0; git && i < files.size(); ++i) {
        authors[i] = author_of(*git, files[i], limits);
    }
    return authors;
}

} // namespace headstart::commands
