#include "prove/scratch_database.hpp"

#include "base/wait.hpp"
#include "catalogue/for_server.hpp"
#include "diag/codes.hpp"
#include "pg/quote.hpp"
#include "pg/wait_for_server.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <random>

namespace headstart::prove {

namespace {

constexpr std::string_view k_prefix = "headstart_scratch_";

std::int64_t seconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// Since when it is there, and a number that no other run has drawn.
std::string scratch_name() {
    return fmt::format("{}{}_{:08x}", k_prefix, seconds_now(), std::random_device()());
}

/// Encoding, provider and locale as the database has them that the server was named by.
constexpr std::string_view k_create = R"(
SELECT pg_catalog.concat(
    pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', $1::pg_catalog.text,
                      pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype),
    (SELECT pg_catalog.concat(' LOCALE_PROVIDER ', p.name, pg_catalog.format(' ' || p.option || ' %L', p.locale)) --15+
     FROM (VALUES ('c', 'libc', NULL, NULL), --15+
                  ('i', 'icu', 'ICU_LOCALE', {0}), --15+
                  ('b', 'builtin', 'BUILTIN_LOCALE', {0})) p(letter, name, option, locale) --15+
     WHERE p.letter OPERATOR(pg_catalog.=) d.datlocprovider::pg_catalog.text), --15+
    CASE WHEN d.daticurules IS NOT NULL THEN pg_catalog.format(' ICU_RULES %L', d.daticurules) END, --16+
    NULL)
FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())";

constexpr int k_locale_renamed = 17;

std::string create_query(const pg::Connection& connection) {
    const auto major = connection.server_version() / 10000;
    auto query = catalogue::for_server(k_create, major);
    const std::string column = major >= k_locale_renamed ? "d.datlocale" : "d.daticulocale";
    for (auto at = query.find("{0}"); at != std::string::npos; at = query.find("{0}")) {
        query.replace(at, 3, column);
    }
    return query;
}

/// The server drops no database that holds a subscription, nor one with its slot without connecting.
constexpr std::string_view k_drop_subscriptions = R"(
SELECT pg_catalog.format(w.command, s.subname)
FROM pg_catalog.pg_subscription s
JOIN pg_catalog.pg_database d ON d.oid OPERATOR(pg_catalog.=) s.subdbid
CROSS JOIN (VALUES (1, 'ALTER SUBSCRIPTION %I DISABLE'), (2, 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'),
                   (3, 'DROP SUBSCRIPTION %I')) w(place, command)
WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
ORDER BY 1)";

/// Those of all runs that nobody is connected to.
constexpr std::string_view k_idle = R"(
SELECT d.datname FROM pg_catalog.pg_database d
WHERE pg_catalog.starts_with(d.datname::pg_catalog.text, 'headstart_scratch_')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid OPERATOR(pg_catalog.=) d.oid))";

/// No run lasts longer.
constexpr std::int64_t k_lasts_seconds = 3600;

bool is_left_behind(std::string_view name) {
    const auto digits = name.substr(k_prefix.size(), name.find('_', k_prefix.size()) - k_prefix.size());
    std::int64_t begun = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), begun);
    return error == std::errc() && end == digits.data() + digits.size() &&
           seconds_now() - begun > k_lasts_seconds;
}

/// What a run that was killed has not dropped. One that goes meanwhile, or is somebody else's, is left alone.
void clear_away(pg::Connection& connection) {
    for (const auto& name : connection.exec(std::string(k_idle)).column(0)) {
        if (is_left_behind(name)) {
            try {
                connection.exec(fmt::format("DROP DATABASE IF EXISTS {}", pg::quote_identifier(name)));
            } catch (const pg::ServerError&) { // NOLINT(bugprone-empty-catch): the next run may
            }
        }
    }
}

constexpr std::string_view k_others = R"(
SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity a
WHERE a.datname OPERATOR(pg_catalog.=) $1 AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid())";

/// How long a session may take that ends. Before a database is dropped, it is ended then.
constexpr base::milliseconds k_time_to_leave{5000};
constexpr base::milliseconds k_time_until_the_end{200};
constexpr base::milliseconds k_between_looks{2};

