#include "base/text.hpp"
#include "commands/inspection.hpp"
#include "commands/listing.hpp"
#include "commands/verbs.hpp"
#include "migrate/half_done.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

std::string_view name_of(migrate::Lineage lineage) {
    switch (lineage) {
    case migrate::Lineage::known:
        return "known";
    case migrate::Lineage::ahead:
        return "ahead";
    case migrate::Lineage::untold:
        return "unknown";
    case migrate::Lineage::foreign:
        break;
    }
    return "foreign";
}

std::string list(const std::vector<std::string>& ids) {
    return ids.empty() ? "none" : base::join(ids, ", ");
}

std::string counted_list(const std::vector<std::string>& ids) {
    return ids.empty() ? "none" : fmt::format("{}: {}", ids.size(), list(ids));
}

void warn_of_open_doors(database::Session& session) {
    const auto open = session.find_open_doors();
    if (open.schema) {
        session.reporter().warning(
            fmt::format("others may create objects in the schema {0}, and migrations may find those in the place "
                        "of what they name; take it from them: REVOKE CREATE ON SCHEMA {0} FROM {1}",
                        open.schema->name, base::join(open.schema->roles, ", ")),
            {{"event", "open_schema"}, {"roles", open.schema->roles}});
    }
    for (const auto& [table, roles] : open.tables) {
        if (!roles.empty()) {
            session.reporter().warning(
                fmt::format("others may change the rows of {0}, by which migrations are planned; leave them to "
                            "read it: REVOKE INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER ON {0} FROM {1}",
                            table, base::join(roles, ", ")),
                {{"event", "open_table"}, {"table", table}, {"roles", roles}});
        }
    }
}

void warn_of_missing_key(const Inspection& found, const database::Session& session,
                         const std::string& version_table) {
    if (!found.standing.has_key) {
        session.reporter().warning(
            fmt::format("{0} has no primary key, which keeps a row from standing there twice: ALTER TABLE {0} ADD "
                        "PRIMARY KEY (version_num)",
                        version_table),
            {{"event", "no_key"}});
    }
}

void print_row(std::string_view label, std::string_view value) {
    print_line(fmt::format("{:<10}{}", label, value));
}

void print_text(const Inspection& found, const database::Session& session) {
    const auto& [standing, comparison, heads, pending, files] = found;
    print_row("database", session.describe());
    print_row("server", fmt::format("PostgreSQL {}", session.server_version()));
    print_row("current", standing.has_version_table ? list(standing.rows) : "no version table");
    print_row("heads", list(heads));
    print_row("pending", counted_list(pending));
    for (const auto& one : standing.half_done) {
        print_row("half-done", fmt::format("{}: {}", one.revision, migrate::describe_progress(one)));
    }
    if (!files) {
        print_row("edited", "unknown: this role may not read the journal");
    } else if (!files->edited.empty()) {
        print_row("edited", counted_list(ids_of(files->edited)));
    }
    if (comparison.lineage != migrate::Lineage::known) {
        print_row("lineage",
                  fmt::format("{}: {}", name_of(comparison.lineage), base::join(comparison.origins, "; ")));
    }
}

} // namespace

int status(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto session = open_session(context, Patience::asks_once, false);
    const auto found = inspect(scripts, *session);
    warn_of_open_doors(*session);
    warn_of_missing_key(found, *session, *context.settings.version_table);
    migrate::warn_of_half_done(found.standing, scripts.graph(), session->reporter());
    if (format == Format::text) {
        print_text(found, *session);
        return 0;
    }
    print_json({{"database", session->describe()},
                {"server_version", session->server_version()},
                {"has_version_table", found.standing.has_version_table},
                {"current", found.standing.rows},
                {"heads", found.heads},
                {"pending", found.pending},
                {"half_done", half_done_json(found.standing)},
                {"edited", edited_json(found)},
                {"lineage", name_of(found.comparison.lineage)},
                {"unknown", found.comparison.unknown}});
    return 0;
}

} // namespace headstart::commands
