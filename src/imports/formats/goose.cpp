#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/placeholders.hpp"
#include "imports/preamble.hpp"
#include "imports/statements.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// goose: `00001_create_users.sql` with annotations, `-- +goose Up`. A statement that holds `;` stands
/// between StatementBegin and StatementEnd, and need not end with one.
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

bool has_goose_annotation(std::string_view text) {
    Lines lines(text);
    while (const auto line = lines.next()) {
        if (goose_annotation(line->text)) {
            return true;
        }
    }
    return false;
}

Likeness looks_like_goose(const SourceFolder& folder) {
    const auto files = numbered_files(folder, goose_endings());
    const bool has_annotations = std::any_of(files.begin(), files.end(), [&](const NumberedFile& file) {
        return !is_of_one_way(file.file) && has_goose_annotation(folder.beginning_of(file.file));
    });
    return has_annotations ? Likeness::marked : Likeness::none;
}

/// One way of a file while its lines are read.
struct GooseWay {
    std::string text;
    std::size_t line = 0; ///< at which it begins; 0: it has not
};

/// Reads a file from line to line, as goose does.
class GooseFile {
public:
    GooseFile(Source source, const ReadOptions& options)
        : m_source(std::move(source))
        , m_options(options) {}

    void read() {
        Lines lines(m_source->text);
        while (const auto line = lines.next()) {
            ++m_line;
            const auto annotation = goose_annotation(line->text);
            if (annotation && obey(*annotation, *line)) {
                continue;
            }
            if (m_way != nullptr) {
                m_way->text += text_of(*line);
            }
        }
        if (m_up.line == 0) {
            throw refusal_of_line(m_source, {0, 0, 0, {}}, "the file has no `-- +goose Up`",
                                  "write it above the SQL");
        }
        if (m_preamble.statement) {
            throw refusal_of_line(
                m_source, *m_preamble.statement,
                "the statement stands above the first `-- +goose Up` or `Down`, where goose "
                "refuses it",
                "write it below the annotation");
        }
    }

    [[nodiscard]] Sql up() const {
        auto sql = sql_of(m_up);
        sql.notes = m_preamble.comments;
        return sql;
    }

    [[nodiscard]] std::optional<Sql> down() const {
        return m_down.line == 0 ? std::nullopt : std::optional(sql_of(m_down));
    }

private:
    /// False: it is an annotation that only looks like one.
    bool obey(const std::string& annotation, const Line& line) {
        if (annotation == "up" || annotation == "down") {
            auto& way = annotation == "up" ? m_up : m_down;
            if (way.line != 0) {
                throw refusal_of_line(
                    m_source, line,
                    fmt::format("`{}` stands here for the second time", base::trim(line.text)),
                    "goose wants it once: join the two");
            }
            if (m_way == nullptr) {
                m_preamble = preamble_of(m_source, line.begin, is_goose_directive);
            }
            way.line = m_line + 1;
            m_way = &way;
        } else if (annotation == "statementbegin") {
            m_statement = m_way == nullptr ? 0 : m_way->text.size();
        } else if (annotation == "statementend") {
            end_statement();
        } else if (annotation == "no transaction") {
            m_runs = Runs::outside;
        } else if (annotation.starts_with("envsub")) {
            m_fills_in = annotation.ends_with(" on");
        } else {
            return false;
        }
        return true;
    }

    void end_statement() {
        if (m_way != nullptr) {
            m_way->text.replace(m_statement, std::string::npos,
                                with_semicolon(m_way->text.substr(m_statement)));
        }
    }

    [[nodiscard]] std::string text_of(const Line& line) const {
        if (!m_fills_in) {
            return std::string(m_source->text.view().substr(line.begin, line.next - line.begin));
        }
        return fill_placeholders(m_source, line.begin, line.next, {.has_defaults = true},
                                 [&](std::string_view name) -> std::optional<std::string> {
                                     const auto found = m_options.placeholders.find(name);
                                     return found == m_options.placeholders.end()
                                                ? std::nullopt
                                                : std::optional(found->second);
                                 });
    }

    [[nodiscard]] Sql sql_of(const GooseWay& way) const {
        return section_sql(way.text, {m_source->path, way.line}, m_runs);
    }

    Source m_source;
    const ReadOptions& m_options;
    GooseWay m_up;
    GooseWay m_down;
    GooseWay* m_way = nullptr;
    Preamble m_preamble;
    std::size_t m_line = 0;
    std::size_t m_statement = 0; ///< where, in the way's text, the last StatementBegin was
    bool m_fills_in = false;
    Runs m_runs = Runs::in_transaction;
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
    GooseFile file(folder.read(named.file), options);
    file.read();
    auto revision = goose_revision(folder, named);
    revision.up = file.up();
    revision.down = file.down();
    if (!revision.down) {
        revision.down = nothing_to_undo(revision.origin, "goose");
    }
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
