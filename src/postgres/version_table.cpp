#include "postgres/version_table.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "pg/quote.hpp"
#include "postgres/statement_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace headstart::postgres {

using database::Standing;
using revision::VersionRowChange;

namespace {

[[noreturn]] void fail_without_schema(const std::string& schema) {
    throw diag::refusal(
        diag::code::bad_setting,
        fmt::format("the schema {} for the version table does not exist", pg::quote_identifier(schema)),
        fmt::format("create it first: CREATE SCHEMA {}", pg::quote_identifier(schema)));
}

/// Who has set it, by the server's word for that (manual, "pg_settings").
std::string_view culprit_of(std::string_view source) {
    return source == "client" || source == "session"
               ? "the database URL (schema, currentSchema, search_path or options) or PGOPTIONS"
           : source == "user" || source == "database user" ? "ALTER ROLE … SET search_path"
           : source == "database"                          ? "ALTER DATABASE … SET search_path"
                                                           : "the server's configuration";
}

/// The first name of a list as the server reads it, with its quotes; the role's own schema is none. Empty if
/// there is none.
std::string first_schema(std::string_view path) {
    std::string name;
    bool is_quoted = false;
    for (const char c : path) {
        is_quoted = is_quoted != (c == '"');
        if (c == ',' && !is_quoted) {
            if (base::trim(name) != "\"$user\"" && base::trim(name) != "$user") {
                break;
            }
            name.clear();
        } else {
            name += c;
        }
    }
    const auto first = base::trim(name);
    return first == "\"$user\"" || first == "$user" || first == "\"\"" ? "" : std::string(first);
}

[[noreturn]] void fail_without_path(pg::Connection& connection,
                                    const std::vector<pg::ServerSetting>& settings) {
    const auto found = connection.exec(pg::Command{"SELECT s.setting, s.source FROM pg_catalog.pg_settings s"
                                                   " WHERE s.name OPERATOR(pg_catalog.=) 'search_path'",
                                                   {}});
    std::string path(found.value(0, 0));
    std::string source(found.value(0, 1));
    for (const auto& [name, value] : settings) { // which held for the transaction alone
        if (name == "search_path") {
            path = value;
            source = "session";
        }
    }
    const auto schema = first_schema(path);
    throw diag::refusal(
        diag::code::bad_setting,
        "no schema of the search_path exists, so there is no place for the version table",
        fmt::format("{}correct the search_path, or name an existing schema: version_table_schema in "
                    "headstart.toml, HEADSTART_VERSION_TABLE_SCHEMA, or --version-table-schema",
                    schema.empty() ? "" : fmt::format("create it: CREATE SCHEMA {}; or ", schema)),
        {fmt::format("the search_path is {}; it comes from {}", path.empty() ? "empty" : path,
                     culprit_of(source))});
}

/// Bytes of a name (NAMEDATALEN - 1). The server cuts a longer one off, and then looks for what it has not
/// made.
constexpr std::size_t k_longest_name = 63;

/// What Alembic's varchar(32) holds.
constexpr std::size_t k_usual_width = 32;
/// What Alembic's users widen it to.
constexpr std::size_t k_wide_width = 255;

/// With quotes where SQL wants them of any name like it.
std::string as_typed(const std::string& name) {
    const bool is_plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
        !name.empty() && (name.front() < '0' || name.front() > '9');
    return is_plain ? name : pg::quote_identifier(name);
}

void require_short_name(std::string_view setting, const std::string& name) {
    if (name.size() > k_longest_name) {
        throw diag::refusal(diag::code::bad_setting,
                            fmt::format("{} has {} bytes, and a name in PostgreSQL at most {}", setting,
                                        name.size(), k_longest_name),
                            "choose a shorter name");
    }
}

/// How many characters the column takes, whatever domains its type is made of; NULL: any number.
constexpr std::string_view k_id_width =
    "(WITH RECURSIVE typed (type, modifier) AS (SELECT a.atttypid, a.atttypmod FROM pg_catalog.pg_attribute a"
    " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attname OPERATOR(pg_catalog.=) 'version_num'"
    " UNION ALL SELECT t.typbasetype, CASE WHEN typed.modifier OPERATOR(pg_catalog.=) -1 THEN t.typtypmod"
    " ELSE typed.modifier END FROM typed JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) typed.type"
    " WHERE t.typbasetype OPERATOR(pg_catalog.<>) 0)"
    " SELECT pg_catalog.min(CASE WHEN type OPERATOR(pg_catalog.=) 'pg_catalog.name'::pg_catalog.regtype::"
    "pg_catalog.oid THEN 63 WHEN type OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog.varchar'::"
    "pg_catalog.regtype::pg_catalog.oid, 'pg_catalog.bpchar'::pg_catalog.regtype::pg_catalog.oid])"
    " AND modifier OPERATOR(pg_catalog.>) 4 THEN modifier OPERATOR(pg_catalog.-) 4 END) FROM typed)";

} // namespace

