#include "postgres/offline_script.hpp"

#include "base/printable.hpp"
#include "pg/quote.hpp"
#include "postgres/unit_commands.hpp"

namespace headstart::postgres {

namespace {

/// Bytes of text that are written at once.
constexpr std::size_t k_much = std::size_t{256} << 10U;

/// Nothing is said about tables that are there.
constexpr std::string_view k_no_notices = "SET LOCAL client_min_messages = warning";

std::vector<pg::ServerSetting> settings_of(const database::SessionOptions& options) {
    std::vector<pg::ServerSetting> settings{utf8_setting()}; // psql's is the locale's, or the database's
    append_timeouts(settings, options.lock_timeout, options.statement_timeout);
    return settings;
}

/// The end of a statement with its semicolon, which a comment at its end must not swallow.
std::string_view end_of(std::string_view statement) {
    const auto last_line = statement.substr(statement.rfind('\n') + 1); // npos + 1 is 0
    return last_line.find("--") == std::string_view::npos ? ";" : "\n;";
}

/// `$headstart$`, or a tag that the text does not hold.
std::string tag_for(std::string_view text) {
    std::string tag = "$headstart$";
    while (text.find(tag) != std::string::npos) {
        tag.insert(tag.size() - 1, "_");
    }
    return tag;
}

bool returns_rows(std::string_view sql) {
    return sql.starts_with("SELECT ") || sql.starts_with("WITH ") ||
           (sql.starts_with("INSERT ") && sql.find(" RETURNING ") != std::string_view::npos);
}

/// As most are: SET, RESET, LOCK, COMMIT.
bool is_as_it_stands(const pg::Command& command) {
    return command.parameters.empty() && !returns_rows(command.sql);
}

/// psql prints what a query returns: PL/pgSQL takes it, and has words for a division by zero. On one line, as
/// all else that is ours.
std::string without_rows(std::string_view sql, std::string_view sentence) {
    constexpr std::size_t k_around = 200; // bytes of what is ours
    std::string block;
    block.reserve(sql.size() + sentence.size() + k_around);
    block.append(" DECLARE answer pg_catalog.record; BEGIN ").append(sql).append(" INTO answer;");
    if (!sentence.empty()) {
        block.append(" EXCEPTION WHEN division_by_zero THEN RAISE EXCEPTION USING MESSAGE = ");
        block.append(sentence).append(";");
    }
    block += " END ";
    const auto tag = tag_for(block);
    return std::string("DO ").append(tag).append(block).append(tag);
}

pg::Command if_missing(pg::Command command) {
    constexpr std::string_view k_create = "CREATE TABLE ";
    command.sql.insert(k_create.size(), "IF NOT EXISTS ");
    return command;
}

} // namespace

PsqlScript::PsqlScript(const database::SessionOptions& options, Writer write)
    : m_version_table(options.version_table_schema, options.version_table, options.trusted_relations)
    // the same script wherever it was made
    , m_journal(options.version_table_schema, options.version_table, "offline script")
    , m_longest_id(options.longest_id)
    , m_ledger{m_version_table, m_journal, settings_of(options), options.trusted_relations}
    , m_write(std::move(write)) {
    m_ledger.concurrently_timeout = options.concurrently_timeout;
    m_journal.belongs_to_others(true); // who knows, where it is run
    add_comment("Run with: psql -X -q -v ON_ERROR_STOP=1 -f FILE");
    add(settings_commands({utf8_setting()}, pg::SettingScope::session));
}

void PsqlScript::add(std::string_view sql) {
    m_text.append(sql).append(";\n\n");
}

void PsqlScript::add(const CommandList& list) {
    for (const auto& listed : list) {
        add(listed);
        write_if_much();
    }
}

void PsqlScript::write_if_much() {
    if (m_text.size() >= k_much) {
        finish();
    }
}

void PsqlScript::finish() {
    m_write(m_text);
    m_text.clear();
}

void PsqlScript::add(const ListedCommand& listed) {
    for (const auto& note : listed.notes) {
        add_comment(note);
    }
    if (listed.is_of_file()) {
        for (auto i = listed.statements.begin; i < listed.statements.end; ++i) {
            add_statement(*listed.migration, listed.migration->statements[i]);
        }
        return;
    }
    if (listed.purpose == Purpose::trust) {
        add(text_of_trust(listed));
    } else if (is_as_it_stands(listed.command)) {
        add(listed.command.sql);
    } else {
        add(text_of(listed));
    }
}

const std::string& PsqlScript::text_of_trust(const ListedCommand& listed) {
    const bool is_same = m_last_trust.command.sql == listed.command.sql &&
                         m_last_trust.command.parameters == listed.command.parameters &&
                         m_last_trust.sentence == listed.sentence;
    if (!is_same) {
        m_last_trust = listed;
        m_last_trust_text = text_of(listed);
    }
    return m_last_trust_text;
}

std::string PsqlScript::text_of(const ListedCommand& listed) const {
    auto expressions = pg::literals(listed.command.parameters);
    if (listed.takes_journal_id) { // offline nobody can remember the id that the INSERT returned
        expressions.front() = m_journal.newest_id(*listed.migration);
    }
    // What takes no parameters is as it is: its strings may hold what looks like one.
    const auto sql =
        expressions.empty() ? listed.command.sql : pg::replace_parameters(listed.command.sql, expressions);
    return returns_rows(listed.command.sql) ? without_rows(sql, listed.sentence) : sql;
}

void PsqlScript::add_statement(const Migration& migration, const sql::Statement& statement) {
    const auto text = migration.text_of(statement);
    if (!statement.copy_data) {
        m_text.append(text).append(end_of(text)).append("\n\n");
        write_if_much();
        return;
    }
    const auto data = migration.text_of(*statement.copy_data);
    // The end of data must end as its lines do: the server refuses a mixture.
    const std::string_view line_end = data.ends_with("\r\n") ? "\r\n" : "\n";
    m_text.append(text).append(end_of(text)).append(line_end);
    finish(); // the rows may be most of the file
    m_write(data);
    m_text.append("\\.").append(line_end).append("\n");
}

void PsqlScript::add_comment(std::string_view text) {
    m_text.append("-- ").append(base::printable(text, " ")).append("\n\n");
}

void PsqlScript::ensure_tables() {
    add("BEGIN");
    add(k_no_notices);
    add(if_missing(m_version_table.create(m_longest_id)).sql);
    add(if_missing(m_journal.create()).sql);
    add("COMMIT");
}

void PsqlScript::create_tables(const std::vector<std::string>& rows) {
    add("BEGIN");
    add(k_no_notices);
    if (rows.empty()) {
        add(if_missing(m_version_table.create(m_longest_id)).sql);
    }
    // Before the journal is made: a database that stands elsewhere is left as it is.
    add(take_version_table(m_ledger));
    add(rows_as_planned(m_ledger, rows));
    add(if_missing(m_journal.create()).sql);
    add(m_journal.add_missing_columns().sql);
    add("COMMIT");
}

void PsqlScript::require_nothing_half_done() {
    add("BEGIN");
    add(nothing_half_done(m_ledger));
    add("COMMIT");
}

void PsqlScript::add_transaction(std::span<const Migration> migrations) {
    if (!m_frame) {
        m_frame = frame_of(m_ledger);
    }
    add(transaction_commands(m_ledger, *m_frame, migrations));
}

void PsqlScript::add_stepwise(const Migration& migration) {
    add(opening_commands(m_ledger, migration));
    add(session_commands(m_ledger));
    for (std::size_t done = 0; done < migration.statements.size();) {
        const auto unit = unit_at(migration, done);
        const auto commands = unit_commands(m_ledger, migration, unit);
        add(commands.attempt);
        add(commands.run);
        add(commands.settle);
        done = unit.end;
    }
    add(closing_commands(m_ledger, migration));
}

void PsqlScript::add_stamps(std::span<const Stamp> stamps) {
    add(stamp_commands(m_ledger, stamps, false, {}));
}

} // namespace headstart::postgres
