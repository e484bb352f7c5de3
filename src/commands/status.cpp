#include "base/text.hpp"
#include "commands/branches_with.hpp"
#include "commands/inspection.hpp"
#include "commands/listing.hpp"
#include "commands/revision_table.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "migrate/half_done.hpp"
#include "revision/history.hpp"

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

/// In words, what the lineage means to who reads it.
std::string_view explain(migrate::Lineage lineage) {
    switch (lineage) {
    case migrate::Lineage::ahead:
        return "ahead: a newer version of this folder has migrated it";
    case migrate::Lineage::untold:
        return "unknown: this role may not read the journal";
    default:
        return "foreign: it is not this folder's history that has migrated it";
    }
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
            fmt::format(
                "others may create objects in the schema {0}, and migrations may find those in the place "
                "of what they name; take it from them: REVOKE CREATE ON SCHEMA {0} FROM {1}",
                open.schema->name, base::join(open.schema->roles, ", ")),
            {{"event", "open_schema"}, {"roles", open.schema->roles}});
    }
    for (const auto& [table, roles] : open.tables) {
        if (!roles.empty()) {
            session.reporter().warning(
                fmt::format(
                    "others may change the rows of {0}, by which migrations are planned; leave them to "
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
            fmt::format(
                "{0} has no primary key, which keeps a row from standing there twice: ALTER TABLE {0} ADD "
                "PRIMARY KEY (version_num)",
                version_table),
            {{"event", "no_key"}});
    }
}

void print_row(std::string_view label, std::string_view value) {
    print_line(fmt::format("{:<10}{}", label, value));
}

/// First of all where the database is not ours, or not ours alone.
void print_lineage(const migrate::Comparison& comparison, const Context& context) {
    if (comparison.lineage == migrate::Lineage::known) {
        return;
    }
    print_row("lineage", explain(comparison.lineage));
    for (const auto& note : comparison.origins) {
        print_row("", note);
    }
    for (const auto& note : notes_about_branches(comparison.unknown, *context.settings.dir, context.stop())) {
        print_row("", note);
    }
}

void print_not_adopted(const std::optional<diag::Diagnostic>& why) {
    if (!why) {
        return;
    }
    print_row("adopted", "no: " + why->message);
    for (const auto& note : why->notes) {
        print_row("", note);
    }
    print_row("", why->hint);
}

/// That are shown of what is applied and of which there is nothing to say: one screen.
constexpr std::size_t k_most_applied = 10;

bool is_plainly_applied(const RevisionRow& row) {
    return row.state == RevisionRow::State::applied && !row.marks.is_current && !row.marks.is_edited;
}

/// What is pending, what is not as it should be, and the newest of the others.
void print_revisions(const revision::RevisionGraph& graph, const std::vector<RevisionRow>& all) {
    std::vector<RevisionRow> shown;
    std::size_t applied = 0;
    for (const auto& row : all) {
        applied += is_plainly_applied(row) ? 1 : 0;
        if (!is_plainly_applied(row) || applied <= k_most_applied) {
            shown.push_back(row);
        }
    }
    if (!all.empty()) {
        print("\n");
        print_table(graph, shown, Shape::revision);
    }
    if (shown.size() < all.size()) {
        print_line(fmt::format("and {} older: `headstart history -i`", all.size() - shown.size()));
    }
}

void print_leftovers(const std::vector<database::Leftover>& leftovers) {
    for (const auto& leftover : leftovers) {
        print_row("left over", leftover.what);
        print_row("", leftover.ending);
    }
}

nlohmann::ordered_json leftovers_json(const std::vector<database::Leftover>& leftovers) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& leftover : leftovers) {
        json.push_back({{"what", leftover.what}, {"ending", leftover.ending}});
    }
    return json;
}

nlohmann::ordered_json messages_json(const std::vector<std::string>& ids,
                                     const revision::RevisionGraph& graph) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& id : ids) {
        if (const auto* revision = graph.find_revision(id)) {
            json[id] = revision->message;
        }
    }
    return json;
}

void print_text(const Inspection& found, const database::Session& session, const Context& context) {
    const auto& [standing, comparison, heads, pending, not_adopted, files] = found;
    print_lineage(comparison, context);
    print_row("database", session.describe());
    print_row("server", fmt::format("PostgreSQL {} at {}", session.server_version(), session.server()));
    print_row("current", standing.has_version_table ? list(standing.rows) : "no version table");
    print_not_adopted(not_adopted);
    print_row("heads", list(heads));
    print_row("pending", pending.empty() ? "none" : base::grouped(pending.size()));
    for (const auto& one : standing.half_done) {
        print_row("half-done", fmt::format("{}: {}", one.revision, migrate::describe_progress(one)));
    }
    if (standing.is_journal_hidden) {
        print_row("half-done", "unknown: this role may not read the journal");
        print_row("applied", "when and by whom is unknown: this role may not read the journal");
    }
    if (!files) {
        print_row("edited", "unknown: this role may not read the journal");
    } else if (!files->edited.empty()) {
        print_row("edited", counted_list(ids_of(files->edited)));
    }
}

int status(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto session = open_session(context, Patience::asks_once, false);
    const auto found = inspect(scripts, *session);
    warn_of_open_doors(*session);
    warn_of_missing_key(found, *session, *context.settings.version_table);
    migrate::warn_of_half_done(found.standing, scripts.graph(), session->reporter());
    // What is half-done has left something, too, and its next run takes care of that.
    const auto leftovers =
        found.standing.half_done.empty() ? session->find_leftovers() : std::vector<database::Leftover>{};
    const auto journal =
        found.standing.is_journal_hidden ? std::vector<database::JournalRow>{} : session->read_newest_rows();
    const auto rows = revision_rows(scripts.graph(), revision::select_history(scripts.graph(), std::nullopt),
                                    {found.standing, found.comparison, found.files, journal});
    if (format == Format::text) {
        print_text(found, *session, context);
        print_leftovers(leftovers);
        print_revisions(scripts.graph(), rows);
        return 0;
    }
    auto named = found.pending;
    named.insert(named.end(), found.standing.rows.begin(), found.standing.rows.end());
    named.insert(named.end(), found.heads.begin(), found.heads.end());
    print_json({{"lineage", name_of(found.comparison.lineage)},
                {"unknown", found.comparison.unknown},
                {"database", session->describe()},
                {"server", session->server()},
                {"server_version", session->server_version()},
                {"has_version_table", found.standing.has_version_table},
                {"not_adopted", not_adopted_json(found)},
                {"current", found.standing.rows},
                {"heads", found.heads},
                {"pending", found.pending},
                {"half_done", half_done_json(found.standing)},
                {"messages", messages_json(named, scripts.graph())},
                {"edited", edited_json(found)},
                {"revisions", to_json(rows, found.files.has_value())},
                {"left_over", leftovers_json(leftovers)}});
    return 0;
}

} // namespace

const Command k_status_command{
    .name = "status",
    .summary = "one screen: database, current, pending, heads, revisions",
    .examples = "headstart status\n"
                "headstart status --format json",
    .options = k_reading_options,
    .run = status,
};

} // namespace headstart::commands