std::string looks_like_version_table(std::string_view alias) {
    return fmt::format(
        "({0}.relkind OPERATOR(pg_catalog.=) 'r' AND"
        " ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a"
        " WHERE a.attrelid OPERATOR(pg_catalog.=) {0}.oid AND a.attnum OPERATOR(pg_catalog.>) 0"
        " AND NOT a.attisdropped) OPERATOR(pg_catalog.=)"
        " ARRAY['version_num']::pg_catalog.text[])",
        alias);
}

VersionTable::VersionTable(std::string schema, std::string name, TrustedNames trusted)
    : m_schema(std::move(schema))
    , m_name(std::move(name))
    , m_trusted(std::move(trusted)) {
    require_short_name("version_table", m_name);
    require_short_name("version_table_schema", m_schema);
}

std::string VersionTable::qualified() const {
    return m_schema.empty()
               ? pg::quote_identifier(m_name)
               : fmt::format("{}.{}", pg::quote_identifier(m_schema), pg::quote_identifier(m_name));
}

namespace {

/// What throws leaves no transaction open.
template<typename Work>
void leaving(pg::Connection& connection, const Work& work) {
    try {
        work();
    } catch (const diag::Error&) {
        connection.exec("ROLLBACK");
        throw;
    }
}

} // namespace

VersionTable::Look VersionTable::look(pg::Connection& connection,
                                      const std::vector<pg::ServerSetting>& settings,
                                      const std::string& journal, const std::vector<pg::Command>& question) {
    // Where the table is and what it is; then, in the same transaction, what is in it. What is not there is
    // not asked for: each refusal is an ERROR in the server's log, which frightens who starts for the first
    // time. A path may lead to a table elsewhere once it is known: hence the name by it at first.
    const auto wanted = m_schema.empty() ? pg::quote_identifier(m_name) : qualified();
    auto where = begin_reading(settings);
    where.push_back(
        {fmt::format(
             "SELECT n.nspname, coalesce((SELECT s.nspname FROM pg_catalog.pg_namespace s"
             " WHERE s.nspname OPERATOR(pg_catalog.=) $2), CASE WHEN $2 OPERATOR(pg_catalog.=) ''"
             " THEN pg_catalog.current_schema() END), pg_catalog.pg_backend_pid(),"
             " EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid"
             " AND i.indisunique AND i.indisvalid AND i.indnkeyatts OPERATOR(pg_catalog.=) 1), {},"
             " pg_catalog.to_regclass($3) IS NOT NULL, {}"
             " FROM (SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid) AS found"
             " LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) found.oid"
             " LEFT JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace",
             k_id_width, columns_for_reading()),
         {wanted, m_schema, journal}});
    constexpr int k_journal = 5; // columns
    constexpr int k_facts = 6;
    auto place = connection.try_pipeline(where);
    if (place.error) {
        if (!connection.is_idle()) {
            connection.exec("ROLLBACK");
        }
        throw place.error->error;
    }
    const auto found = std::move(place.results.back());
    const bool exists = !found.is_null(0, 0);
    if (exists && !is_named(m_trusted, found.value(0, 0), m_name)) {
        leaving(connection, [&] { require_trust(read_facts(found, 0, k_facts), Access::reading); });
    }
    auto commands = reading_in_peace(wanted, m_name, m_trusted,
                                     {fmt::format("SELECT version_num::pg_catalog.text FROM {}", wanted)});
    const auto rows_index = commands.size() - 1;
    const bool asks_journal = exists && found.is_true(0, k_journal);
    if (asks_journal) {
        commands.insert(commands.end(), question.begin(), question.end());
    }
    commands.push_back({"COMMIT"});
    const auto outcome = exists ? connection.try_pipeline(commands) : pg::PipelineOutcome{};
    if (!connection.is_idle()) {
        connection.exec("ROLLBACK");
    }
    const bool is_read = exists && (!outcome.error || outcome.error->index > rows_index);
    if (exists && !is_read && outcome.error->error.is(pg::sqlstate::division_by_zero)) {
        throw trust_lost(*this); // it was another one a moment ago
    }
    if (exists && !is_read && !outcome.error->error.is(pg::sqlstate::undefined_table)) {
        throw outcome.error->error;
    }
    if (!exists && found.is_null(0, 1)) {
        if (m_schema.empty()) {
            fail_without_path(connection, settings);
        }
        fail_without_schema(m_schema);
    }
    m_schema = found.value(0, exists ? 0 : 1);
    Look look{.standing = {}, .server_pid = std::string(found.value(0, 2)), .answer = {}, .refusal = {}};
    if (exists) {
        const auto facts = read_facts(found, 0, k_facts);
        look.standing.has_version_table = true;
        look.standing.has_key = found.is_true(0, 3);
        look.standing.table = fmt::format("{}.{}", as_typed(m_schema), as_typed(m_name));
        look.standing.id_width = found.is_null(0, 4) ? 0 : static_cast<std::size_t>(found.number(0, 4));
        look.standing.owner = facts.is_ours ? "" : facts.owner;
    }
    if (exists && is_read) {
        look.standing.rows = outcome.results.at(rows_index).column(0);
        if (outcome.error) {
            look.refusal = outcome.error->error;
        } else if (asks_journal && !question.empty()) {
            look.answer = std::move(outcome.results.at(commands.size() - 2));
        }
    }
    return look;
}

