#include "postgres/run_list.hpp"

#include "base/text.hpp"
#include "postgres/statement_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>

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

/// `offset`: of the statements that the command stands for.
[[noreturn]] void fail(const ListedCommand& listed, std::size_t offset, const pg::ServerError& error,
                       const Ledger& ledger, const CommandList& list) {
    if (listed.migration != nullptr && !listed.statements.empty()) {
        throw statement_failed(*listed.migration, listed.statements.begin + offset, error);
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

/// Before what a file says is recorded as done: a long one is read while it runs, and what was parsed and
/// hashed was another, perhaps.
void require_unchanged(const ListedCommand& listed) {
    const bool records = listed.purpose == Purpose::journal || listed.purpose == Purpose::progress;
    if (records && listed.migration != nullptr && !listed.migration->source->text.is_unchanged()) {
        throw file_changed(*listed.migration);
    }
}

/// Entries of a list, one behind the other.
using Entries = std::span<const ListedCommand>;

/// The commands of entries that the server takes in a pipeline.
class PipelinedEntries : public pg::CommandSource {
public:
    struct Place {
        const ListedCommand& listed;
        std::size_t offset;
    };

    explicit PipelinedEntries(Entries entries)
        : m_entries(entries) {
        std::transform_inclusive_scan(entries.begin(), entries.end(), std::back_inserter(m_ends),
                                      std::plus<>(), [](const ListedCommand& one) { return one.count(); });
    }

    [[nodiscard]] std::size_t size() const override { return m_ends.empty() ? 0 : m_ends.back(); }

    [[nodiscard]] pg::Command at(std::size_t index) const override {
        const auto place = place_of(index);
        require_unchanged(place.listed);
        return place.listed.command_at(place.offset);
    }

    [[nodiscard]] Place place_of(std::size_t index) const {
        const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), index);
        const auto& listed = m_entries[static_cast<std::size_t>(end - m_ends.begin())];
        return {listed, index - (*end - listed.count())};
    }

private:
    Entries m_entries;
    std::vector<std::size_t> m_ends; ///< behind the commands of each entry
};

bool speaks_copy_protocol(const ListedCommand& listed) {
    return listed.is_of_file() &&
           may_speak_copy_protocol(listed.migration->statements[listed.statements.begin]);
}

using Results = std::vector<pg::Result>;

void run_pipelined(pg::Connection& connection, const Ledger& ledger, const CommandList& list, Entries entries,
                   Results& results, const std::function<void(std::size_t)>& reached = {}) {
    const PipelinedEntries commands(entries);
    auto outcome = connection.try_pipeline(commands, reached);
    if (outcome.error) {
        const auto place = commands.place_of(outcome.error->index);
        fail(place.listed, place.offset, outcome.error->error, ledger, list);
    }
    std::move(outcome.results.begin(), outcome.results.end(), std::back_inserter(results));
}

pg::Result send_one(pg::Connection& connection, const ListedCommand& listed, std::size_t offset) {
    require_unchanged(listed);
    const auto command = listed.command_at(offset);
    if (!listed.is_of_file()) {
        return connection.exec(command);
    }
    const auto rows = listed.migration->statements[listed.statements.begin + offset].copy_data;
    return rows ? connection.copy_in(command, listed.migration->text_of(*rows)) : connection.exec(command);
}

void run_one_by_one(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                    const ListedCommand& listed, Results& results) {
    for (std::size_t offset = 0; offset < listed.count(); ++offset) {
        try {
            auto result = send_one(connection, listed, offset);
            if (!listed.is_of_file()) {
                results.push_back(std::move(result));
            }
        } catch (const pg::ServerError& error) {
            fail(listed, offset, error, ledger, list);
        } catch (const pg::ConnectionLost& lost) {
            if (!listed.is_of_file()) {
                throw;
            }
            throw connection_lost_in(lost, *listed.migration, listed.statements.begin + offset);
        }
    }
}

/// The first entries that can go in one flight.
Entries first_flight(const Ledger& ledger, Entries entries) {
    const auto end = ledger.is_careful ? entries.begin()
                                       : std::find_if(entries.begin(), entries.end(), speaks_copy_protocol);
    return entries.first(static_cast<std::size_t>(end - entries.begin()));
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

/// A statement of a list.
struct FailedStatement {
    std::size_t entry;
    std::size_t offset;
};

/// The server may have failed at sending its error, which quotes bytes that are none in UTF-8: what comes
/// then is that failure, and the error itself is known to its log alone. Which statement it was of, if so.
std::optional<FailedStatement> find_unsendable(const CommandList& list, const database::Refused& error) {
    const auto& problem = error.diagnostics().front();
    const bool is_of_encoding =
        problem.server && (problem.server->sqlstate == pg::sqlstate::character_not_in_repertoire ||
                           problem.server->sqlstate == pg::sqlstate::untranslatable_character);
    if (!is_of_encoding || !problem.span) {
        return std::nullopt;
    }
    for (std::size_t entry = 0; entry < list.size(); ++entry) {
        const auto& listed = list[entry];
        if (!listed.is_of_file() || listed.migration->source != problem.span->source) {
            continue;
        }
        for (auto i = listed.statements.begin; i < listed.statements.end; ++i) {
            const auto statement = listed.migration->statements[i];
            if (statement.begin <= problem.span->begin && problem.span->begin <= statement.end) {
                return FailedStatement{entry, i - listed.statements.begin};
            }
        }
    }
    return std::nullopt;
}

/// Runs the transaction once more, up to that statement alone and to be rolled back, with messages that the
/// server sends as they are. Throws the error that comes then; the first one was true where none does.
void tell_unsendable(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                     const FailedStatement& failed) {
    const auto at = list.begin() + static_cast<std::ptrdiff_t>(failed.entry);
    const auto committed =
        std::find_if(std::make_reverse_iterator(at), list.rend(), [](const ListedCommand& one) {
            return one.purpose == Purpose::commit && one.command.is_milestone;
        });
    const auto number = at->statements.begin + failed.offset;
    CommandList again(committed.base(), at);
    append(again, statement_commands(*at->migration, at->statements.begin, number));
    again.push_back(ListedCommand{{"SET LOCAL client_encoding = 'SQL_ASCII'"}});
    append(again, statement_commands(*at->migration, number, number + 1));
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
    Results results;
    for (Entries rest = list; !rest.empty();) {
        const auto flight = first_flight(ledger, rest);
        if (flight.size() > 1 || (flight.size() == 1 && flight.front().count() > 1)) {
            run_pipelined(connection, ledger, list, flight, results);
            rest = rest.subspan(flight.size());
        } else {
            run_one_by_one(connection, ledger, list, rest.front(), results);
            rest = rest.subspan(1);
        }
    }
    return results;
}

void run_transaction(pg::Connection& connection, const Ledger& ledger, const CommandList& list) {
    undoing(connection, ledger, list, [&] { run_list(connection, ledger, list); });
}

void run_flight(pg::Connection& connection, const Ledger& ledger, const CommandList& list,
                const std::function<void()>& committed) {
    undoing(connection, ledger, list, [&] {
        Results results;
        run_pipelined(connection, ledger, list, list, results, [&](std::size_t /*index*/) { committed(); });
    });
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
