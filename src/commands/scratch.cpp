#include "commands/scratch.hpp"

#include "commands/engines.hpp"
#include "commands/local_cluster.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "pg/quote.hpp"
#include "pg/wait_for_server.hpp"
#include "prove/scratch_roles.hpp"
#include "settings/chosen_url.hpp"
#include "sql/parse.hpp"
#include "sql/roles_named.hpp"
#include "sql/server_wide.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <set>
#include <variant>

namespace headstart::commands {

namespace {

constexpr std::chrono::seconds k_time_to_ask{3};
/// The server is started, and not there yet.
constexpr std::chrono::seconds k_time_to_start{60};

std::string url_of_target(const Context& context) {
    return settings::choose_url(context.settings, engine_of("").location_variables(), context.stop())
        .url.reveal();
}

int major_of(const pg::Connection& connection) {
    return connection.server_version() / 10000;
}

/// Nothing where no target is named, or it cannot be reached: for scratch databases it need not be there.
std::optional<int> find_major_of_target(const Context& context) {
    try {
        auto outcome = pg::try_connect(pg::Conninfo::parse(url_of_target(context)), {.needs_writable = false},
                                       {base::Deadline::after(k_time_to_ask), context.stop().with(nullptr)});
        const auto* connection = std::get_if<pg::Connection>(&outcome);
        return connection != nullptr ? std::optional(major_of(*connection)) : std::nullopt;
    } catch (const diag::Error&) {
        return std::nullopt;
    }
}

/// What one major version takes another one may refuse, or print otherwise.
void warn_of_other_version(const Context& context, const prove::ScratchServer& server) {
    const auto target = find_major_of_target(context);
    const auto connection =
        pg::wait_for_server(server.conninfo, server.options, k_time_to_start, server.stop);
    if (target && *target != major_of(connection)) {
        diag::log_warning(fmt::format("scratch databases are made by PostgreSQL {}, and the database is one "
                                      "of PostgreSQL {}: what holds for the one need not for the other",
                                      major_of(connection), *target),
                          {{"event", "other_version"}});
    }
}

prove::ScratchServer local_server(const Context& context) {
    auto cluster = std::make_shared<LocalCluster>(context);
    return {pg::Conninfo::parse(cluster->url()), {}, context.stop(), cluster};
}

prove::ScratchServer choose_server(const Context& context) {
    const auto& settings = context.settings;
    const bool is_local = *settings.scratch == settings::ScratchPlace::local;
    if (!is_local && !settings.scratch_url.is_set()) {
        prove::ScratchServer server{pg::Conninfo::parse(url_of_target(context)), {}, context.stop()};
        server.is_of_target = true;
        return server;
    }
    auto server =
        is_local
            ? local_server(context)
            : prove::ScratchServer{pg::Conninfo::parse(settings.scratch_url->reveal()), {}, context.stop()};
    warn_of_other_version(context, server);
    return server;
}

void add_roles(std::string_view text, sql::RolesNamed& roles) {
    const auto parsed = sql::split_statements(text);
    if (const auto* statements = std::get_if<sql::StatementList>(&parsed)) {
        for (const auto& statement : *statements) {
            sql::add_roles_named(text.substr(statement.begin, statement.end - statement.begin), roles);
        }
    }
}

/// What a schema makes itself need not be there before.
void make_all(const prove::ScratchServer& server, const sql::RolesNamed& roles) {
    std::set<std::string> names;
    for (const auto& name : roles.used) {
        if (!roles.made.contains(name)) {
            names.insert(pg::quote_identifier(name));
        }
    }
    server.roles->make(names);
}

} // namespace

prove::ScratchServer scratch_server(const Context& context) {
    auto server = choose_server(context);
    if (*context.settings.create_roles) {
        server.roles = std::make_shared<prove::ScratchRoles>(server);
    }
    return server;
}

void make_roles(const prove::ScratchServer& server,
                const std::vector<std::shared_ptr<const diag::SourceText>>& texts) {
    if (server.roles) {
        sql::RolesNamed roles;
        for (const auto& text : texts) {
            add_roles(text->text, roles);
        }
        make_all(server, roles);
    }
}

void require_no_server_wide_sql(const prove::ScratchServer& server, const scripts::ScriptDirectory& scripts) {
    if (!server.is_of_target) {
        return;
    }
    for (const auto& one : scripts.files()) {
        const auto& file = one.whole();
        const auto parsed = sql::split_statements(file->text);
        const auto* const statements = std::get_if<sql::StatementList>(&parsed);
        for (const auto& statement : statements == nullptr ? sql::StatementList{} : *statements) {
            const diag::Span span{file, statement.begin, statement.end};
            if (const auto command = sql::server_wide_command(span.text())) {
                diag::Diagnostic problem;
                problem.code = diag::code::no_scratch_database;
                problem.message = fmt::format(
                    "{} acts on the whole server, and would do so on that of the database", *command);
                problem.span = span;
                problem.path = {"running the migrations in a scratch database"};
                problem.hint = "name a server where it does no harm: --scratch local, or scratch_url";
                throw diag::Error(diag::ExitCode::usage, std::move(problem));
            }
        }
    }
}

void make_roles(const prove::ScratchServer& server, const scripts::ScriptDirectory& scripts) {
    require_no_server_wide_sql(server, scripts);
    if (server.roles) {
        sql::RolesNamed roles;
        for (const auto& file : scripts.files()) {
            add_roles(file.whole()->text, roles);
        }
        make_all(server, roles);
    }
}

void make_roles(const prove::ScratchServer& server, const schema::Schema& schema) {
    if (!server.roles) {
        return;
    }
    std::set<std::string> names;
    for (const auto& [address, object] : schema.objects) {
        names.insert(object.owner);
        for (const auto& privilege : object.privileges) {
            names.insert({privilege.grantee, privilege.grantor});
        }
        if (address.kind == schema::Kind::policy) {
            const auto& roles = object.as<schema::Policy>().roles;
            names.insert(roles.begin(), roles.end());
        }
    }
    names.erase("");
    names.erase("PUBLIC");
    server.roles->make(names);
}

void make_schema_of_version_table(const Context& context, prove::ScratchDatabase& database) {
    const auto& schema = *context.settings.version_table_schema;
    if (!schema.empty()) {
        database.connection().exec("CREATE SCHEMA IF NOT EXISTS " + pg::quote_identifier(schema));
    }
}

std::string search_path_of(const prove::ScratchServer& server) {
    return pg::wait_for_server(server.conninfo, server.options, base::milliseconds{0}, server.stop)
        .exec("SHOW search_path")
        .value(0, 0);
}

} // namespace headstart::commands
