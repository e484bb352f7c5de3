#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Rails with `config.active_record.schema_format = :sql`: db/structure.sql, a dump, and at its end the rows
/// of schema_migrations. It becomes one revision, whose id is the newest of those rows.
namespace headstart::imports {

namespace {

constexpr std::string_view k_structure = "structure.sql";
constexpr std::string_view k_parts = "Holds Rails' migrations ";

/// The file that is meant: the one that was named, or structure.sql in the folder or in db/.
std::string structure_file(const SourceFolder& folder) {
    if (folder.named_file()) {
        return *folder.named_file();
    }
    for (const auto* const place : {"structure.sql", "db/structure.sql"}) {
        if (folder.has(place)) {
            return place;
        }
    }
    return {};
}

/// "db/" of "db/structure.sql".
std::string_view place_of(std::string_view structure) {
    return structure.substr(0, structure.size() - base_name(structure).size());
}

/// A dump is called so in projects of other tools, too, whose migrations in SQL are then beside it.
Likeness looks_like_rails(const SourceFolder& folder) {
    const auto file = structure_file(folder);
    if (file.empty() || base_name(file) != k_structure) {
        return Likeness::none;
    }
    const auto beside = std::string(place_of(file)) + "migrations/";
    const auto& files = folder.files();
    const bool has_others = std::any_of(files.begin(), files.end(), [&](const std::string& one) {
        return one.starts_with(beside) && one.ends_with(".sql");
    });
    return has_others ? Likeness::readable : Likeness::named;
}

using Versions = std::set<std::string, decltype(&is_less_number)>;

void take_version(Versions& versions, std::string_view version) {
    if (is_number(version)) {
        versions.emplace(version);
    }
}

/// What stands in quotes in the rows of one INSERT.
void take_rows(Versions& versions, std::string_view rows) {
    for (auto at = rows.find('\''); at != std::string_view::npos; at = rows.find('\'', at + 1)) {
        const auto end = std::min(rows.find('\'', at + 1), rows.size());
        take_version(versions, rows.substr(at + 1, end - at - 1));
        at = std::min(end, rows.size() - 1);
    }
}

/// Those of `INSERT INTO "schema_migrations" (version) VALUES ('20240131235959'), …;`: Rails writes one at
/// the end, and old versions one for each row.
Versions inserted_versions(std::string_view text) {
    constexpr std::string_view k_insert = "INSERT INTO ";
    Versions versions(&is_less_number);
    for (auto at = text.find(k_insert); at != std::string_view::npos; at = text.find(k_insert, at + 1)) {
        const auto table = text.substr(at + k_insert.size(), 64);
        const auto name = table.substr(0, table.find_first_of(" ("));
        if (name.find("schema_migrations") != std::string_view::npos) {
            take_rows(versions, text.substr(at, text.find(';', at) - at));
        }
    }
    return versions;
}

/// Those of `schema_migrations/20240131235959`, a file for each row, by which projects spare themselves
/// conflicts at the end of the dump.
Versions versions_beside(const SourceFolder& folder, std::string_view structure) {
    Versions versions(&is_less_number);
    const auto place = std::string(place_of(structure)) + "schema_migrations";
    for (const auto& file : folder.files()) {
        if (folder_of(file) == place) {
            take_version(versions, base_name(file));
        }
    }
    return versions;
}

Versions all_versions(const SourceFolder& folder, const std::string& file, const Source& source) {
    auto versions = inserted_versions(source->text);
    return versions.empty() ? versions_beside(folder, file) : versions;
}

/// Lines for the top of the file, by which `stamp --from` tells whether all of the dump is there.
std::vector<std::string> lines_of(const Versions& versions) {
    constexpr std::size_t k_in_a_line = 5;
    std::vector<std::string> lines;
    std::size_t count = 0;
    for (const auto& version : versions) {
        const bool begins_line = count++ % k_in_a_line == 0;
        if (begins_line) {
            lines.emplace_back(k_parts);
        }
        lines.back() += (begins_line ? "" : ", ") + version;
    }
    return lines;
}

/// What is beside a dump and no part of it: migrations that are newer, and dumps of a project's other
/// databases.
std::vector<Remark> remarks_beside(const SourceFolder& folder, std::string_view structure,
                                   const Versions& versions) {
    const auto place = place_of(structure);
    const auto dump = base_name(structure);
    // "db/animals_migrate" of "db/animals_structure.sql".
    const auto migrations = fmt::format("{}migrate", structure.substr(0, structure.rfind(k_structure)));
    std::vector<Remark> remarks;
    for (const auto& file : folder.files()) {
        const auto name = base_name(file);
        const auto version = std::string(name.substr(0, name.find('_')));
        if (folder_of(file) == migrations && name.ends_with(".rb") && is_number(version) &&
            !versions.contains(version)) {
            remarks.push_back({{folder.shown(file), 0},
                               fmt::format("a migration that {} does not have yet", dump),
                               "run it with Rails, which writes the dump anew, and import again"});
        }
        if (dump == k_structure && file.starts_with(place) && name == file.substr(place.size()) &&
            name.ends_with("_structure.sql")) {
            remarks.push_back({{folder.shown(file), 0},
                               "the schema of another database of the project",
                               "import it into a folder of its own: headstart import rails " +
                                   folder.shown(file) + " --into FOLDER"});
        }
    }
    return remarks;
}

History read_rails(const SourceFolder& folder, const ReadOptions& /*options*/) {
    const auto file = structure_file(folder);
    if (file.empty()) {
        throw diag::refusal(diag::code::not_imported,
                            fmt::format("there is no {} in {}", k_structure, folder.root().string()),
                            "let Rails write it: config.active_record.schema_format = :sql, then "
                            "`bin/rails db:schema:dump`");
    }
    const auto source = folder.read(file);
    const auto versions = all_versions(folder, file, source);
    if (versions.empty()) {
        throw diag::refusal(
            diag::code::not_imported,
            fmt::format("{} has no rows of schema_migrations at its end, and no folder schema_migrations "
                        "beside it has them",
                        source->path),
            "let Rails write it anew: `bin/rails db:schema:dump`; nothing was written");
    }
    const auto& version = *versions.rbegin();
    Revision revision;
    revision.id = id_for(version);
    revision.description = lines_of(versions);
    revision.message = fmt::format("Schema of Rails at {}", version);
    revision.created = time_of(version);
    revision.origin = {source->path, 0};
    revision.up = section_sql(source, 0, source->text.size(), Runs::by_statement);
    History history;
    history.revisions.push_back(std::move(revision));
    history.left_out = remarks_beside(folder, file, versions);
    return history;
}

} // namespace

const Format k_rails{"rails",
                     "Rails",
                     looks_like_rails,
                     read_rails,
                     "db/structure.sql",
                     {.ids = ids_of_version, .may_begin_late = true, .parts_line = k_parts},
                     false,
                     Reach::one_folder,
                     false};

} // namespace headstart::imports
