#include "scripts/header.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "scripts/licence.hpp"
#include "scripts/marker.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace headstart::scripts {

namespace {

using revision::Revision;

/// That are told of one header.
constexpr std::size_t k_most_problems = 20;

/// That a header has: of more there is room to be made.
constexpr std::size_t k_usual_lines = 8;

struct Key {
    std::string_view name;
    std::string Revision::* text = nullptr;
    std::vector<std::string> Revision::* list = nullptr;
};

constexpr std::array k_keys{
    Key{"Revision ID", &Revision::id, nullptr},
    Key{"Revises", nullptr, &Revision::down_revisions},
    Key{"Branch Labels", nullptr, &Revision::branch_labels},
    Key{"Depends On", nullptr, &Revision::depends_on},
    Key{"Create Date", &Revision::create_date, nullptr},
};

/// `Key: value`, where the key is one of ours.
struct KeyLine {
    const Key* key;
    std::string_view value;
};

/// One `--` line of the header, as bytes of the file.
struct Line {
    std::size_t begin;
    std::string_view content;        ///< behind the dashes, trimmed
    std::optional<KeyLine> key_line; ///< what it is beside prose
    bool is_gap = false;             ///< no comment: a blank line
};

std::optional<KeyLine> as_key_line(std::string_view content) {
    const auto colon = content.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto name = base::trim(content.substr(0, colon));
    for (const auto& key : k_keys) {
        if (base::equals_ignoring_case(name, key.name)) {
            return KeyLine{&key, base::trim(content.substr(colon + 1))};
        }
    }
    return std::nullopt;
}

/// Behind the block comments at a place, a licence's or an editor's, and what is blank around them.
std::size_t behind_block_comments(std::string_view text, std::size_t at) {
    constexpr std::string_view k_blank = " \t\r\n";
    auto next = std::min(text.find_first_not_of(k_blank, at), text.size());
    while (text.substr(next).starts_with("/*")) {
        sql::Scanner scanner(text, next);
        at = scanner.next()->end; // NOLINT(bugprone-unchecked-optional-access): a comment begins there
        next = std::min(text.find_first_not_of(k_blank, at), text.size());
    }
    return at;
}

struct HeaderLines {
    std::vector<Line> lines;
    bool has_end = false; ///< of the header: something stands behind it
};

/// The comment lines at the top, up to the first marker or the first line that is neither comment nor blank.
HeaderLines header_lines(std::string_view text) {
    HeaderLines header;
    auto& [lines, has_end] = header;
    lines.reserve(k_usual_lines);
    std::size_t at = text.starts_with(base::k_utf8_bom) ? base::k_utf8_bom.size() : 0;
    while ((at = behind_block_comments(text, at)) < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = base::trim(text.substr(at, end - at));
        if (line.empty()) {
            lines.push_back({at, {}, std::nullopt, true});
        } else {
            if (!line.starts_with("--")) {
                has_end = true;
                break;
            }
            const auto content = base::trim(line.substr(2));
            if (is_marker_line(content)) {
                has_end = true;
                break;
            }
            lines.push_back({at, content, as_key_line(content)});
        }
        at = end + 1;
    }
    return header;
}

/// Without blank lines, licence, and banners above the message. The text of a licence goes to the end of its
/// paragraph, and hides no key; nor the message, where that is the last line of the paragraph.
std::vector<Line> without_licence(const std::vector<Line>& lines) {
    std::vector<Line> kept;
    kept.reserve(lines.size());
    std::optional<Line> last_of_text;
    std::optional<Line> below_text; ///< the message, if there is no other
    bool has_message = false;
    bool is_in_text = false;
    bool begins_paragraph = true;
    for (const auto& line : lines) {
        const bool is_key = line.key_line.has_value();
        const bool is_end = line.content.empty() || is_banner(line.content);
        const bool is_line = !is_key && is_licence_line(line.content);
        const bool is_text = is_in_text || (begins_paragraph && !is_key && begins_licence_text(line.content));
        if (is_in_text && !is_end && !is_key) {
            last_of_text = line;
        } else if (last_of_text && may_be_message_below(last_of_text->content)) {
            below_text = std::exchange(last_of_text, std::nullopt);
        }
        if (is_key && below_text && !std::exchange(has_message, true)) {
            kept.push_back(*below_text);
        }
        is_in_text = is_text && !is_end && !is_key;
        begins_paragraph = is_end || is_line; // a text may follow the line at once
        if (!line.is_gap && !is_line && !is_in_text && (has_message || is_key || !is_banner(line.content))) {
            kept.push_back(line);
            has_message = has_message || (!is_key && !line.content.empty());
        }
    }
    return kept;
}

/// A list of ids or labels; `none` and `<base>` mean that there is none.
std::vector<std::string> read_list(std::string_view value) {
    std::vector<std::string> items;
    for (const auto item : base::split_list(value, ", \t")) {
        if (item != "<base>" && !base::equals_ignoring_case(item, "none")) {
            items.emplace_back(item);
        }
    }
    return items;
}

diag::Diagnostic problem_at(const std::shared_ptr<const diag::SourceText>& source, std::size_t begin,
                            std::string message, std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_header;
    problem.message = std::move(message);
    const auto end = std::min(source->text.view().find_first_of("\r\n", begin), source->text.size());
    problem.span = diag::Span{source, begin, end};
    problem.hint = std::move(hint);
    return problem;
}

/// A line whose key is nearly one of ours: the likely reason why a key is missing.
std::string hint_for_missing_id(const std::vector<Line>& lines) {
    for (const auto& line : lines) {
        if (line.key_line && line.key_line->key == &k_keys.front()) {
            return "write the revision's id behind `Revision ID:`";
        }
        const auto typed = line.content.substr(0, line.content.find(':'));
        if (typed.size() < line.content.size() && base::nearest(typed, {"Revision ID"})) {
            return fmt::format("`{}` looks like it: write `-- Revision ID: …`", typed);
        }
    }
    return "write `-- Revision ID: …` at the top of the file; `headstart revision -m …` makes a file with "
           "one";
}

/// The key that a line seems to mean, when it is none: a `Revise:` that is taken for prose would make a
/// second base without a word, and a `Dependson:` lose its dependency.
std::optional<std::string> as_misspelt_key(std::string_view content) {
    const auto colon = content.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    std::transform(k_keys.begin(), k_keys.end(), std::back_inserter(names),
                   [](const Key& key) { return std::string(key.name); });
    return base::nearest(base::trim(content.substr(0, colon)), names);
}

} // namespace

