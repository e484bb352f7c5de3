#include "postgres/leftovers.hpp"
#include "postgres/other_histories.hpp"
#include "postgres/other_rows.hpp"
#include "postgres/session.hpp"
#include "postgres/statement_error.hpp"

#include <algorithm>
#include <iterator>

/// What of a session only looks, beside where the database stands.
namespace headstart::postgres {

std::vector<Ancestry> PostgresSession::read_ancestry() {
    const auto answer = ask_journal(journal().ancestry());
    return answer ? Journal::read_ancestry(*answer) : std::vector<Ancestry>{};
}

std::vector<std::string> PostgresSession::list_tables() {
    std::vector<std::string> names;
    guard({Work::Kind::looking_for_tables}, [&] {
        names =
            m_connection
                .exec(
                    {"SELECT c.relname FROM pg_catalog.pg_class c"
                     " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
                     " WHERE n.nspname OPERATOR(pg_catalog.=) $1 AND c.relkind OPERATOR(pg_catalog.=)"
                     " ANY (ARRAY['r', 'p']::pg_catalog.\"char\"[]) AND c.relname OPERATOR(pg_catalog.<>) $2"
                     " AND c.relname OPERATOR(pg_catalog.<>) 'headstart_journal' AND NOT " +
                         looks_like_version_table("c") +
                         " "
                         " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid"
                         " OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid"
                         " AND d.objid OPERATOR(pg_catalog.=) c.oid AND d.deptype OPERATOR(pg_catalog.=) 'e')"
                         " ORDER BY c.relname LIMIT 5",
                     {m_version_table.schema(), m_version_table.name()}})
                .column(0);
    });
    return names;
}

std::vector<database::OtherHistory> PostgresSession::find_other_histories() {
    std::vector<database::OtherHistory> histories;
    guard({Work::Kind::looking_for_tables},
          [&] { histories = read_histories(m_connection.exec(look_for_histories(m_version_table))); });
    return histories;
}

std::vector<database::OtherRow> PostgresSession::read_other_history(const database::OtherHistory& history) {
    std::vector<database::OtherRow> rows;
    guard({Work::Kind::reading_other_history}, [&] {
        rows = read_other_rows(ask_other_history(m_connection, history, m_options.trusted_relations));
    });
    return rows;
}

std::vector<database::OwnTable> PostgresSession::own_tables() const {
    return {{m_version_table.schema(), m_version_table.name()},
            {m_version_table.schema(), std::string(Journal::k_name)}};
}

std::vector<database::NeighbourRevision> PostgresSession::read_neighbours() {
    const auto answer = ask_journal(journal().neighbours());
    return answer ? Journal::read_neighbours(*answer) : std::vector<database::NeighbourRevision>{};
}

database::OpenDoors PostgresSession::find_open_doors() {
    database::OpenDoors open;
    guard({Work::Kind::looking_at_schema}, [&] {
        const auto creators = m_connection.exec(other_creators(m_version_table.schema()));
        if (creators.row_count() > 0) {
            open.schema = {std::string(creators.value(0, 0)), creators.column(1)};
        }
        const auto writers =
            m_connection.exec(other_writers({m_version_table.qualified(), journal().qualified()}));
        for (int row = 0; row < writers.row_count(); ++row) {
            open.tables.push_back(
                {std::string(writers.value(row, 0)), pg::from_array(writers.value(row, 1))});
        }
    });
    return open;
}

std::vector<database::Leftover> PostgresSession::find_leftovers() {
    std::vector<database::Leftover> leftovers;
    guard({Work::Kind::looking_at_schema},
          [&] { leftovers = read_leftovers(m_connection.exec(look_for_leftovers())); });
    return leftovers;
}

std::vector<std::optional<sql::SyntaxError>>
PostgresSession::find_syntax_errors(const std::vector<sql::ParseOnly>& statements) {
    std::vector<std::string> texts;
    for (const auto& statement : statements) {
        texts.push_back(statement.sql);
    }
    std::vector<std::optional<sql::SyntaxError>> errors;
    guard({Work::Kind::checking_syntax}, [&] {
        const auto answers = m_connection.parse(texts);
        errors.clear();
        std::transform(answers.begin(), answers.end(), statements.begin(), std::back_inserter(errors),
                       as_syntax_error);
    });
    return errors;
}

bool PostgresSession::may_read_journal() {
    bool may_read = false;
    guard({Work::Kind::reading_journal},
          [&] { may_read = m_connection.exec(journal().may_read()).is_true(0, 0); });
    return may_read;
}

std::vector<Recorded> PostgresSession::read_recorded() {
    const auto answer = ask_journal(journal().recorded());
    return answer ? Journal::read_recorded(*answer) : std::vector<Recorded>{};
}

std::optional<std::vector<database::JournalRow>> PostgresSession::read_journal(std::size_t most) {
    const auto answer = ask_journal(journal().rows(most));
    return answer ? std::optional(Journal::read_rows(*answer)) : std::nullopt;
}

std::vector<database::JournalRow> PostgresSession::read_newest_rows() {
    const auto answer = ask_journal(journal().newest_rows());
    return answer ? Journal::read_rows(*answer) : std::vector<database::JournalRow>{};
}

bool PostgresSession::has_crashed_within(base::milliseconds span) {
    // Crash recovery begins the statistics anew, and nothing else does but somebody who asks for it
    // (pgstat_reset_after_failure() in the server's pgstat.c). Its start time tells nothing: the postmaster
    // outlives the crash of a session.
    bool has_crashed = false;
    guard({Work::Kind::looking_for_crash}, [&] {
        has_crashed =
            m_connection
                .exec({"SELECT stats_reset OPERATOR(pg_catalog.>) (pg_catalog.clock_timestamp()"
                       " OPERATOR(pg_catalog.-) ($1::float8 OPERATOR(pg_catalog.*) '1 ms'::interval))"
                       " FROM pg_catalog.pg_stat_bgwriter",
                       {std::to_string(span.count())}})
                .is_true(0, 0);
    });
    return has_crashed;
}

} // namespace headstart::postgres
