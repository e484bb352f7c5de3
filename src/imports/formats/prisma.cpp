#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

/// Prisma Migrate: `20240131235959_create_users/migration.sql`, beside which some keep a down.sql by hand,
/// and migration_lock.toml above. Each is sent as it stands; the whole folder's name is the version.
namespace headstart::imports {

namespace {

constexpr std::string_view k_lock_file = "migration_lock.toml";

/// The folder of a migration.sql; empty for any other file.
std::string_view prisma_folder(std::string_view file) {
    const auto folder = folder_of(file);
    const bool is_one =
        base_name(file) == "migration.sql" && !folder.empty() && folder.find('/') == std::string_view::npos;
    return is_one ? folder : std::string_view{};
}

Likeness looks_like_prisma(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_folders = std::any_of(
        files.begin(), files.end(), [](const std::string& file) { return !prisma_folder(file).empty(); });
    return has_folders ? Likeness::named : Likeness::none;
}

void check_provider(const SourceFolder& folder) {
    const auto lock = folder.read_if_there(k_lock_file);
    const auto properties = read_properties(lock ? std::string_view((*lock)->text) : std::string_view{});
    const auto provider = properties.find("provider");
    if (provider != properties.end() && provider->second != "postgresql" && provider->second != "postgres" &&
        provider->second != "cockroachdb") {
        throw diag::refusal(
            diag::code::not_imported,
            fmt::format("{} says that the history is for {}", folder.shown(k_lock_file), provider->second),
            "headstart migrates PostgreSQL; nothing was written");
    }
}

/// "20240131235959" of the folder's name; the whole name where it has no number of its own.
std::string_view number_of(std::string_view name) {
    const auto number = name.substr(0, name.find('_'));
    return is_number(number) ? number : name;
}

Revision read_prisma_folder(const SourceFolder& folder, const std::string& name, bool has_own_number) {
    const auto source = folder.read(name + "/migration.sql");
    const auto number = number_of(name);
    const auto rest = name.size() > number.size() ? name.substr(number.size()) : "";
    Revision revision;
    revision.id = id_for(has_own_number ? number : std::string_view(name));
    revision.message = words_of(rest, "unnamed");
    revision.created = time_of(number);
    revision.origin = {source->path, 0};
    revision.up = section_sql(source, 0, source->text.size(), Runs::as_one_message);
    if (const auto down = folder.read_if_there(name + "/down.sql")) {
        revision.down = section_sql(*down, 0, (*down)->text.size(), Runs::as_one_message);
    }
    return revision;
}

/// Migrations that somebody has written in another language.
void leave_out_others(const SourceFolder& folder, History& history) {
    std::set<std::string_view> told;
    for (const auto& file : folder.files()) {
        const auto name = std::string_view(file).substr(0, std::min(file.find('/'), file.size()));
        const bool is_in_folder = name.size() < file.size();
        if (is_in_folder && number_of(name) != name && !folder.has(std::string(name) + "/migration.sql") &&
            told.insert(name).second) {
            history.left_out.push_back({{folder.shown(name), 0},
                                        "a folder without migration.sql, of which no SQL can be told",
                                        "write what it does as SQL, in a revision in its place"});
        }
    }
}

History read_prisma(const SourceFolder& folder, const ReadOptions& /*options*/) {
    check_provider(folder);
    std::vector<std::string> names;
    std::map<std::string_view, int> numbers;
    for (const auto& file : folder.files()) {
        if (const auto name = prisma_folder(file); !name.empty()) {
            names.emplace_back(name);
            ++numbers[number_of(name)];
        }
    }
    // The order of files is that of paths, in which `/` comes into it.
    std::sort(names.begin(), names.end());
    History history;
    for (const auto& name : names) {
        history.revisions.push_back(read_prisma_folder(folder, name, numbers[number_of(name)] == 1));
    }
    leave_out_others(folder, history);
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_prisma(const database::OtherRow& row, std::size_t /*occurrence*/) {
    return {id_for(row.version), id_for(number_of(row.version))};
}

} // namespace

const Format k_prisma{"prisma",
                      "Prisma",
                      looks_like_prisma,
                      read_prisma,
                      "prisma/migrations migrations db/migrations packages/prisma/migrations",
                      {ids_of_prisma},
                      true};

} // namespace headstart::imports
