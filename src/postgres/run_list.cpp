#include "postgres/run_list.hpp"

#include "base/text.hpp"
#include "postgres/statement_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace headstart::postgres {

namespace {

/// Deferred constraints are checked at COMMIT: a failure there belongs to no statement, but to these
/// revisions.
std::string describe_commit(const CommandList& list) {
    std::vector<std::string> ids;
    for (const auto& listed : list) {
        if (listed.migration != nullptr && (ids.empty() || ids.back() != listed.migration->revision().id)) {
            ids.push_back(listed.migration->revision().id);
        }
    }
    return fmt::format("committing revision{} {}", ids.size() == 1 ? "" : "s", base::join(ids, ", "));
}

std::string describe(const ListedCommand& listed, const CommandList& list) {
    if (std::none_of(list.begin(), list.end(), [](const auto& one) { return one.migration != nullptr; })) {
        return database::describe({database::Work::Kind::stamping});
    }
    if (listed.purpose == Purpose::commit) {
        return listed.migration != nullptr
                   ? fmt::format("committing revision {}", listed.migration->revision().id)
                   : describe_commit(list);
    }
    return listed.migration != nullptr ? database::describe(work_of(*listed.migration))
                                       : "beginning the transaction";
}

/// A look at the version table or the journal, or a write to them.
bool is_of_ours(Purpose purpose) {
    return purpose != Purpose::statement && purpose != Purpose::commit;
}

[[noreturn]] void fail(const ListedCommand& listed, const pg::ServerError& error, const Ledger& ledger,
                       const CommandList& list) {
    if (listed.migration != nullptr && listed.statement) {
        throw statement_failed(*listed.migration, listed.migration->statements[*listed.statement], error);
    }
    if (error.is(pg::sqlstate::division_by_zero)) {
        switch (listed.purpose) {
        case Purpose::trust:
            throw trust_lost(ledger.version_table);
        case Purpose::rows_as_planned:
            throw plan_outdated(listed.migration, ledger.version_table, "");
        case Purpose::rows_left_in_peace:
            throw rows_disturbed(listed.migration, ledger.version_table);
        case Purpose::encoding:
            throw encoding_changed(*listed.migration);
        case Purpose::progress:
            throw plan_outdated(
                listed.migration, ledger.version_table,
                "another session has gone on with this revision, or changed the version rows");
        default:
            break;
        }
    }
    if (listed.migration != nullptr && is_of_ours(listed.purpose) &&
        (error.is(pg::sqlstate::undefined_table) || error.is(pg::sqlstate::undefined_schema))) {
        throw tables_moved(*listed.migration, ledger.version_table, error);
    }
    throw server_failed(error, describe(listed, list));
}

bool speaks_copy_protocol(const ListedCommand& listed) {
    const auto* const statement = listed.file_statement();
    return statement != nullptr && (statement->copy_data || statement->traits.uses_copy_protocol ||
                                    statement->traits.transaction_use == sql::TransactionUse::unknown);
}

std::vector<pg::Result> run_pipelined(pg::Connection& connection, const Ledger& ledger,
                                      const CommandList& list,
                                      const std::function<void(std::size_t)>& reached = {}) {
    std::vector<pg::Command> commands;
    commands.reserve(list.size());
    std::transform(list.begin(), list.end(), std::back_inserter(commands),
                   [](const ListedCommand& listed) { return listed.command; });
    auto outcome = connection.try_pipeline(commands, reached);
    if (outcome.error) {
        fail(list[outcome.error->index], outcome.error->error, ledger, list);
    }
    return std::move(outcome.results);
}

std::vector<pg::Result> run_one_by_one(pg::Connection& connection, const Ledger& ledger,
                                       const CommandList& list) {
    std::vector<pg::Result> results;
    results.reserve(list.size());
    for (const auto& listed : list) {
        try {
            const auto* const statement = listed.file_statement();
            results.push_back(
                statement != nullptr && statement->copy_data
                    ? connection.copy_in(listed.command, listed.migration->text_of(*statement->copy_data))
                    : connection.exec(listed.command));
        } catch (const pg::ServerError& error) {
            fail(listed, error, ledger, list);
        } catch (const pg::ConnectionLost& lost) {
            if (listed.file_statement() == nullptr) {
                throw;
            }
            throw connection_lost_in(lost, *listed.migration, *listed.statement);
        }
    }
    return results;
}

/// A transaction that may be run again in this session: its tables are gone with it, but what it prepared and
/// the advisory locks that it took are not.
void empty_again(pg::Connection& connection, const Ledger& ledger) {
    if (!connection.is_open() || ledger.shares_session) {
        return;
    }
    try {
        run_list(connection, ledger, empty_session(ledger));
        // NOLINTNEXTLINE(bugprone-empty-catch): of two errors the first one counts, and this session is new
    } catch (const pg::ConnectionLost&) {
    }
}

/// The server may have failed at sending its error, which quotes bytes that are none in UTF-8: what comes
/// then is that failure, and the error itself is known to its log alone. Which statement it was of, if so.
std::optional<std::size_t> find_unsendable(const CommandList& list, const database::Refused& error) {
    const auto& problem = error.diagnostics().front();
    const bool is_of_encoding =
        problem.server && (problem.server->sqlstate == pg::sqlstate::character_not_in_repertoire ||
                           problem.server->sqlstate == pg::sqlstate::untranslatable_character);
    if (!is_of_encoding || !problem.span) {
        return std::nullopt;
    }
    const auto found = std::find_if(list.begin(), list.end(), [&](const ListedCommand& listed) {
        const auto* const statement = listed.file_statement();
        return statement != nullptr && listed.migration->source == problem.span->source &&
               statement->begin <= problem.span->begin && problem.span->begin <= statement->end;
    });
    return found == list.end() ? std::nullopt : std::optional<std::size_t>(found - list.begin());
}

/// Runs the transaction once more, up to that statement alone and to be rolled back, with messages that the
/// server sends as they are. Throws the error that comes then; the first one was true where none does.
void tell_unsendable(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                     std::size_t failed) {
    const auto at = list.begin() + static_cast<std::ptrdiff_t>(failed);
    const auto committed =
        std::find_if(std::make_reverse_iterator(at), list.rend(), [](const ListedCommand& one) {
            return one.purpose == Purpose::commit && one.command.is_milestone;
        });
    CommandList again(committed.base(), at);
    again.push_back(ListedCommand{{"SET LOCAL client_encoding = 'SQL_ASCII'"}});
    again.push_back(*at);
    try {
        run_list(connection, ledger, again);
    } catch (const database::Refused&) {
        roll_back(connection);
        empty_again(connection, ledger);
        throw;
    }
    roll_back(connection);
    empty_again(connection, ledger);
}

/// Where the list is refused, nothing is left of the transaction that was under way.
void undoing(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
             const std::function<void()>& run) {
    try {
        run();
    } catch (const database::Refused& error) {
        roll_back(connection);
        empty_again(connection, ledger);
        if (const auto failed = find_unsendable(list, error)) {
            tell_unsendable(connection, ledger, list, *failed);
        }
        throw;
    } catch (const diag::Error&) {
        roll_back(connection);
        empty_again(connection, ledger);
        throw;
    }
}

} // namespace

