#include "imports/write.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/prose.hpp"
#include "scripts/script_directory.hpp"
#include "scripts/section.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>

namespace headstart::imports {

namespace fs = std::filesystem;
using std::chrono::system_clock;

namespace {

/// A server that may know more than our grammar does.
const sql::Dialect k_any_server{99};

/// So many statements of a section are told of, where each hides the next.
constexpr int k_most_rounds = 20;

revision::Revision as_revision(const Revision& one, const std::string& timezone) {
    revision::Revision revision;
    revision.id = one.id;
    revision.down_revisions = one.parents;
    revision.depends_on = one.depends_on;
    revision.branch_labels = one.labels;
    revision.message = plain_message(one.message);
    revision.create_date = one.create_date;
    if (revision.create_date.empty() && one.created) {
        revision.create_date = scripts::create_date(timezone, *one.created);
    }
    return revision;
}

std::string comment_line(const std::string& line) {
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    const auto words = plain_message(line.substr(indent));
    return words.empty() ? "--\n" : fmt::format("-- {}{}\n", line.substr(0, indent), words);
}

void add_key(std::string& text, std::string_view key, const std::string& value) {
    if (!value.empty()) {
        text += fmt::format("-- {}: {}\n", key, value);
    }
}

std::string header_of(const Revision& one, const revision::Revision& revision) {
    std::string text = fmt::format("-- {}\n--\n", revision.message);
    for (const auto& line : one.description) {
        text += comment_line(line);
    }
    text += one.description.empty() ? "" : "--\n";
    add_key(text, "Revision ID", revision.id);
    add_key(text, "Revises", one.parents.empty() ? "<base>" : base::join(one.parents, ", "));
    add_key(text, "Branch Labels", base::join(one.labels, ", "));
    add_key(text, "Depends On", base::join(one.depends_on, ", "));
    add_key(text, "Create Date", revision.create_date);
    return text;
}

void add_section(std::string& text, std::string_view direction, const Sql& sql) {
    text += fmt::format("\n-- migrate:{}{}\n", direction, sql.transactional ? "" : " transaction:false");
    for (const auto& note : sql.notes) {
        text += comment_line(note);
    }
    text += with_plain_comments(sql.text);
}

std::string text_of(const Revision& one, const revision::Revision& revision) {
    auto text = header_of(one, revision);
    add_section(text, "up", one.up);
    if (one.down) {
        add_section(text, "down", *one.down);
    }
    return text;
}

/// Where a literal, a comment or the rows of a COPY begin that nobody ends; nothing: all are closed.
std::optional<std::size_t> open_place(std::string_view text) {
    sql::SqlSpans spans(text);
    while (const auto span = spans.next()) {
        sql::Scanner scanner(span->sql);
        while (const auto token = scanner.next()) {
            if (!token->is_closed) {
                return span->begin + token->begin;
            }
        }
    }
    const auto& error = spans.error();
    return error ? std::optional(error->offset) : std::nullopt;
}

/// What nobody ends would swallow the marker of the next section.
void check_sections_end(const Revision& one, const scripts::Sections& sections) {
    if (sections.down.has_value() != one.down.has_value()) {
        const auto lines = diag::position_of(one.up.text, open_place(one.up.text).value_or(0)).line - 1;
        const auto place = place_in(one.up, lines);
        throw diag::refusal(diag::code::not_imported,
                            fmt::format("{}:{}: a literal, a comment or the rows of a COPY are not closed",
                                        place.path, place.line),
                            "mend the file; nothing was written");
    }
}

/// Makes blanks of a statement that was refused, to see what else there is: of a command of psql's, its line.
void blank_statement(std::string& text, const scripts::Section& section, std::size_t at) {
    auto begin = section.begin;
    auto end = section.end;
    sql::Scanner scanner(section.text());
    while (const auto token = scanner.next()) {
        const auto place = section.begin + token->begin;
        if (token->kind == sql::TokenKind::backslash && place >= at) {
            begin = place == at ? place : begin;
            end = std::min(text.find('\n', place), section.end);
            break;
        }
        if (token->kind == sql::TokenKind::semicolon) {
            begin = place < at ? place + 1 : begin;
            end = place < at ? end : place;
            if (place >= at) {
                break;
            }
        }
    }
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return c != '\n'; }, ' ');
}

Remark as_remark(const diag::Diagnostic& problem, const scripts::Section& section, const Sql& sql) {
    auto place = sql.origin;
    if (problem.span && problem.span->begin >= section.begin) {
        const auto line = diag::position_of(section.text(), problem.span->begin - section.begin).line;
        place = place_in(sql, line - std::min(line, 1 + sql.notes.size()));
    }
    return {std::move(place), problem.message, problem.hint};
}

