#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// Rails with `config.active_record.schema_format = :sql`: db/structure.sql, a dump, and at its end the rows
/// of schema_migrations. It becomes one revision, whose id is the newest of those rows.
namespace headstart::imports {

namespace {

constexpr std::string_view k_structure = "structure.sql";

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

/// A dump is called so in projects of other tools, too, whose migrations in SQL are then beside it.
Likeness looks_like_rails(const SourceFolder& folder) {
    const auto file = structure_file(folder);
    if (file.empty() || base_name(file) != k_structure) {
        return Likeness::none;
    }
    const auto beside = std::string(file).substr(0, file.size() - k_structure.size()) + "migrations/";
    const auto& files = folder.files();
    const bool has_others = std::any_of(files.begin(), files.end(), [&](const std::string& one) {
        return one.starts_with(beside) && one.ends_with(".sql");
    });
    return has_others ? Likeness::readable : Likeness::named;
}

/// Of `INSERT INTO "schema_migrations" (version) VALUES ('20240131235959'), …;` the greatest, which Rails
/// writes at the end.
std::string newest_version(std::string_view text) {
    std::string newest;
    const auto insert = text.rfind("INSERT INTO \"schema_migrations\"");
    const auto plain =
        insert == std::string_view::npos ? text.rfind("INSERT INTO schema_migrations") : insert;
    if (plain == std::string_view::npos) {
        return newest;
    }
    const auto rows = text.substr(plain, text.find(';', plain) - plain);
    for (auto at = rows.find('\''); at != std::string_view::npos; at = rows.find('\'', at + 1)) {
        const auto end = std::min(rows.find('\'', at + 1), rows.size());
        const auto version = rows.substr(at + 1, end - at - 1);
        if (is_number(version) && (newest.empty() || is_less_number(newest, version))) {
            newest = version;
        }
        at = std::min(end, rows.size() - 1);
    }
    return newest;
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
    const auto version = newest_version(source->text);
    if (version.empty()) {
        throw diag::refusal(diag::code::not_imported,
                            fmt::format("{} has no rows of schema_migrations at its end", source->path),
                            "let Rails write it anew: `bin/rails db:schema:dump`; nothing was written");
    }
    Revision revision;
    revision.id = id_for(version);
    revision.message = fmt::format("Schema of Rails at {}", version);
    revision.created = time_of(version);
    revision.origin = {source->path, 0};
    revision.up = section_sql(source, 0, source->text.size(), Runs::by_statement);
    History history;
    history.revisions.push_back(std::move(revision));
    return history;
}

} // namespace

const Format k_rails{"rails",
                     "Rails",
                     looks_like_rails,
                     read_rails,
                     "db/structure.sql",
                     {ids_of_version, nullptr, false, true},
                     false,
                     Reach::one_folder,
                     false};

} // namespace headstart::imports