std::vector<pg::Result> run_list(pg::Connection& connection, const Ledger& ledger, const CommandList& list) {
    const bool is_flight =
        list.size() > 1 && !ledger.is_careful && std::none_of(list.begin(), list.end(), speaks_copy_protocol);
    return is_flight ? run_pipelined(connection, ledger, list) : run_one_by_one(connection, ledger, list);
}

void run_transaction(pg::Connection& connection, const Ledger& ledger, const CommandList& list) {
    undoing(connection, ledger, list, [&] { run_list(connection, ledger, list); });
}

void run_flight(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                const std::function<void()>& committed) {
    undoing(connection, ledger, list,
            [&] { run_pipelined(connection, ledger, list, [&](std::size_t /*index*/) { committed(); }); });
}

pg::Result ask_journal(pg::Connection& connection, const Ledger& ledger, const pg::Command& question) {
    const auto commands =
        question_in_peace(ledger.journal.qualified(), Journal::k_name, ledger.trusted, question);
    auto outcome = connection.try_pipeline(commands);
    if (!outcome.error) {
        return std::move(outcome.results.at(commands.size() - 2));
    }
    roll_back(connection);
    if (outcome.error->error.is(pg::sqlstate::division_by_zero)) {
        throw trust_lost(ledger.version_table);
    }
    throw outcome.error->error;
}

void roll_back(pg::Connection& connection) {
    try {
        if (!connection.is_idle()) {
            connection.exec("ROLLBACK");
        }
        // NOLINTNEXTLINE(bugprone-empty-catch): the server rolls back what it has lost the client of
    } catch (const pg::ConnectionLost&) {
    }
}

} // namespace headstart::postgres
