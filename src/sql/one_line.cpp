#include "sql/one_line.hpp"

#include "base/utf8.hpp"
#include "sql/scanner.hpp"

namespace headstart::sql {

namespace {

constexpr std::string_view k_ellipsis = "…";

bool is_literal(const Token& token, std::string_view text) {
    switch (token.kind) {
    case TokenKind::string:
    case TokenKind::dollar_text:
        return true;
    case TokenKind::number:
        return !text.starts_with('$'); // a parameter is no value
    default:
        return false;
    }
}

/// With standard_conforming_strings off, which only the session knows, a backslash hides the quote behind it:
/// the literal goes on where the scanner sees its end.
bool may_go_on(const Token& token, std::string_view text) {
    return token.kind == TokenKind::string && !text.starts_with('E') && !text.starts_with('e') &&
           text.find("\\'") != std::string_view::npos;
}

/// Line ends and control characters of a literal or name: the line must stay one, and a terminal undisturbed.
void append_printable(std::string& line, std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        line += byte < 0x20U || byte == 0x7FU ? ' ' : c;
    }
}

} // namespace

std::string one_line(std::string_view statement, Literals literals, std::size_t longest) {
    std::string line;
    Scanner scanner(statement);
    std::size_t end_before = 0;
    while (const auto token = scanner.next()) {
        const auto text = statement.substr(token->begin, token->end - token->begin);
        if (token->kind == TokenKind::comment) {
            continue;
        }
        if (token->begin > end_before && !line.empty()) {
            line += ' ';
        }
        end_before = token->end;
        if (literals == Literals::shown || !is_literal(*token, text)) {
            append_printable(line, text);
            continue;
        }
        line += '?';
        if (may_go_on(*token, text)) {
            return line + std::string(k_ellipsis);
        }
    }
    if (base::count_characters(line) > longest) {
        line.resize(base::byte_offset_of_character(line, longest));
        line += k_ellipsis;
    }
    return line;
}

} // namespace headstart::sql
