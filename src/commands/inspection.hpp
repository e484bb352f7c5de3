#pragma once

#include "commands/context.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/unknown_rows.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What `status`, `check` and `validate` share.
namespace headstart::commands {

/// How a database stands to the folder.
struct Inspection {
    database::Standing standing;
    migrate::Comparison comparison;
    std::vector<std::string> heads;   ///< the effective ones
    std::vector<std::string> pending; ///< see find_pending()
    /// Of a database with tables and without a version table: why no `upgrade` would begin there.
    std::optional<diag::Diagnostic> not_adopted;
    std::optional<migrate::AppliedFiles> files; ///< none where this role may not read the journal
};

/// What `upgrade heads` would run on a database with these rows; where one is unknown, what of the folder the
/// database lacks.
std::vector<std::string> find_pending(const revision::RevisionGraph& graph,
                                      const std::vector<std::string>& rows,
                                      const migrate::Comparison& comparison);

/// Throws diag::Error (failed) for rows that contradict each other.
Inspection inspect(const scripts::ScriptDirectory& scripts, database::Session& session);

std::vector<std::string> ids_of(const std::vector<const revision::Revision*>& revisions);
std::vector<std::string> ids_of(const std::vector<migrate::Edited>& edited);

/// The ids of what was edited; null where that cannot be known.
nlohmann::ordered_json edited_json(const Inspection& found);

/// Why the database is not adopted, as the logs write it; null where it is, or needs not be.
nlohmann::ordered_json not_adopted_json(const Inspection& found);

/// What is half-done, as objects; null where this role may not read the journal.
nlohmann::ordered_json half_done_json(const database::Standing& standing);

/// As the logs write them.
nlohmann::ordered_json to_json(const std::vector<diag::Diagnostic>& diagnostics);

/// How what is pending is applied: `head`, where there is one.
std::string hint_to_upgrade(const revision::RevisionGraph& graph);

/// The finding for rows that the folder does not have, with the git branches that have them, for people.
diag::Diagnostic unknown_rows_finding(const migrate::Comparison& comparison, const Context& context);

} // namespace headstart::commands