/// Until no other session is connected to a database: the server itself would look ten times a second only.
void wait_until_left(pg::Connection& connection, const std::string& database, base::milliseconds patience,
                     base::WaitContext stop) {
    const base::WaitLimits limits{base::Deadline::after(patience), stop};
    while (connection.exec(pg::Command{std::string(k_others), {database}}).number(0, 0) > 0 &&
           base::pause(k_between_looks, limits) == base::Readiness::ready) {
    }
}

/// Expressions of ours are many and small: to compile them takes longer than to run them. And no commit here
/// has to outlive a crash, so none waits for the disk. Of the database, so that it holds for every session in
/// it.
void make_fast(pg::Connection& connection, const std::string& database) {
    for (const auto* const setting : {"jit", "synchronous_commit"}) {
        connection.exec(
            fmt::format("ALTER DATABASE {} SET {} TO off", pg::quote_identifier(database), setting));
    }
}

pg::Connection connect_to(const ScratchServer& server, const pg::Conninfo& conninfo) {
    return pg::wait_for_server(conninfo, server.options, base::milliseconds{0}, server.stop);
}

void create_database(const ScratchServer& server, const std::string& name) {
    auto connection = connect_to(server, server.conninfo);
    clear_away(connection);
    const auto sql = connection.exec(pg::Command{create_query(connection), {name}}).value(0, 0);
    try {
        connection.exec(sql);
    } catch (const pg::ServerError& error) {
        diag::Diagnostic problem;
        problem.code = diag::code::no_scratch_database;
        problem.message = fmt::format("no scratch database can be made: {}", error.message);
        problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
        problem.hint =
            "grant the role CREATEDB; or name another server with `scratch_url`, where it may make one; or "
            "take a server of the programs installed here: --scratch local";
        throw diag::Error(diag::ExitCode::failed, std::move(problem));
    }
    make_fast(connection, name);
}

void copy_database(const ScratchServer& server, ScratchDatabase& original, const std::string& name) {
    auto& connection = original.connection();
    wait_until_left(connection, original.name(), k_time_to_leave, server.stop);
    connection.exec(fmt::format("CREATE DATABASE {} TEMPLATE {}", pg::quote_identifier(name),
                                pg::quote_identifier(original.name())));
    make_fast(connection, name);
}

} // namespace

OwnDatabase::~OwnDatabase() {
    try {
        // A request to stop is no reason to leave it behind.
        auto connection = pg::wait_for_server(m_server.conninfo, m_server.options, base::milliseconds{0},
                                              base::WaitContext::none());
        wait_until_left(connection, m_name, k_time_until_the_end, base::WaitContext::none());
        connection.exec(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", pg::quote_identifier(m_name)));
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the next run clears it away
    }
}

ScratchDatabase::ScratchDatabase(const ScratchServer& server)
    : m_server(server)
    , m_database(server, scratch_name())
    , m_conninfo(server.conninfo.with({{"dbname", name()}})) {
    create_database(server, name());
    m_connection = connect_to(server, m_conninfo);
}

ScratchDatabase::ScratchDatabase(const ScratchServer& server, ScratchDatabase& original)
    : m_server(server)
    , m_database(server, scratch_name())
    , m_conninfo(server.conninfo.with({{"dbname", name()}})) {
    copy_database(server, original, name());
    m_connection = connect_to(server, m_conninfo);
}

pg::Connection& ScratchDatabase::connection() {
    if (!m_connection) {
        m_connection = connect_to(m_server, m_conninfo);
    }
    return *m_connection;
}

ScratchDatabase::~ScratchDatabase() {
    try {
        connection().exec("ROLLBACK"); // of what an error has left
        for (const auto& command : connection().exec(std::string(k_drop_subscriptions)).column(0)) {
            connection().exec(command);
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): there may be none
    }
}

std::string ScratchDatabase::url() const {
    std::string words;
    for (const auto& [key, value] : m_conninfo.parameters()) {
        std::string quoted;
        for (const char c : value) {
            quoted += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
        }
        words += fmt::format("{}='{}' ", key, quoted);
    }
    return words;
}

} // namespace headstart::prove