/// What is no SQL cannot be looked at any further.
bool hides_more(const diag::Diagnostic& problem) {
    return problem.span &&
           (problem.code == diag::code::syntax_error || problem.code == diag::code::meta_command);
}

/// What headstart refuses of a section on a server of this version, and where the file says so. A syntax
/// error hides what is behind it, so its statement is taken away, and the rest looked at again.
std::vector<Remark> complaints_about(scripts::Section section, const Sql& sql, sql::Dialect server) {
    std::vector<Remark> remarks;
    for (int round = 0; round < k_most_rounds; ++round) {
        try {
            scripts::parse_section(section, server);
            break;
        } catch (const diag::Error& error) {
            for (const auto& problem : error.diagnostics()) {
                remarks.push_back(as_remark(problem, section, sql));
            }
            const auto& first = error.diagnostics().front();
            if (!hides_more(first) || first.span->begin < section.begin) {
                break;
            }
            std::string rest(section.source->text.view());
            blank_statement(rest, section, first.span->begin);
            if (rest == section.source->text.view()) {
                break;
            }
            section.source = std::make_shared<const diag::SourceText>(
                diag::SourceText{section.source->path, std::move(rest)});
        }
    }
    return remarks;
}

void review_section(const scripts::Section& section, const Sql& sql, History& history) {
    auto remarks = complaints_about(section, sql, k_any_server);
    if (remarks.empty()) {
        remarks = complaints_about(section, sql, sql::Dialect{sql::grammar_version()});
        for (auto& remark : remarks) {
            remark.instead =
                fmt::format("so says the built-in grammar of PostgreSQL {}; is it of a newer one?",
                            sql::grammar_version());
        }
    }
    history.reviews.insert(history.reviews.end(), std::make_move_iterator(remarks.begin()),
                           std::make_move_iterator(remarks.end()));
}

/// Where the tool knows no way back, somebody else's marker may begin one: it would run in `up`.
void review_comments(const Revision& one, History& history) {
    if (one.down) {
        return;
    }
    for (const auto at : comments_like_markers(one.up.text)) {
        history.reviews.push_back(
            {place_in(one.up, diag::position_of(one.up.text, at).line - 1),
             "the comment reads as if another section began here; what is below it runs "
             "with what is above",
             "if it begins the way back, move that to a down section"});
    }
}

void review(const Revision& one, const diag::SourceText& text, History& history) {
    const auto source = std::make_shared<const diag::SourceText>(text);
    const auto sections = scripts::find_sections(source);
    check_sections_end(one, sections);
    review_comments(one, history);
    if (sections.up) {
        review_section(*sections.up, one.up, history);
    }
    if (sections.down && one.down) {
        review_section(*sections.down, *one.down, history);
    }
}

void check_names_differ(const std::vector<diag::SourceText>& files, const History& history) {
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto [at, is_new] = seen.try_emplace(files[i].path, i);
        if (!is_new) {
            throw diag::refusal(diag::code::not_imported,
                                fmt::format("{} and {} would both become {}",
                                            history.revisions[at->second].origin.path,
                                            history.revisions[i].origin.path, files[i].path),
                                "let file_template name the revision's id: %(rev)s_%(slug)s; nothing was "
                                "written");
        }
    }
}

void remove_files(const std::vector<fs::path>& files) {
    for (const auto& file : files) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
}

} // namespace

std::vector<diag::SourceText> file_texts(History& history, const fs::path& folder,
                                         const scripts::NewScriptStyle& style) {
    std::vector<diag::SourceText> files;
    files.reserve(history.revisions.size());
    for (const auto& one : history.revisions) {
        const auto revision = as_revision(one, style.timezone);
        const auto stem = one.file_stem.empty()
                              ? scripts::file_stem(revision, style, one.created.value_or(system_clock::now()))
                              : one.file_stem;
        files.push_back({(folder / (stem + ".sql")).string(), text_of(one, revision)});
        review(one, files.back(), history);
    }
    check_names_differ(files, history);
    scripts::ScriptDirectory::in_memory(folder, files); // the graph is one, or it is refused here
    return files;
}

void write_files(const std::vector<diag::SourceText>& files) {
    std::vector<fs::path> written;
    for (const auto& file : files) {
        try {
            base::write_new_file(file.path, file.text.view());
            written.emplace_back(file.path);
        } catch (const std::system_error& error) {
            remove_files(written);
            throw diag::refusal(diag::code::cannot_write,
                                fmt::format("cannot write {}: {}", file.path, error.code().message()),
                                "nothing was written; name another folder: --into FOLDER");
        }
    }
}

} // namespace headstart::imports
