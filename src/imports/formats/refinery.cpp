#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/dotted.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/transactions.hpp"

#include <algorithm>

/// Refinery: `V1__create_users.sql`, and `U1__…` for one that may come late, in whatever folder below. Of
/// what is in Rust the place is kept. None can be undone.
namespace headstart::imports {

namespace {

struct RefineryFile {
    std::string_view file;
    std::string_view version;
    std::string_view name;
    bool is_rust = false;
};

std::optional<RefineryFile> as_refinery(std::string_view file) {
    auto name = base_name(file);
    const bool is_rust = name.ends_with(".rs");
    const auto separator = name.find("__");
    const bool is_one = (name.starts_with('V') || name.starts_with('U')) &&
                        (is_rust || name.ends_with(".sql")) && separator != std::string_view::npos &&
                        is_dotted(name.substr(1, separator - 1));
    if (!is_one) {
        return std::nullopt;
    }
    const auto version = name.substr(1, separator - 1);
    name.remove_suffix(is_rust ? 3 : 4);
    return RefineryFile{file, version, name.substr(separator + 2), is_rust};
}

std::vector<RefineryFile> refinery_files(const SourceFolder& folder) {
    std::vector<RefineryFile> files;
    for (const auto& file : folder.files()) {
        if (const auto found = as_refinery(file)) {
            files.push_back(*found);
        }
    }
    std::stable_sort(files.begin(), files.end(), [](const RefineryFile& a, const RefineryFile& b) {
        return is_less_dotted(a.version, b.version);
    });
    return files;
}

/// Flyway's files bear the same names.
Likeness looks_like_refinery(const SourceFolder& folder) {
    const auto files = refinery_files(folder);
    const bool has_sql =
        std::any_of(files.begin(), files.end(), [](const RefineryFile& one) { return !one.is_rust; });
    if (!has_sql) {
        return Likeness::none;
    }
    return is_of_rust(folder) ? Likeness::named : Likeness::readable;
}

/// A comment says that the file runs without a transaction.
bool is_outside_transaction(std::string_view text) {
    Lines lines(text);
    while (const auto line = lines.next()) {
        const auto comment = comment_on(line->text);
        if (comment && behind(*comment, "refinery:noTransaction")) {
            return true;
        }
    }
    return false;
}

Revision refinery_revision(const SourceFolder& folder, const RefineryFile& file) {
    Revision revision;
    revision.id = id_for(file.version);
    revision.message = words_of(file.name, "unnamed");
    revision.created = time_of(file.version);
    revision.origin = {folder.shown(file.file), 0};
    return revision;
}

Revision read_refinery_file(const SourceFolder& folder, const RefineryFile& file) {
    const auto source = folder.read(file.file);
    auto revision = refinery_revision(folder, file);
    revision.up = section_sql(source, 0, source->text.size(),
                              is_outside_transaction(source->text) ? Runs::outside : Runs::in_transaction);
    return revision;
}

History read_refinery(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    for (const auto& file : refinery_files(folder)) {
        if (file.is_rust) {
            keep_place(history, refinery_revision(folder, file), "a migration in Rust");
        } else {
            history.revisions.push_back(read_refinery_file(folder, file));
        }
    }
    make_chain(history, plain_dotted);
    return history;
}

} // namespace

const Format k_refinery{"refinery",
                        "Refinery",
                        looks_like_refinery,
                        read_refinery,
                        "migrations src/migrations db/migrations",
                        {ids_of_version, plain_dotted},
                        true,
                        Reach::below};

} // namespace headstart::imports