pg::Command VersionTable::create(std::size_t longest_id) const {
    // Alembic's name for it. Cut off it would be the table's own, or that of another long one: there the
    // server makes one up.
    constexpr std::string_view k_suffix = "_pkc";
    const auto constraint =
        m_name.size() + k_suffix.size() <= k_longest_name
            ? fmt::format("CONSTRAINT {} ", pg::quote_identifier(fmt::format("{}{}", m_name, k_suffix)))
            : "";
    return {fmt::format(
        "CREATE TABLE {} (version_num VARCHAR({}) NOT NULL, {}PRIMARY KEY (version_num))", qualified(),
        longest_id > k_usual_width ? std::max(longest_id, k_wide_width) : k_usual_width, constraint)};
}

pg::Command VersionTable::lock() const {
    return {fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", qualified())};
}

namespace {

/// Rows that a guard has in full: for whoever reads the script, and as short as a digest.
constexpr std::size_t k_most_listed = 16;

/// What this proves: as many rows are there, and all of them with commas between are what they are to be, but
/// for a collision of SHA-256. No id holds a comma (revision/folder_checks.hpp), so a text of that many rows
/// with one comma less is of those rows and of no others.
pg::Command check_digest(const std::string& table, const std::vector<std::string>& expected) {
    base::Sha256 digest;
    digest.add_bytes(base::join(expected, ","));
    return {
        fmt::format("SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN (SELECT pg_catalog.count(*)"
                    " OPERATOR(pg_catalog.=) $1::bigint AND pg_catalog.encode(pg_catalog.sha256("
                    "pg_catalog.convert_to(pg_catalog.string_agg(version_num::pg_catalog.text, ',' ORDER BY"
                    " version_num COLLATE pg_catalog.\"C\"), 'UTF8')), 'hex') OPERATOR(pg_catalog.=)"
                    " $2::pg_catalog.text FROM {}) THEN 1 ELSE 0 END)",
                    table),
        {std::to_string(expected.size()), base::to_hex(digest.finish())}};
}

} // namespace

std::string VersionTable::describe(const std::vector<std::string>& expected) {
    return expected.empty() ? "no row"
           : expected.size() <= k_most_listed
               ? base::join(expected, ", ")
               : fmt::format("the list of {} that it was made for", base::counted(expected.size(), "row"));
}

pg::Command VersionTable::check_rows(const std::vector<std::string>& expected) const {
    if (expected.size() > k_most_listed) {
        return check_digest(qualified(), expected);
    }
    // An array compared in C order, so that no collation of the database has a say; a division by zero is the
    // one way to fail that needs neither a function of ours nor PL/pgSQL.
    return {fmt::format("SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN ARRAY(SELECT version_num::pg_catalog.text"
                        " FROM {} ORDER BY version_num COLLATE pg_catalog.\"C\") OPERATOR(pg_catalog.=)"
                        " $1::pg_catalog.text[] THEN 1 ELSE 0 END)",
                        qualified()),
            {pg::to_array(expected)}};
}

std::string VersionTable::rows_found(std::string_view what, std::string_view expected) const {
    // Put together by hand, for a script has two of them for each migration.
    constexpr std::size_t k_around = 300; // bytes of what is the same for all
    std::string expression;
    expression.reserve(what.size() + expected.size() + k_around);
    expression.append("pg_catalog.concat(")
        .append(pg::quote_literal(std::string(what).append(": ").append(m_name).append(" holds ")))
        .append(", coalesce((SELECT pg_catalog.string_agg(version_num::pg_catalog.text, ', ' ORDER BY"
                " version_num COLLATE pg_catalog.\"C\") FROM ")
        .append(qualified())
        .append("), 'no row'), ")
        .append(pg::quote_literal(std::string(", where ").append(expected).append(" is expected")))
        .append(")");
    return expression;
}

pg::Command VersionTable::purge() const {
    return {fmt::format("DELETE FROM {}", qualified())};
}

pg::Command VersionTable::change(const VersionRowChange& change) const {
    if (change.kind == VersionRowChange::Kind::insert) {
        return {fmt::format("INSERT INTO {} (version_num) VALUES ($1)", qualified()), {change.to}};
    }
    // One row, no less and no more: a migration may have changed the table itself.
    const bool updates = change.kind == VersionRowChange::Kind::update;
    auto command =
        updates ? fmt::format("UPDATE {} SET version_num = $2 WHERE version_num OPERATOR(pg_catalog.=) $1",
                              qualified())
                : fmt::format("DELETE FROM {} WHERE version_num OPERATOR(pg_catalog.=) $1", qualified());
    command =
        fmt::format("WITH changed AS ({} RETURNING 1)"
                    " SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1"
                    " THEN 1 ELSE 0 END) FROM changed",
                    command);
    return {std::move(command), updates ? std::vector<pg::ParameterValue>{change.from, change.to}
                                        : std::vector<pg::ParameterValue>{change.from}};
}

} // namespace headstart::postgres
