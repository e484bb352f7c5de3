#include "imports/preamble.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <algorithm>

namespace headstart::imports {

namespace {

/// `--`, `/*` and `*/`, and the asterisks down the side of a block.
std::string_view without_marks(std::string_view line) {
    line = base::trim(line);
    if (line.ends_with("*/")) {
        line.remove_suffix(2);
    }
    if (line.starts_with("/*")) {
        line.remove_prefix(2);
    }
    line.remove_prefix(std::min(line.find_first_not_of("-*"), line.size()));
    return base::trim(line);
}

void add_comment(std::vector<std::string>& comments, std::string_view comment) {
    Lines lines(comment);
    while (const auto line = lines.next()) {
        if (const auto words = without_marks(line->text); !words.empty()) {
            comments.emplace_back(words);
        }
    }
}

Line line_at(std::string_view text, std::size_t place) {
    const auto before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
    return *Lines(text, before == std::string_view::npos ? 0 : before + 1).next();
}

} // namespace

bool is_no_directive(std::string_view /*comment*/) {
    return false;
}

Preamble preamble_of(const Source& source, std::size_t end, bool (*is_directive)(std::string_view comment)) {
    const auto text = source->text.view().substr(0, end);
    Preamble preamble;
    sql::Scanner scanner(text);
    while (const auto token = scanner.next()) {
        const auto words = text.substr(token->begin, token->end - token->begin);
        if (token->kind != sql::TokenKind::comment) {
            preamble.statement = line_at(text, token->begin);
            break;
        }
        const auto comment = comment_on(words);
        if (!comment || !is_directive(*comment)) {
            add_comment(preamble.comments, words);
        }
    }
    return preamble;
}

} // namespace headstart::imports
