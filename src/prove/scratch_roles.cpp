#include "prove/scratch_roles.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "pg/quote.hpp"
#include "pg/wait_for_server.hpp"

#include <fmt/format.h>

namespace headstart::prove {

namespace {

/// The comment of a role of ours says since when it is there: an hour is longer than any run.
constexpr std::string_view k_left_behind = R"(
SELECT pg_catalog.quote_ident(r.rolname)
FROM pg_catalog.pg_roles r
JOIN pg_catalog.pg_shdescription d
  ON d.objoid OPERATOR(pg_catalog.=) r.oid
 AND d.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_authid'::pg_catalog.regclass::pg_catalog.oid
WHERE pg_catalog.starts_with(d.description, 'headstart scratch role, ')
  AND pg_catalog.substr(d.description, 25)::pg_catalog.timestamptz
      OPERATOR(pg_catalog.<) (pg_catalog.now() OPERATOR(pg_catalog.-) '1 hour'::pg_catalog.interval))";

constexpr std::string_view k_comment = R"(
SELECT pg_catalog.format('COMMENT ON ROLE %s IS %L', $1::pg_catalog.text,
                         pg_catalog.concat('headstart scratch role, ', pg_catalog.now())))";

/// One that goes meanwhile, or that something needs still, is left alone.
void drop_quietly(pg::Connection& connection, const std::string& role) {
    try {
        connection.exec("DROP ROLE IF EXISTS " + role);
    } catch (const pg::ServerError&) { // NOLINT(bugprone-empty-catch): the next run may
    }
}

[[noreturn]] void refuse(const std::set<std::string>& names, const pg::ServerError& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::no_scratch_database;
    problem.message =
        fmt::format("the roles {} cannot be made for scratch databases: {}",
                    base::join(std::vector<std::string>(names.begin(), names.end()), ", "), error.message);
    problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
    problem.hint = "grant the role CREATEROLE, make them by hand, or take a server of the programs installed "
                   "here: --scratch local";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

} // namespace

ScratchRoles::ScratchRoles(const ScratchServer& server)
    : m_conninfo(server.conninfo)
    , m_options(server.options)
    , m_stop(server.stop) {}

ScratchRoles::~ScratchRoles() {
    try {
        if (!m_made.empty()) {
            // A request to stop is no reason to leave them behind.
            auto last =
                pg::wait_for_server(m_conninfo, m_options, base::milliseconds{0}, base::WaitContext::none());
            for (auto role = m_made.rbegin(); role != m_made.rend(); ++role) {
                drop_quietly(last, *role);
            }
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the next run clears them away
    }
}

pg::Connection& ScratchRoles::connection() {
    if (!m_connection) {
        m_connection = pg::wait_for_server(m_conninfo, m_options, base::milliseconds{0}, m_stop);
        for (const auto& role : m_connection->exec(std::string(k_left_behind)).column(0)) {
            drop_quietly(*m_connection, role);
        }
    }
    return *m_connection;
}

void ScratchRoles::make(const std::set<std::string>& names) {
    const std::scoped_lock lock(m_mutex);
    std::set<std::string> missing;
    for (const auto& name : names) {
        const pg::Command is_missing{"SELECT pg_catalog.to_regrole($1) IS NULL", {name}};
        if (connection().exec(is_missing).is_true(0, 0)) {
            missing.insert(name);
        }
    }
    try {
        for (const auto& name : missing) {
            connection().exec("CREATE ROLE " + name);
            m_made.push_back(name);
            connection().exec(connection().exec(pg::Command{std::string(k_comment), {name}}).value(0, 0));
        }
    } catch (const pg::ServerError& error) {
        refuse(missing, error);
    }
}

} // namespace headstart::prove