bool ends_header(std::string_view beginning) {
    return header_lines(beginning).has_end;
}

bool says_more_than_prose(std::string_view comment) {
    const auto content = base::trim(comment);
    return is_marker_line(content) || as_key_line(content).has_value();
}

Revision read_header(const std::shared_ptr<const diag::SourceText>& source,
                     std::vector<diag::Diagnostic>& problems) {
    Revision revision;
    revision.path = source->path;
    const auto lines = without_licence(header_lines(source->text).lines);
    std::vector<const Key*> seen;
    const auto problems_before = problems.size();
    for (const auto& line : lines) {
        if (problems.size() - problems_before >= k_most_problems) {
            break; // no header: a data file
        }
        if (!line.key_line) {
            // Above the first key stands the description, in the author's own words.
            if (const auto meant = seen.empty() ? std::nullopt : as_misspelt_key(line.content)) {
                const auto typed = base::trim(line.content.substr(0, line.content.find(':')));
                problems.push_back(problem_at(source, line.begin,
                                              fmt::format("`{}` is no key of the header", typed),
                                              fmt::format("did you mean `{}`?", *meant)));
                continue;
            }
            if (revision.message.empty()) {
                revision.message = line.content;
            }
            revision.description += std::string(line.content) + '\n';
            continue;
        }
        const auto& [key, value] = *line.key_line;
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
            problems.push_back(problem_at(source, line.begin, fmt::format("`{}` is given twice", key->name),
                                          "keep one of the two lines"));
            continue;
        }
        seen.push_back(key);
        if (key->text != nullptr) {
            revision.*(key->text) = value;
        } else {
            revision.*(key->list) = read_list(value);
        }
    }
    revision.description = base::trim(revision.description);
    if (revision.id.empty()) {
        problems.push_back(
            problem_at(source, 0, "the header has no `Revision ID`", hint_for_missing_id(lines)));
    }
    return revision;
}

} // namespace headstart::scripts
