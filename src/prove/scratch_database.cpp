#include "prove/scratch_database.hpp"

#include "diag/codes.hpp"
#include "pg/quote.hpp"
#include "pg/wait_for_server.hpp"

#include <fmt/format.h>

#include <chrono>
#include <random>

namespace headstart::prove {

namespace {

constexpr std::string_view k_prefix = "headstart_scratch_";

/// By whom, since when, and a number that no other run has drawn.
std::string scratch_name() {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    return fmt::format("{}{}_{:08x}", k_prefix, now, std::random_device()());
}

/// Provider and locale as the database has them that the server was named by.
constexpr std::string_view k_create = R"(
SELECT pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', $1::pg_catalog.text,
       pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())";

/// The server drops no database that holds a subscription, nor one with its slot without connecting.
constexpr std::string_view k_drop_subscriptions = R"(
SELECT pg_catalog.format(w.command, s.subname)
FROM pg_catalog.pg_subscription s
JOIN pg_catalog.pg_database d ON d.oid OPERATOR(pg_catalog.=) s.subdbid
CROSS JOIN (VALUES (1, 'ALTER SUBSCRIPTION %I DISABLE'), (2, 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'),
                   (3, 'DROP SUBSCRIPTION %I')) w(place, command)
WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
ORDER BY 1)";

std::string create_database(const ScratchServer& server) {
    auto connection =
        pg::wait_for_server(server.conninfo, server.options, base::milliseconds{0}, server.stop);
    auto name = scratch_name();
    const auto sql = connection.exec(pg::Command{std::string(k_create), {name}}).value(0, 0);
    try {
        connection.exec(sql);
    } catch (const pg::ServerError& error) {
        diag::Diagnostic problem;
        problem.code = diag::code::no_scratch_database;
        problem.message = fmt::format("no scratch database can be made: {}", error.message);
        problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
        problem.hint =
            "grant the role CREATEDB, name another server with `scratch_url`, or take `--scratch local`, "
            "where PostgreSQL's programs are installed";
        throw diag::Error(diag::ExitCode::failed, std::move(problem));
    }
    return name;
}

} // namespace

ScratchDatabase::ScratchDatabase(const ScratchServer& server)
    : m_server(server)
    , m_name(create_database(server))
    , m_conninfo(server.conninfo.with({{"dbname", m_name}}))
    , m_connection(pg::wait_for_server(m_conninfo, server.options, base::milliseconds{0}, server.stop)) {}

ScratchDatabase::~ScratchDatabase() {
    try {
        m_connection.exec("ROLLBACK"); // of what an error has left
        for (const auto& command : m_connection.exec(std::string(k_drop_subscriptions)).column(0)) {
            m_connection.exec(command);
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): there may be none
    }
    try {
        // A request to stop is no reason to leave it behind.
        auto connection = pg::wait_for_server(m_server.conninfo, m_server.options, base::milliseconds{0},
                                              base::WaitContext::none());
        connection.exec(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", pg::quote_identifier(m_name)));
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the next run clears it away
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
