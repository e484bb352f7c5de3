#pragma once

#include "support/process.hpp"
#include "support/temp_folder.hpp"
#include "support/test_database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// How headstart is called: what differs from a plain call in the project's folder.
struct Call {
    std::vector<std::string> arguments = {};
    Environment variables = {};          ///< on top of Project::environment
    std::vector<std::string> unset = {}; ///< taken out of it
    /// Words before the binary's path: {"setpriv", "--reuid=nobody", …}.
    std::vector<std::string> wrapper = {};
    std::string folder = {}; ///< working folder below the project's; "" is the project's own
};

/// An application's folder with `migrations/`, and a database: what headstart is given in real life.
/// The real binary is run in it, in an environment that holds nothing but PATH, HOME (the folder), LANG, TZ,
/// DATABASE_URL and HEADSTART_DIR (both can be unset or changed by a Call).
class Project {
public:
    Project();

    TempFolder folder;
    TestDatabase database;
    Environment environment;

    /// Writes `migrations/<id>.sql`. `revises` holds one parent, several joined by ", ", or nothing for a
    /// base. Without `down` the revision is irreversible. `up_options` is what follows the marker:
    /// "transaction:false".
    std::filesystem::path migration(std::string_view id, std::string_view revises, std::string_view up,
                                    std::optional<std::string_view> down = {},
                                    std::string_view up_options = {});

    /// Runs the binary to its end.
    Outcome headstart(std::vector<std::string> arguments);
    Outcome headstart(Call call);

    /// The same with a terminal as standard error: `err` is what was written to it, with plain line ends.
    Outcome headstart_at_terminal(Call call);

    /// Runs it and shows the whole of what came out, steady: stdout's lines as "1| …", stderr's as "2| …",
    /// then "exit N" or "signal N". One assertion on it is an assertion on everything a user sees.
    std::string transcript(std::vector<std::string> arguments);
    std::string transcript(Call call);

    /// Everything in the database, for "nothing was changed": schema and rows.
    std::string snapshot() { return database.dump(); }

    /// Starts it and leaves it running.
    std::unique_ptr<Process> start(std::vector<std::string> arguments);
    std::unique_ptr<Process> start(Call call);

    /// The command for either, to be changed further.
    [[nodiscard]] Command command(Call call) const;

    /// The version rows in order, joined by spaces; "no table" when there is none.
    std::string version();

    /// "up a applied", … in the order of the journal; "no table" when there is none.
    std::string journal();

    /// What a user sees, with what differs from run to run replaced: a log line begins "info: ", its duration
    /// is
    /// "<time>", the project's folder is "<project>", the database's name "<database>", its port "<port>",
    /// a role made by TestDatabase::role its prefix.
    [[nodiscard]] std::string steady(std::string text) const;
};

/// The path of the binary under test: HEADSTART_BINARY, or the one that this build tree made.
std::string headstart_binary();

/// For Call::wrapper: making a thread ends in `error`, "EPERM" or "EAGAIN".
std::vector<std::string> without_threads(const std::string& error);

/// For Call::wrapper: a system call ends in an error, both by their names (support/without_call.cpp).
std::vector<std::string> without_call(const std::string& call, const std::string& error);

/// The number that stands behind these words in what it says of itself (--version): "libpq " has 17. It need
/// not be that of the library in the program that tests.
int built_with(std::string_view library);

} // namespace headstart::test
