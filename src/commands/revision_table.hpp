#pragma once

#include "database/journal_row.hpp"
#include "database/session.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/unknown_rows.hpp"
#include "revision/describe.hpp"
#include "revision/graph.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

/// The revisions of the folder beside the database: which are applied, when, by whom, and how long it took.
/// `status` and `history -i` print it.
namespace headstart::commands {

/// What there is to be known of a database; all of it outlives the table.
struct DatabaseFacts {
    const database::Standing& standing;
    const migrate::Comparison& comparison;
    const std::optional<migrate::AppliedFiles>& files; ///< none where this role may not read the journal
    const std::vector<database::JournalRow>& journal;  ///< Session::read_newest_rows()
};

/// One revision, of the folder or of the database alone.
struct RevisionRow {
    enum class State { applied, pending, half_done, ahead, unknown, foreign };

    std::string id;
    std::string message;
    const revision::Revision* revision = nullptr; ///< none: no file of the folder has it
    State state = State::pending;
    revision::Marks marks = {};
    const database::HalfDone* half_done = nullptr;
    /// The run that applied it, or the stamp; none where the journal knows nothing of that: it may not be
    /// read, Alembic has applied it, or a stamp of a later revision implies it.
    const database::JournalRow* applied = nullptr;
};

/// What the database has and the folder has not, and then the folder's revisions, as they come.
std::vector<RevisionRow> revision_rows(const revision::RevisionGraph& graph,
                                       const std::vector<const revision::Revision*>& revisions,
                                       const DatabaseFacts& facts);

/// What the first column shows of a revision.
enum class Shape {
    revision, ///< "b2 (head), message"
    history   ///< "a1 -> b2 (head), message", as Alembic's history does: without the parents where they would
              ///< leave no room. No headings where a program reads.
};

/// To standard output, as wide as that is.
void print_table(const revision::RevisionGraph& graph, const std::vector<RevisionRow>& rows, Shape shape);

nlohmann::ordered_json to_json(const std::vector<RevisionRow>& rows, bool knows_files);

} // namespace headstart::commands
