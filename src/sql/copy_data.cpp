#include "sql/copy_data.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace headstart::sql {

namespace {

constexpr auto k_none = std::string_view::npos;

/// The next `stdin` in any case: almost no migration has one, and the others are spared the scanner.
std::size_t find_stdin(std::string_view text, std::size_t from) {
    constexpr std::string_view k_word = "stdin";
    for (auto at = from; at + k_word.size() <= text.size(); ++at) {
        if ((text[at] == 's' || text[at] == 'S') &&
            base::equals_ignoring_case(text.substr(at, k_word.size()), k_word)) {
            return at;
        }
    }
    return k_none;
}

/// If the text ends with the `;` of a COPY … FROM STDIN, true.
bool ends_with_copy_from_stdin(const std::string& text) {
    const auto scanned = scan(text);
    const auto& tokens = scanned.tokens;
    if (scanned.error || tokens.empty() || tokens.back().kind != TokenKind::semicolon) {
        return false;
    }
    std::size_t first = tokens.size() - 1;
    while (first > 0 && tokens[first - 1].kind != TokenKind::semicolon) {
        --first;
    }
    while (tokens[first].kind == TokenKind::comment) {
        ++first;
    }
    if (tokens[first].kind != TokenKind::copy) {
        return false;
    }
    for (auto i = first; i + 1 < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::from && tokens[i + 1].kind == TokenKind::standard_input) {
            return true;
        }
    }
    return false;
}

std::size_t next_line(std::string_view text, std::size_t at) {
    const auto newline = text.find('\n', at);
    return newline == k_none ? text.size() : newline + 1;
}

/// The line `\.`, from `at` on.
std::optional<std::size_t> find_end_of_data(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const auto next = next_line(text, at);
        if (base::trim(text.substr(at, next - at)) == "\\.") {
            return at;
        }
        at = next;
    }
    return std::nullopt;
}

} // namespace

CopyScan blank_copy_data(std::string_view text) {
    CopyScan result{std::string(text), {}, std::nullopt};
    std::size_t statement = 0; // a place known to lie between two statements
    for (auto word = find_stdin(text, 0); word != k_none; word = find_stdin(text, word + 1)) {
        // The statement may go on after STDIN: its options, on several lines. Try each `;` up to one that
        // fits.
        for (auto end = text.find(';', word); end != k_none; end = text.find(';', end + 1)) {
            const auto candidate = result.sql.substr(statement, end + 1 - statement);
            if (ends_with_copy_from_stdin(candidate)) {
                const auto begin = next_line(text, end);
                const auto data_end = find_end_of_data(text, begin);
                if (!data_end) {
                    result.error = SyntaxError{end, "COPY … FROM stdin has no end of data"};
                    return result;
                }
                const auto after = next_line(text, *data_end);
                std::replace_if(
                    result.sql.begin() + static_cast<std::ptrdiff_t>(begin),
                    result.sql.begin() + static_cast<std::ptrdiff_t>(after), [](char c) { return c != '\n'; },
                    ' ');
                result.blocks.push_back({end, begin, *data_end});
                statement = after;
                word = after > 0 ? after - 1 : 0;
                break;
            }
            if (ends_between_tokens(candidate)) {
                break; // another statement ends here: this word belongs to no COPY
            }
        }
    }
    return result;
}

} // namespace headstart::sql
