#include "postgres/ended_statement.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "pg/server_error.hpp"
#include "sql/one_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace headstart::postgres {

using database::Migration;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view k_that_ended_it = " that ended it: ";

/// A time-out of the server's, and how headstart's is called.
struct Timeout {
    std::string_view name;
    std::string_view flag;
    std::string_view variable;
};

constexpr Timeout k_lock{"lock_timeout", "--lock-timeout", "HEADSTART_LOCK_TIMEOUT"};
constexpr Timeout k_concurrently{"concurrently_timeout", "--concurrently-timeout",
                                 "HEADSTART_CONCURRENTLY_TIMEOUT"};
constexpr Timeout k_statement{"statement_timeout", "--statement-timeout", "HEADSTART_STATEMENT_TIMEOUT"};

/// The last statement of the file, up to the one at `place`, that says something of it: "m/a1.sql:3: SET …".
std::optional<std::string> set_in_file(std::span<const Migration> migrations, const diag::Span& place,
                                       std::string_view name) {
    std::optional<std::string> found;
    for (const auto& migration : migrations) {
        if (migration.source != place.source) {
            continue;
        }
        for (const auto& statement : migration.statements) {
            const auto text = migration.text_of(statement);
            if (statement.begin <= place.begin && base::to_lower(text).find(name) != std::string::npos) {
                const auto line = diag::position_of(place.source->text, statement.begin).line;
                const bool is_set =
                    base::equals_ignoring_case(text.substr(0, 4), "set "); // whose value is no secret
                found =
                    fmt::format("{}:{}: {}", place.source->path, line,
                                sql::one_line(text, is_set ? sql::Literals::shown : sql::Literals::hidden));
            }
        }
    }
    return found;
}

bool may_wait_long(std::span<const Migration> migrations, const diag::Span& place) {
    return std::any_of(migrations.begin(), migrations.end(), [&](const Migration& migration) {
        return migration.source == place.source &&
               std::any_of(migration.statements.begin(), migration.statements.end(),
                           [&](const sql::Statement& statement) {
                               return statement.begin <= place.begin && place.begin < statement.end &&
                                      statement.traits.may_wait_long;
                           });
    });
}

std::string value_and_origin(const Timeout& timeout, const TimeLimit& limit, base::milliseconds of_try) {
    if (limit.is_ours) {
        const auto setting = fmt::format("({}, {}, {})", timeout.flag, timeout.variable, timeout.name);
        return of_try > 0ms && of_try < limit.value
                   ? fmt::format("{}, headstart's for this try; {} at most {}", base::format_duration(of_try),
                                 base::format_duration(limit.value), setting)
                   : fmt::format("{}, headstart's {}", base::format_duration(limit.value), setting);
    }
    if (limit.value > 0ms) {
        return fmt::format("{}, by {}", base::format_duration(limit.value), limit.set_by);
    }
    return "set by a function, or by a pooler: neither headstart nor role and database have one";
}

} // namespace

void explain_timeout(database::Refused& error, std::span<const Migration> migrations,
                     const TimeLimits& limits, base::milliseconds lock_timeout,
                     base::milliseconds concurrently_timeout) {
    const auto& problem = error.diagnostics().back();
    const auto is_told = [](const std::string& note) {
        return note.find(k_that_ended_it) != std::string::npos;
    };
    if (!problem.server || !problem.span ||
        std::any_of(problem.notes.begin(), problem.notes.end(), is_told)) {
        return;
    }
    const bool is_lock = problem.server->sqlstate == pg::sqlstate::lock_not_available;
    if (!is_lock && problem.server->sqlstate != pg::sqlstate::query_canceled) {
        return;
    }
    if (problem.message.find("user request") != std::string::npos) {
        error.add_note("somebody else ended the statement, as pg_cancel_backend() does");
        return;
    }
    if (is_lock && problem.message.find("lock timeout") == std::string::npos) {
        return; // NOWAIT
    }
    const auto& timeout = is_lock ? k_lock : k_statement;
    const auto in_file = set_in_file(migrations, *problem.span, timeout.name);
    const bool is_clearing_up =
        std::find(problem.notes.begin(), problem.notes.end(), k_while_clearing_up) != problem.notes.end();
    const bool is_long = is_lock && !is_clearing_up && may_wait_long(migrations, *problem.span);
    const auto origin = in_file   ? "the file's own, " + *in_file
                        : is_long ? value_and_origin(k_concurrently, {concurrently_timeout, true, {}}, 0ms)
                        : is_lock ? value_and_origin(timeout, limits.lock, lock_timeout)
                                  : value_and_origin(timeout, limits.statement, 0ms);
    error.add_note(fmt::format("{}{}{}", timeout.name, k_that_ended_it, origin));
}

} // namespace headstart::postgres
