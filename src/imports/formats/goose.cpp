#include "base/text.hpp"
#include "imports/annotated_file.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/shell_variables.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// goose: `00001_create_users.sql` with annotations, `-- +goose Up`.
namespace headstart::imports {

namespace {

const std::vector<std::string_view>& goose_endings() {
    static const std::vector<std::string_view> k_endings{".sql"};
    return k_endings;
}

/// "up" of `-- +goose Up`, in lower case; nothing for any other line.
std::optional<std::string> goose_annotation(std::string_view line) {
    const auto comment = line.starts_with("--") ? comment_on(line) : std::nullopt;
    const auto words = comment ? behind(*comment, "+goose ") : std::nullopt;
    return words ? std::optional(base::to_lower(*words)) : std::nullopt;
}

bool is_goose_directive(std::string_view comment) {
    return comment.starts_with("+goose");
}

bool is_goose_mark(std::string_view line) {
    const auto annotation = goose_annotation(line);
    return annotation == "up" || annotation == "down";
}

Likeness looks_like_goose(const SourceFolder& folder) {
    const auto files = numbered_files(folder, goose_endings());
    const bool has_annotations = std::any_of(files.begin(), files.end(), [&](const NumberedFile& file) {
        return !is_of_one_way(file.file) && has_line(folder.beginning_of(file.file), goose_annotation);
    });
    return has_annotations ? Likeness::marked : Likeness::none;
}

const Annotations k_goose_annotations{.title = "goose",
                                      .mark = "-- +goose",
                                      .annotation = goose_annotation,
                                      .is_directive = is_goose_directive,
                                      .may_repeat = false};

/// What goose knows beside the ways of a file.
struct GooseModes {
    Runs runs = Runs::in_transaction;
    bool fills_in = false; ///< ENVSUB

    bool obey(const std::string& annotation) {
        if (annotation == "no transaction") {
            runs = Runs::outside;
            return true;
        }
        if (annotation.starts_with("envsub")) {
            fills_in = annotation.ends_with(" on");
            return true;
        }
        return false;
    }

    [[nodiscard]] std::string text_of(const Source& source, const Line& line,
                                      const ReadOptions& options) const {
        if (is_goose_mark(base::trim(line.text))) {
            throw refusal_of_line(source, line,
                                  "the annotation does not begin its line, so goose takes it for none",
                                  "write it without blanks before it");
        }
        if (!fills_in) {
            return std::string(source->text.view().substr(line.begin, line.next - line.begin));
        }
        return fill_shell_variables(
            source, line.begin, line.next, [&](std::string_view name) -> std::optional<std::string> {
                const auto found = options.placeholders.find(name);
                return found == options.placeholders.end() ? std::nullopt : std::optional(found->second);
            });
    }
};

Revision goose_revision(const SourceFolder& folder, const NumberedFile& named) {
    Revision revision;
    revision.id = id_for(named.version);
    revision.message = words_of(named.name, "unnamed");
    revision.created = time_of(named.version);
    revision.origin = {folder.shown(named.file), 0};
    return revision;
}

Revision read_goose_file(const SourceFolder& folder, const NumberedFile& named, const ReadOptions& options) {
    const auto source = folder.read(named.file);
    GooseModes modes;
    const auto file = read_annotated_file(
        source, k_goose_annotations,
        {.obey = [&](const std::string& annotation, std::string_view) { return modes.obey(annotation); },
         .text_of = [&](const Line& line) { return modes.text_of(source, line, options); }});
    auto revision = goose_revision(folder, named);
    revision.up = section_sql(file.up.text, {source->path, file.up.line}, modes.runs, file.up.left_out);
    revision.up.notes = file.preamble.comments;
    revision.down = file.down.line == 0 ? nothing_to_undo(revision.origin, "goose")
                                        : section_sql(file.down.text, {source->path, file.down.line},
                                                      modes.runs, file.down.left_out);
    return revision;
}

History read_goose(const SourceFolder& folder, const ReadOptions& options) {
    History history;
    for (const auto& file : numbered_files(folder, {".sql", "_test.go", ".go"})) {
        if (file.ending == ".sql") {
            history.revisions.push_back(read_goose_file(folder, file, options));
        } else if (file.ending == ".go") {
            keep_place(history, goose_revision(folder, file), "a migration in Go");
        }
    }
    make_chain(history, plain_number);
    return history;
}

} // namespace

const Format k_goose{"goose",
                     "goose",
                     looks_like_goose,
                     read_goose,
                     "migrations db/migrations sql/migrations sql/schema internal/db/migrations "
                     "internal/database/migrations db/goose",
                     {ids_of_version, plain_number},
                     true,
                     Reach::one_folder,
                     true,
                     is_goose_mark};

} // namespace headstart::imports
