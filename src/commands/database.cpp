#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/wait.hpp"
#include "commands/context.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"
#include "revision/identifier.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace headstart::commands {

namespace {

/// The database that is meant, for people.
std::string name_of(const database::WholeDatabase& whole) {
    return whole.database.empty() ? "of the service file" : fmt::format("\"{}\"", whole.database);
}

/// A slip in a terminal that is set up for production must not be the end of it.
void require_here_or_named(const database::WholeDatabase& whole, const Arguments& arguments) {
    const auto named = arguments.value("--i-mean");
    if (named && *named != whole.database) {
        throw diag::refusal(
            diag::code::unconfirmed,
            fmt::format("--i-mean names \"{}\", and the database is {}", *named, name_of(whole)),
            "nothing was done; check the database URL");
    }
    if (!named && whole.is_servers_own) { // what a URL without a database's name means
        throw diag::refusal(
            diag::code::unconfirmed,
            fmt::format("the database {} is the server's own, which other programs connect to",
                        name_of(whole)),
            fmt::format("nothing was done; name the application's database in the URL, or, if "
                        "that one is meant: --i-mean {}",
                        whole.database));
    }
    if (!named && !whole.is_on_this_machine) {
        throw diag::refusal(
            diag::code::unconfirmed,
            fmt::format("the database {} is not on this machine: {}", name_of(whole), whole.description),
            fmt::format("nothing was done; if that one is meant, name it: --i-mean {}",
                        whole.database.empty() ? "DATABASE" : whole.database));
    }
}

/// The line that was typed, as far as it has come when the answer is there. Waited for as signals are.
std::string read_answer(base::WaitContext stop) {
    std::string answer;
    while (answer.empty() || answer.back() != '\n') {
        base::wait_for_fd(STDIN_FILENO, POLLIN, {base::Deadline::never(), stop});
        std::array<char, 256> typed{};
        const auto count = ::read(STDIN_FILENO, typed.data(), typed.size());
        if (count <= 0) {
            break;
        }
        answer.append(typed.data(), static_cast<std::size_t>(count));
    }
    return base::to_lower(base::trim(answer));
}

void require_confirmed(const database::WholeDatabase& whole, const Arguments& arguments, Context& context) {
    if (arguments.flag("--yes")) {
        return;
    }
    const auto what =
        fmt::format("the database {} with all that is in it ({})", name_of(whole), whole.description);
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1) {
        throw diag::refusal(diag::code::unconfirmed, fmt::format("this would drop {}", what),
                            "nothing was done; where no terminal can be asked, --yes says that it is meant");
    }
    std::fputs(base::printable(fmt::format("Drop {}? [y/N] ", what)).c_str(), stderr);
    const auto answer = read_answer(context.stop());
    if (answer != "y" && answer != "yes") {
        throw diag::refusal(diag::code::unconfirmed, "not confirmed: nothing was done", "");
    }
}

void create(Context& context) {
    const auto whole = whole_database(context);
    const bool is_new = whole.create();
    print_line(is_new ? fmt::format("Created the database {}", name_of(whole))
                      : fmt::format("The database {} is there already", name_of(whole)));
}

void drop(Context& context, const Arguments& arguments) {
    const auto whole = whole_database(context);
    require_here_or_named(whole, arguments);
    require_confirmed(whole, arguments, context);
    const bool was_there = whole.drop(arguments.flag("--force"));
    print_line(was_there ? fmt::format("Dropped the database {}", name_of(whole))
                         : fmt::format("There is no database {}", name_of(whole)));
    flush_output();
}

/// What would stop the way up again is found before the way down.
void require_migrations(Context& context) {
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    (void)revision::resolve_one(scripts.graph(), "head");
}

int change_database(Context& context, const Arguments& arguments) {
    const auto action = arguments.positional().value_or("");
    if (action == "create") {
        create(context);
    } else if (action == "drop") {
        drop(context, arguments);
    } else if (action == "reset") {
        require_migrations(context);
        drop(context, arguments);
        create(context);
        flush_output(); // what follows is logged
        return k_upgrade_command.run(context, {});
    } else {
        throw usage_error(fmt::format("headstart database does not know {}", shown(action)),
                          "there are: create, drop, reset");
    }
    return 0;
}

constexpr std::array k_database_options{
    OptionSpec{"--yes", "", "drop it without asking"},
    OptionSpec{"--i-mean", "DATABASE", "its name, where it is not on this machine"},
    OptionSpec{"--force", "", "end the sessions of others that are connected to it"},
};

} // namespace

const Command k_database_command{
    .name = "database",
    .summary = "create the database, drop it, or make it anew at head, for development",
    .examples = "headstart database create\n"
                "headstart database reset             # drop, create, upgrade head\n"
                "headstart database drop --yes",
    .options = k_database_options,
    .positional = {"action", "create, drop or reset", PositionalSpec::Count::one, "create,drop,reset"},
    .run = change_database,
};

} // namespace headstart::commands
