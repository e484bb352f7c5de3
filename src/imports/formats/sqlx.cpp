#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

/// SQLx: `20240131235959_create_users.sql`, which cannot be undone, or `.up.sql` and `.down.sql`. The first
/// line may say `-- no-transaction`.
namespace headstart::imports {

namespace {

const std::vector<std::string_view>& sqlx_endings() {
    static const std::vector<std::string_view> k_endings{".up.sql", ".down.sql", ".sql"};
    return k_endings;
}

/// SQLx passes over names without `_`, such as that of a dump, `2024.sql`.
std::vector<NumberedFile> sqlx_files(const SourceFolder& folder) {
    auto files = numbered_files(folder, sqlx_endings());
    std::erase_if(
        files, [](const NumberedFile& one) { return !one.file.substr(one.version.size()).starts_with('_'); });
    return files;
}

/// golang-migrate's files bear the same names, and those of many others.
Likeness looks_like_sqlx(const SourceFolder& folder) {
    const auto files = sqlx_files(folder);
    const bool has_ways_up = std::any_of(files.begin(), files.end(), [](const NumberedFile& file) {
        return file.ending != ".down.sql" && !file.name.empty();
    });
    if (!has_ways_up) {
        return Likeness::none;
    }
    return is_of_rust(folder) ? Likeness::named : Likeness::readable;
}

Sql sqlx_sql(const SourceFolder& folder, const NumberedFile& file) {
    const auto source = folder.read(file.file);
    const bool is_outside = source->text.view().starts_with("-- no-transaction");
    const auto first = is_outside ? Lines(source->text).next()->next : 0;
    return section_sql(source, first, source->text.size(), is_outside ? Runs::outside : Runs::in_transaction);
}

Revision read_sqlx_file(const SourceFolder& folder, const NumberedFile& file) {
    Revision revision;
    revision.id = id_for(file.version);
    revision.message = words_of(file.name, "unnamed");
    revision.created = time_of(file.version);
    revision.origin = {folder.shown(file.file), 0};
    revision.up = sqlx_sql(folder, file);
    return revision;
}

History read_sqlx(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    std::map<std::string, Sql, std::less<>> downs;
    for (const auto& file : sqlx_files(folder)) {
        if (file.ending == ".down.sql") {
            downs.emplace(without_zeros(file.version), sqlx_sql(folder, file));
        } else {
            history.revisions.push_back(read_sqlx_file(folder, file));
        }
    }
    for (auto& revision : history.revisions) {
        if (const auto down = downs.find(without_zeros(revision.id)); down != downs.end()) {
            revision.down = std::move(down->second);
        }
    }
    make_chain(history, plain_number);
    return history;
}

} // namespace

const Format k_sqlx{
    "sqlx", "SQLx", looks_like_sqlx, read_sqlx, "migrations db/migrations", {ids_of_version, plain_number},
    true};

} // namespace headstart::imports
