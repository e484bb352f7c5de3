#include "commands/table.hpp"

#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

using Count = PositionalSpec::Count;

constexpr OptionSpec k_format{"--format", "FORMAT", "text (default) or json"};
constexpr OptionSpec k_verbose{"-v,--verbose", "", "show more of each revision"};

constexpr std::array k_run_options{
    OptionSpec{"--target", "REVISION", "upgrade to this revision instead of head"},
};
constexpr std::array k_wait_options{
    OptionSpec{"--for", "REVISION", "wait until another one has brought the schema to this revision"},
};
constexpr std::array k_stamp_options{
    OptionSpec{"--purge", "", "delete all rows of the version table first, whatever they are"},
};
constexpr std::array k_current_options{
    k_verbose,
    OptionSpec{"--check-heads", "", "fail (exit code 5) unless the database is at all heads"},
    k_format,
};
constexpr std::array k_history_options{
    OptionSpec{"-r,--rev-range", "RANGE", "only FROM:TO, FROM: or :TO"},
    k_verbose,
    OptionSpec{"-i,--indicate-current", "", "mark what the database is at (connects)"},
    k_format,
};
constexpr std::array k_heads_options{
    k_verbose,
    OptionSpec{"--resolve-dependencies", "", "leave out heads that another revision depends on"},
    k_format,
};
constexpr std::array k_reading_options{k_format};
constexpr std::array k_revision_options{
    OptionSpec{"-m,--message", "TEXT", "what it does; the file's name and first line"},
    OptionSpec{"--rev-id", "ID", "instead of twelve random hex digits"},
    OptionSpec{"--head", "REVISION", "the revision it follows; default: head"},
    OptionSpec{"--splice", "", "allow a --head that is none: a new branch begins there"},
    OptionSpec{"--branch-label", "LABEL", "a label for the branch that begins with it", true},
    OptionSpec{"--depends-on", "REVISION", "a revision of another branch that must be applied before", true},
    OptionSpec{"--version-path", "DIR", "which of several folders the file goes to"},
};

constexpr std::array k_commands{
    Command{"run",
            "wait, lock, upgrade, then become the application",
            "headstart run -- uvicorn app:main\n"
            "headstart run                       # an init container: no command, exit 0 at head\n"
            "headstart run --target 3f2a1c -- ./server",
            k_run_options,
            {},
            true,
            run_entrypoint},
    Command{"wait",
            "wait until the database is ready",
            "headstart wait --wait-timeout 2m\n"
            "headstart wait --for head           # until another container has migrated",
            k_wait_options,
            {},
            false,
            wait},
    Command{"upgrade",
            "run migrations upwards, to head if not told otherwise",
            "headstart upgrade head\n"
            "headstart upgrade +1",
            {},
            {"revision", "where to: head, +N, an id or its beginning", Count::any},
            false,
            upgrade},
    Command{"downgrade",
            "run migrations downwards",
            "headstart downgrade -1\n"
            "headstart downgrade base",
            {},
            {"revision", "where to: -N, base, an id or its beginning", Count::one},
            false,
            downgrade},
    Command{"stamp",
            "change the version table and run nothing",
            "headstart stamp head                # adopt a database that is there already\n"
            "headstart stamp --purge 3f2a1c",
            k_stamp_options,
            {"revision", "what the database shall be said to be at", Count::many},
            false,
            stamp},
    Command{"current",
            "show what the database is at",
            "headstart current\n"
            "headstart current --format json",
            k_current_options,
            {},
            false,
            current},
    Command{"history",
            "list the revisions, newest first",
            "headstart history\n"
            "headstart history -r base:3f2a1c --verbose",
            k_history_options,
            {},
            false,
            history},
    Command{"heads", "list the newest revisions", "headstart heads", k_heads_options, {}, false, heads},
    Command{"status",
            "one screen: database, version, current, pending, heads",
            "headstart status\n"
            "headstart status --format json",
            k_reading_options,
            {},
            false,
            status},
    Command{"check",
            "fail (exit code 5) if revisions are pending or there are several heads",
            "headstart check",
            k_reading_options,
            {},
            false,
            check},
    Command{"revision",
            "write a new, empty migration file",
            "headstart revision -m \"add user phone number\"",
            k_revision_options,
            {},
            false,
            new_revision},
    Command{"ensure-version",
            "create the version table and the journal if they are not there",
            "headstart ensure-version",
            {},
            {},
            false,
            ensure_version},
};

} // namespace

std::span<const Command> all_commands() {
    return k_commands;
}

} // namespace headstart::commands
