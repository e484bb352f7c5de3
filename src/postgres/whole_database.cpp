#include "postgres/whole_database.hpp"

#include "base/backoff.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "pg/quote.hpp"
#include "pg/server_error.hpp"
#include "pg/wait_for_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::string_view, 2> k_maintenance{"postgres", "template1"};
/// Another one may be creating a database from the same template: as long as a copy of it takes.
constexpr auto k_template_timeout = 10s;

diag::Error refused_by_server(const std::string& doing, const pg::ServerError& error, std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::whole_database;
    problem.message = fmt::format("{}: {}", doing, error.message);
    problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
    problem.hint = std::move(hint);
    return {diag::ExitCode::failed, std::move(problem)};
}

diag::Error no_maintenance_database(const std::string& database) {
    diag::Diagnostic problem;
    problem.code = diag::code::whole_database;
    problem.message = fmt::format(
        "there is no database to connect to from which \"{}\" could be created or dropped", database);
    problem.notes = {"neither \"postgres\" nor \"template1\" is there, or it is the one that is meant"};
    problem.hint = "create one of the two, or do it with psql from a database that is there";
    return {diag::ExitCode::failed, std::move(problem)};
}

pg::Connection connect_beside(const ServerAccess& access, const std::string& database) {
    for (const auto other : k_maintenance) {
        if (other == database) {
            continue;
        }
        try {
            return pg::wait_for_server(access.conninfo.with({{"dbname", std::string(other)}}), access.options,
                                       access.patience, access.stop);
        } catch (const pg::UnknownDatabase&) { // NOLINT(bugprone-empty-catch): the next one may be there
        }
    }
    throw no_maintenance_database(database);
}

/// The one that was meant cannot be told from the server's answer where only a service file knows it.
std::string name_of(const pg::Conninfo& conninfo) {
    auto name = conninfo.database();
    if (name.empty()) {
        diag::Diagnostic problem;
        problem.code = diag::code::whole_database;
        problem.message = "the database has no name here: only a service file knows it";
        problem.hint = "name it in the database URL, or by PGDATABASE";
        throw diag::Error(diag::ExitCode::usage, std::move(problem));
    }
    return name;
}

constexpr std::string_view k_sessions = R"(
SELECT pg_catalog.format('session %s of %s%s%s, %s', a.pid, a.usename,
                         CASE WHEN a.application_name OPERATOR(pg_catalog.<>) '' THEN pg_catalog.format(' (%s)', a.application_name) END,
                         ' from ' OPERATOR(pg_catalog.||) pg_catalog.host(a.client_addr), COALESCE(a.state, 'what it does is hidden from this role'))
FROM pg_catalog.pg_stat_activity a
WHERE a.datname OPERATOR(pg_catalog.=) $1::pg_catalog.name AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
ORDER BY a.pid
LIMIT 20)";

diag::Error refused_in_use(pg::Connection& connection, const std::string& database,
                           const pg::ServerError& error) {
    auto refused =
        refused_by_server(fmt::format("cannot drop the database \"{}\"", database), error,
                          "end them, and what starts them anew; or let the server end them: --force");
    try {
        for (const auto& session :
             connection.exec(pg::Command{std::string(k_sessions), {database}}).column(0)) {
            refused.add_note(session);
        }
    } catch (const pg::ServerError&) { // NOLINT(bugprone-empty-catch): the refusal is what counts
    }
    return refused;
}

bool is_made_by_another(const pg::ServerError& error) {
    return error.is(pg::sqlstate::duplicate_database) || error.is(pg::sqlstate::unique_violation);
}

} // namespace

bool create_database(const ServerAccess& access) {
    const auto name = name_of(access.conninfo);
    auto connection = connect_beside(access, name);
    const base::WaitLimits limits{base::Deadline::after(k_template_timeout), access.stop};
    base::Backoff backoff(20ms, 500ms);
    while (true) {
        try {
            connection.exec(fmt::format("CREATE DATABASE {}", pg::quote_identifier(name)));
            return true;
        } catch (const pg::ServerError& error) {
            if (is_made_by_another(error)) {
                return false;
            }
            const bool is_template_in_use = error.is(pg::sqlstate::object_in_use);
            if (!is_template_in_use || base::pause(backoff.next(), limits) == base::Readiness::timed_out) {
                throw refused_by_server(fmt::format("cannot create the database \"{}\"", name), error,
                                        error.is(pg::sqlstate::insufficient_privilege)
                                            ? "give the role the right to: ALTER ROLE … CREATEDB; or have "
                                              "somebody create it who may"
                                            : "");
            }
        }
    }
}

bool drop_database(const ServerAccess& access, bool ends_sessions) {
    const auto name = name_of(access.conninfo);
    auto connection = connect_beside(access, name);
    try {
        connection.exec(fmt::format("DROP DATABASE {}{}", pg::quote_identifier(name),
                                    ends_sessions ? " WITH (FORCE)" : ""));
        return true;
    } catch (const pg::ServerError& error) {
        if (error.is(pg::sqlstate::invalid_catalog_name)) {
            return false;
        }
        if (error.is(pg::sqlstate::object_in_use)) {
            throw refused_in_use(connection, name, error);
        }
        throw refused_by_server(fmt::format("cannot drop the database \"{}\"", name), error,
                                error.is(pg::sqlstate::insufficient_privilege)
                                    ? "only its owner and superusers may: connect as one of them"
                                    : "");
    }
}

bool is_servers_own(std::string_view database) {
    return database == "template0" ||
           std::find(k_maintenance.begin(), k_maintenance.end(), database) != k_maintenance.end();
}

bool is_on_this_machine(const pg::Conninfo& conninfo) {
    const auto endpoints = conninfo.endpoints();
    const auto is_loopback = [](const std::string& host) {
        return host == "localhost" || host == "::1" || host.starts_with("127.");
    };
    const auto is_here = [&](const pg::Conninfo::Endpoint& endpoint) {
        if (!endpoint.hostaddr.empty()) { // which counts, whatever the name says
            return is_loopback(endpoint.hostaddr);
        }
        return endpoint.host.empty() || endpoint.host.starts_with('/') || endpoint.host.starts_with('@') ||
               is_loopback(endpoint.host);
    };
    return !endpoints.empty() && std::all_of(endpoints.begin(), endpoints.end(), is_here);
}

} // namespace headstart::postgres
