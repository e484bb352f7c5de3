#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/transactions.hpp"

#include <algorithm>

/// Diesel: a folder for each migration, `2024-01-31-235959_create_users/up.sql` and `down.sql`; metadata.toml
/// may say `run_in_transaction = false`.
namespace headstart::imports {

namespace {

/// What the table holds of it: "20240131235959".
std::string diesel_version(std::string_view folder_name) {
    std::string version(folder_name.substr(0, folder_name.find('_')));
    std::erase(version, '-');
    return version;
}

/// "2024-01-31-235959_create_users" of its `up.sql`; empty for any other file. Diesel takes a version that is
/// no number, too.
std::string_view diesel_folder(std::string_view file) {
    const auto folder = folder_of(file);
    const bool is_one = base_name(file) == "up.sql" && folder.find('/') == std::string_view::npos;
    return is_one ? folder : std::string_view{};
}

Likeness looks_like_diesel(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_numbers = std::any_of(files.begin(), files.end(), [](const std::string& file) {
        return is_number(diesel_version(diesel_folder(file)));
    });
    return has_numbers ? Likeness::named : Likeness::none;
}

Runs runs_of_diesel(const SourceFolder& folder, const std::string& name) {
    const auto metadata = folder.read_if_there(name + "/metadata.toml");
    const auto properties = metadata ? read_properties((*metadata)->text) : read_properties("");
    const auto found = properties.find("run_in_transaction");
    return found != properties.end() && found->second == "false" ? Runs::outside : Runs::in_transaction;
}

Revision read_diesel_folder(const SourceFolder& folder, const std::string& name) {
    const auto version = diesel_version(name);
    const auto runs = runs_of_diesel(folder, name);
    const auto up = folder.read(name + "/up.sql");
    Revision revision;
    revision.id = id_for(version);
    const auto underscore = name.find('_');
    revision.message =
        words_of(underscore == std::string::npos ? "" : name.substr(underscore + 1), "unnamed");
    revision.created = time_of(std::string_view(version).substr(0, 14)); // what is behind them counts
    revision.origin = {up->path, 0};
    revision.up = section_sql(up, 0, up->text.size(), runs);
    if (const auto down = folder.read_if_there(name + "/down.sql")) {
        revision.down = section_sql(*down, 0, (*down)->text.size(), runs);
    }
    return revision;
}

History read_diesel(const SourceFolder& folder, const ReadOptions& /*options*/) {
    std::vector<std::string> names;
    for (const auto& file : folder.files()) {
        if (const auto name = diesel_folder(file); !name.empty()) {
            names.emplace_back(name);
        }
    }
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return diesel_version(a) < diesel_version(b);
    });
    History history;
    for (const auto& name : names) {
        history.revisions.push_back(read_diesel_folder(folder, name));
    }
    make_chain(history);
    return history;
}

} // namespace

const Format k_diesel{"diesel",         "Diesel", looks_like_diesel, read_diesel, "migrations db/migrations",
                      {ids_of_version}, true};

} // namespace headstart::imports
