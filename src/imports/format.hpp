#pragma once

#include "database/other_history.hpp"
#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The formats that can be imported: one row each, of a file in imports/formats/.
namespace headstart::imports {

/// What the user says beside the folder.
struct ReadOptions {
    std::map<std::string, std::string, std::less<>> placeholders; ///< `${name}` → value
};

/// How the revision of a row of the tool's own table is found.
struct Table {
    /// The ids that the row's migration may have, what tells most first. `occurrence`: how often its version
    /// has come, from 1.
    std::vector<std::string> (*ids)(const database::OtherRow& row, std::size_t occurrence);
    /// The same text for versions that are equal: "12" of "0012". Null: only equal texts are.
    std::string (*plain)(std::string_view version) = nullptr;
    /// The one row is the newest that is applied, and says nothing of those before it.
    bool holds_newest_alone = false;
    /// The first revision may be a dump or a baseline of all that was before it, which the table still has.
    bool may_begin_late = false;
    /// The owners of its rows are projects that share the table: those of whom the folder has nothing are not
    /// meant.
    bool is_shared_by_owners = false;
    /// A version is one of its owner's, and may be another's, too.
    bool is_unique_by_owner = false;
    /// The line of a revision's description behind which stands the owner of its rows: "Of the Sqitch project
    /// ".
    std::string_view owner_line = {};
    /// The same for the versions that are part of it, which the table has each: "Holds Rails' migrations ".
    std::string_view parts_line = {};
    /// The same for those that it has taken the place of, "OWNER.VERSION" each: "Replaces ".
    std::string_view replaced_line = {};
};

/// How sure it is that a folder's history is a tool's. Of those that a folder looks like, the surest is
/// meant.
enum class Likeness : std::uint8_t {
    none,
    readable, ///< files that the tool would take, and others would, too: for those who name the tool
    named,    ///< by names of files, and what the project is written in
    marked,   ///< by what stands in files, or a file that the tool alone has
};

/// Which folders of a project can be a tool's history.
enum class Reach : std::uint8_t {
    one_folder, ///< each that has its files
    below,      ///< one that is called as in the usual places, or has its files: those below it belong to it
    project,    ///< the project alone: what it has is told by lists, wherever they and their files are
};

/// How the history of a tool is read.
struct Format {
    std::string_view name;  ///< as it is typed: "golang-migrate"
    std::string_view title; ///< as its makers write it: "golang-migrate"
    /// Whether files of this tool are there, told by names and first lines. Never throws.
    Likeness (*looks_like)(const SourceFolder& folder);
    /// Throws diag::Error (usage): what cannot be read as this tool would read it.
    History (*read)(const SourceFolder& folder, const ReadOptions& options);
    /// Where its projects keep them, from the project's folder: "db/migrations prisma/migrations".
    std::string_view usual_places;
    Table table;
    bool keeps_session = false; ///< all files of a run are run in one session, and none of them begins anew
    Reach reach = Reach::one_folder;
    bool takes_all_sql = true; ///< all SQL of its folder is meant to be migrations: what is not read is told
    /// Whether a line is a mark that this tool's files have and no other's: `-- +goose Up`. Null: it has
    /// none.
    bool (*is_mark)(std::string_view line) = nullptr;
};

/// In the order in which they are listed.
std::span<const Format> all_formats();

/// By its name, letters of either case, `_` for `-`; nullptr if there is none.
const Format* format_called(std::string_view name);

/// What is to be imported.
struct Found {
    const Format* format;
    std::filesystem::path folder; ///< or a file
};

/// What the user means who has named a format (else nullptr), a folder (else nothing), both or none: the
/// format whose files are there, the usual place that holds such files. Where no usual place does, or not the
/// folder that was named, the only folder below is taken that does. Who names both is believed. Throws
/// diag::Error (usage): there is none, or there are several, with what was found.
Found find_history(const Format* format, const std::optional<std::filesystem::path>& folder);

/// Its history. Throws diag::Error (usage) as the format does, and for one without a single revision.
History read_history(const Found& found, const ReadOptions& options);

} // namespace headstart::imports
