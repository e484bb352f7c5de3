#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// golang-migrate: `000001_create_users.up.sql` and `.down.sql`, each sent as it stands. A version may have
/// one of the two alone: the other way then does nothing.
namespace headstart::imports {

namespace {

/// The name taken apart as golang-migrate does it, which takes any ending behind the way: `.up.pgsql`.
std::optional<NumberedFile> as_golang(std::string_view file) {
    const auto way = std::max(file.rfind(".up.") + 1, file.rfind(".down.") + 1);
    if (way == 0) {
        return std::nullopt;
    }
    const auto found = as_numbered(file, {file.substr(way - 1)});
    const bool has_name = found && file.substr(found->version.size()).starts_with('_');
    return has_name ? found : std::nullopt;
}

bool is_way_up(const NumberedFile& file) {
    return file.ending.starts_with(".up.");
}

/// In the order of their numbers.
std::vector<NumberedFile> golang_files(const SourceFolder& folder) {
    std::vector<NumberedFile> files;
    for (const auto& file : folder.files()) {
        if (const auto found = as_golang(file)) {
            files.push_back(*found);
        }
    }
    std::stable_sort(files.begin(), files.end(), [](const NumberedFile& a, const NumberedFile& b) {
        return is_less_number(a.version, b.version);
    });
    return files;
}

/// SQLx's files bear the same names.
Likeness looks_like_golang(const SourceFolder& folder) {
    const auto files = golang_files(folder);
    if (std::none_of(files.begin(), files.end(), [](const NumberedFile& one) { return is_way_up(one); })) {
        return Likeness::none;
    }
    return is_of_rust(folder) ? Likeness::readable : Likeness::named;
}

Sql golang_sql(const SourceFolder& folder, const NumberedFile& file) {
    const auto source = folder.read(file.file);
    return section_sql(source, 0, source->text.size(), Runs::as_one_message);
}

void add_golang_file(const SourceFolder& folder, const NumberedFile& file, Revision& revision, bool& has_up) {
    const bool is_up = is_way_up(file);
    if (is_up ? has_up : revision.down.has_value()) {
        throw diag::refusal(diag::code::not_imported,
                            fmt::format("{} and {} are both version {}",
                                        is_up ? revision.origin.path : revision.down->origin.path,
                                        folder.shown(file.file), file.version),
                            "give one of the two another version; nothing was written");
    }
    if (is_up) {
        revision.up = golang_sql(folder, file);
        revision.message = words_of(file.name, "unnamed");
        revision.origin = {folder.shown(file.file), 0};
        has_up = true;
    } else {
        revision.down = golang_sql(folder, file);
    }
}

/// What a version has in its files, from the first of them on; `at` is behind the last afterwards.
Revision read_golang_version(const SourceFolder& folder, const std::vector<NumberedFile>& files,
                             std::size_t& at) {
    const auto& first = files[at];
    Revision revision;
    revision.id = id_for(first.version);
    revision.created = time_of(first.version);
    revision.message = words_of(first.name, "unnamed");
    revision.origin = {folder.shown(first.file), 0};
    bool has_up = false;
    for (; at < files.size() && without_zeros(files[at].version) == without_zeros(first.version); ++at) {
        add_golang_file(folder, files[at], revision, has_up);
    }
    if (!has_up) {
        revision.up = {"", true, revision.origin, {"Nothing to run: there is no file for the way up."}};
    }
    if (!revision.down) {
        revision.down = nothing_to_undo(revision.origin, "golang-migrate");
    }
    return revision;
}

History read_golang(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    const auto files = golang_files(folder);
    for (std::size_t at = 0; at < files.size();) {
        history.revisions.push_back(read_golang_version(folder, files, at));
    }
    make_chain(history, plain_number);
    return history;
}

} // namespace

const Format k_golang_migrate{"golang-migrate",
                              "golang-migrate",
                              looks_like_golang,
                              read_golang,
                              "migrations db/migrations db/migration database/migrations sql/migrations "
                              "internal/db/migrations migration",
                              {ids_of_version, plain_number, true},
                              true};

} // namespace headstart::imports
