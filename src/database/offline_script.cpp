#include "database/offline_script.hpp"

#include "base/text.hpp"
#include "database/interrupted.hpp"
#include "pg/quote.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::database {

using sql::TransactionUse;

namespace {

/// Nothing is said about tables that are there.
constexpr std::string_view k_no_notices = "SET LOCAL client_min_messages = warning";

std::string literal(const pg::ParameterValue& value) {
    return value ? pg::quote_literal(*value) : "NULL";
}

std::vector<std::string> literals(const pg::Command& command) {
    std::vector<std::string> texts;
    std::transform(command.parameters.begin(), command.parameters.end(), std::back_inserter(texts), literal);
    return texts;
}

std::string running_line(const Migration& migration) {
    return fmt::format("Running {} {}", migration.is_up() ? "upgrade" : "downgrade",
                       revision::step_arrow(migration.step));
}

/// The statement with its semicolon, which a comment at its end must not swallow.
std::string terminated(std::string_view statement) {
    const auto last_line = statement.substr(statement.rfind('\n') + 1); // npos + 1 is 0
    return fmt::format("{}{};", statement, last_line.find("--") == std::string_view::npos ? "" : "\n");
}

pg::Command if_missing(pg::Command command) {
    constexpr std::string_view k_create = "CREATE TABLE ";
    command.sql.insert(k_create.size(), "IF NOT EXISTS ");
    return command;
}

} // namespace

OfflineScript::OfflineScript(const std::string& schema, const std::string& version_table,
                             std::chrono::milliseconds lock_timeout)
    : m_version_table(schema, version_table)
    , m_journal(schema, "offline script") // the same script wherever it was made
    , m_lock_timeout(lock_timeout) {}

void OfflineScript::add(std::string_view sql) {
    m_text.append(sql).append(";\n\n");
}

void OfflineScript::add(const pg::Command& command) {
    add(pg::replace_parameters(command.sql, literals(command)));
}

void OfflineScript::add(const std::vector<pg::Command>& commands) {
    for (const auto& command : commands) {
        add(command);
    }
}

void OfflineScript::add(const Migration& migration, const sql::Statement& statement) {
    if (!statement.copy_data) {
        m_text.append(terminated(migration.text_of(statement))).append("\n\n");
        return;
    }
    const auto& copy = *statement.copy_data;
    const auto data = std::string_view(migration.source->text).substr(copy.begin, copy.end - copy.begin);
    // The end of data must end as its lines do: the server refuses a mixture.
    const std::string_view line_end = data.ends_with("\r\n") ? "\r\n" : "\n";
    m_text.append(terminated(migration.text_of(statement))).append(line_end);
    m_text.append(data).append("\\.").append(line_end).append("\n");
}

void OfflineScript::add_comment(std::string_view text) {
    std::string line(text);
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    m_text += fmt::format("-- {}\n\n", line);
}

void OfflineScript::add_check(const std::vector<std::string>& rows) {
    add_comment(fmt::format("\"division by zero\" here means that {} does not hold exactly: {}",
                            m_version_table.name(), rows.empty() ? "no row" : base::join(rows, ", ")));
    add(m_version_table.check_rows(rows));
}

void OfflineScript::ensure_tables() {
    add("BEGIN");
    add(k_no_notices);
    add(if_missing(m_version_table.create()));
    add(if_missing(m_journal.create()));
    add("COMMIT");
}

void OfflineScript::create_tables(const std::vector<std::string>& rows) {
    add("BEGIN");
    add(k_no_notices);
    if (rows.empty()) {
        add(if_missing(m_version_table.create()));
    }
    // Before the journal is made: a database that stands elsewhere is left as it is.
    add_check(rows);
    add(if_missing(m_journal.create()));
    add("COMMIT");
}

void OfflineScript::add_transaction(std::span<const Migration> migrations) {
    add("BEGIN");
    for (const auto& migration : migrations) {
        add_comment(running_line(migration));
        add(set_lock_timeout(m_lock_timeout, SettingScope::transaction));
        add_check(migration.step.rows_before);
        for (const auto& statement : migration.statements) {
            add(migration, statement);
        }
        add(reset_session());
        for (const auto& change : migration.step.row_changes) {
            add(m_version_table.change(change));
        }
        add(m_journal.record_done(migration));
    }
    add("COMMIT");
}

/// Offline nobody can remember the id that the INSERT returned.
std::string OfflineScript::newest_journal_id(const Migration& migration) const {
    return fmt::format("(SELECT max(id) FROM {} WHERE revision = {} AND direction = {})",
                       m_journal.qualified(), pg::quote_literal(migration.revision().id),
                       pg::quote_literal(migration.direction()));
}

std::string OfflineScript::progress(const Migration& migration, const Unit& unit) const {
    const auto command = m_journal.progress("", {unit.begin, unit.end});
    auto expressions = literals(command);
    expressions.front() = newest_journal_id(migration);
    return pg::replace_parameters(command.sql, expressions);
}

std::string OfflineScript::attempt(const Migration& migration, const sql::Effect& effect) const {
    const auto look = look_before(effect);
    return pg::replace_parameters(m_journal.attempt("", "").sql,
                                  {newest_journal_id(migration),
                                   fmt::format("({})", pg::replace_parameters(look.sql, literals(look)))});
}

void OfflineScript::add_unit(const Migration& migration, const Unit& unit) {
    const auto& first = migration.statements[unit.begin].traits;
    const auto& last = migration.statements[unit.end - 1].traits;
    const auto add_statements = [&](std::size_t begin, std::size_t end) {
        for (auto i = begin; i < end; ++i) {
            add(migration, migration.statements[i]);
        }
    };
    if (unit.end - unit.begin > 1 && last.commits) {
        add_statements(unit.begin, unit.end - 1);
        add(progress(migration, unit));
        add_statements(unit.end - 1, unit.end);
    } else if (first.transaction_use == TransactionUse::allowed) {
        add("BEGIN");
        add_statements(unit.begin, unit.end);
        add(progress(migration, unit));
        add("COMMIT");
    } else {
        add(attempt(migration, last.effect));
        add_statements(unit.begin, unit.end);
        add(progress(migration, unit));
    }
}

void OfflineScript::add_stepwise(const Migration& migration) {
    add_comment(running_line(migration) + ", outside a transaction");
    add("BEGIN");
    add_check(migration.step.rows_before);
    add(m_journal.begin(migration));
    add("COMMIT");
    for (std::size_t done = 0; done < migration.statements.size();) {
        const auto unit = unit_at(migration.statements, done);
        add_unit(migration, unit);
        done = unit.end;
    }
    add("BEGIN");
    add(reset_session());
    add_check(migration.step.rows_before);
    for (const auto& change : migration.step.row_changes) {
        add(m_version_table.change(change));
    }
    const auto finish = m_journal.finish("");
    add(pg::replace_parameters(finish.sql, {newest_journal_id(migration)}));
    add("COMMIT");
}

void OfflineScript::add_stamps(std::span<const Stamp> stamps) {
    add("BEGIN");
    for (const auto& stamp : stamps) {
        add_comment(revision::stamp_line(stamp.step));
        add_check(stamp.step.rows_before);
        for (const auto& change : stamp.step.row_changes) {
            add(m_version_table.change(change));
        }
        add(m_journal.record_stamp(stamp));
    }
    add("COMMIT");
}

} // namespace headstart::database
