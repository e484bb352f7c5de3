#include "base/text.hpp"
#include "imports/annotated_file.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/transactions.hpp"

#include <algorithm>
#include <map>

/// sql-migrate: files of any name with annotations, `-- +migrate Up notransaction`. Its table knows a file by
/// its name.
namespace headstart::imports {

namespace {

/// "up" of `-- +migrate Up notransaction`; nothing for any other line.
std::optional<std::string> sql_migrate_annotation(std::string_view line) {
    const auto comment = line.starts_with("--") ? comment_on(line) : std::nullopt;
    const auto words = comment ? behind(*comment, "+migrate ") : std::nullopt;
    return words ? std::optional(base::to_lower(words->substr(0, words->find_first_of(" \t"))))
                 : std::nullopt;
}

bool is_sql_migrate_directive(std::string_view comment) {
    return comment.starts_with("+migrate");
}

bool is_sql_migrate_mark(std::string_view line) {
    const auto annotation = sql_migrate_annotation(line);
    return annotation == "up" || annotation == "down";
}

const Annotations k_sql_migrate_annotations{.title = "sql-migrate",
                                            .mark = "-- +migrate",
                                            .annotation = sql_migrate_annotation,
                                            .is_directive = is_sql_migrate_directive,
                                            .may_repeat = true};

bool is_direct_sql(std::string_view file) {
    return file.ends_with(".sql") && file.find('/') == std::string_view::npos;
}

Likeness looks_like_sql_migrate(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_annotations = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return is_direct_sql(file) && !is_of_one_way(file) &&
               has_line(folder.beginning_of(file), sql_migrate_annotation);
    });
    return has_annotations ? Likeness::marked : Likeness::none;
}

/// "0001" of "0001_create_users" and of "0001-create-users.sql"; may be empty.
std::string_view leading_digits(std::string_view name) {
    return name.substr(0, std::min(name.find_first_not_of("0123456789"), name.size()));
}

/// Numbers go before each other as numbers do, all else by its bytes.
bool runs_before(std::string_view a, std::string_view b) {
    const auto one = leading_digits(a);
    const auto other = leading_digits(b);
    if (one.empty() || other.empty() || without_zeros(one) == without_zeros(other)) {
        return a < b;
    }
    return is_less_number(one, other);
}

std::string_view stem_of(std::string_view file) {
    return file.substr(0, file.size() - std::min(file.size(), std::string_view(".sql").size()));
}

Revision sql_migrate_revision(const SourceFolder& folder, std::string_view file, bool has_own_number) {
    const auto stem = stem_of(file);
    const auto number = leading_digits(stem);
    Revision revision;
    revision.id = id_for(has_own_number ? number : stem);
    revision.message = words_of(stem.substr(stem == number ? 0 : number.size()), "unnamed");
    revision.created = time_of(number);
    revision.origin = {folder.shown(file), 0};
    return revision;
}

void read_sql_migrate_file(const SourceFolder& folder, std::string_view name, Revision& revision) {
    const auto source = folder.read(name);
    auto up = Runs::in_transaction;
    auto down = Runs::in_transaction;
    const auto obey = [&](const std::string& annotation, std::string_view line) {
        if (base::to_lower(line).find(" notransaction") != std::string::npos) {
            (annotation == "up" ? up : down) = Runs::outside;
        }
        return false;
    };
    const auto text_of = [&](const Line& line) {
        return std::string(source->text.view().substr(line.begin, line.next - line.begin));
    };
    const auto file = read_annotated_file(source, k_sql_migrate_annotations, {obey, text_of});
    revision.up = section_sql(file.up.text, {source->path, file.up.line}, up, file.up.left_out);
    revision.up.notes = file.preamble.comments;
    revision.down = file.down.line == 0 ? nothing_to_undo(revision.origin, "sql-migrate")
                                        : section_sql(file.down.text, {source->path, file.down.line}, down,
                                                      file.down.left_out);
}

History read_sql_migrate(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    std::vector<std::string_view> files;
    std::copy_if(folder.files().begin(), folder.files().end(), std::back_inserter(files), is_direct_sql);
    std::stable_sort(files.begin(), files.end(), runs_before);
    std::map<std::string_view, int> numbers;
    for (const auto file : files) {
        ++numbers[without_zeros(leading_digits(file))];
    }
    for (const auto file : files) {
        const auto number = leading_digits(file);
        auto revision =
            sql_migrate_revision(folder, file, !number.empty() && numbers[without_zeros(number)] == 1);
        read_sql_migrate_file(folder, file, revision);
        history.revisions.push_back(std::move(revision));
    }
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_sql_migrate(const database::OtherRow& row, std::size_t /*occurrence*/) {
    const auto stem = stem_of(row.version);
    return {id_for(stem), id_for(leading_digits(stem))};
}

} // namespace

const Format k_sql_migrate{.name = "sql-migrate",
                           .title = "sql-migrate",
                           .looks_like = looks_like_sql_migrate,
                           .read = read_sql_migrate,
                           .usual_places = "migrations db/migrations sql/migrations migrations/postgres",
                           .table = {.ids = ids_of_sql_migrate},
                           .keeps_session = true,
                           .is_mark = is_sql_migrate_mark};

} // namespace headstart::imports
