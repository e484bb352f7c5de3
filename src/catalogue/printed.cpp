#include "catalogue/printed.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace headstart::catalogue {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

enum class Connective { none, conjunction, disjunction };

/// What stands between two parentheses, as far as it has been read.
struct Group {
    Connective connective = Connective::none;
    bool holds_conjunction = false; ///< as an operand of its own
    bool holds_disjunction = false;
    std::size_t tokens = 0; ///< of the operand that is being read
    Connective operand = Connective::none;

    void add_token(Connective of_token) {
        operand = tokens == 0 ? of_token : Connective::none;
        ++tokens;
    }

    void end_operand() {
        holds_conjunction = holds_conjunction || operand == Connective::conjunction;
        holds_disjunction = holds_disjunction || operand == Connective::disjunction;
        tokens = 0;
        operand = Connective::none;
    }

    [[nodiscard]] bool nests() const {
        return (connective == Connective::conjunction && holds_conjunction) ||
               (connective == Connective::disjunction && holds_disjunction);
    }
};

/// Behind a string or a quoted name that begins there.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    const bool has_escapes = quote == '\'' && begin > 0 && text[begin - 1] == 'E';
    for (auto i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && has_escapes) {
            ++i;
        } else if (text[i] == quote) {
            if (i + 1 == text.size() || text[i + 1] != quote) {
                return i + 1;
            }
            ++i;
        }
    }
    return text.size();
}

std::size_t end_of_word(std::string_view text, std::size_t begin) {
    auto end = begin;
    while (end < text.size() && is_word(text[end])) {
        ++end;
    }
    return end;
}

} // namespace

bool nests_connective(std::string_view text) {
    std::vector<Group> groups(1);
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '\'' || c == '"') {
            groups.back().add_token(Connective::none);
            i = end_of_quoted(text, i);
        } else if (c == '(') {
            groups.emplace_back();
            ++i;
        } else if (c == ')' && groups.size() > 1) {
            auto& group = groups.back();
            const auto lone = group.connective == Connective::none ? group.operand : group.connective;
            group.end_operand();
            if (group.nests()) {
                return true;
            }
            groups.pop_back();
            groups.back().add_token(lone);
            ++i;
        } else if (is_word(c)) {
            const auto end = end_of_word(text, i);
            const auto word = text.substr(i, end - i);
            if (word == "AND" || word == "OR") {
                groups.back().end_operand();
                groups.back().connective = word == "AND" ? Connective::conjunction : Connective::disjunction;
            } else {
                groups.back().add_token(Connective::none);
            }
            i = end;
        } else {
            if (c != ' ' && c != '\n' && c != '\t') {
                groups.back().add_token(Connective::none);
            }
            ++i;
        }
    }
    return false;
}

namespace {

/// Behind the bracket that ends a list whose first element begins there; npos: none does.
std::size_t end_of_list(std::string_view text, std::size_t begin) {
    std::size_t depth = 1;
    for (auto i = begin; i < text.size();) {
        const char c = text[i];
        if (c == '\'' || c == '"') {
            i = end_of_quoted(text, i);
            continue;
        }
        depth += c == '[' ? 1 : 0;
        depth -= c == ']' ? 1 : 0;
        ++i;
        if (depth == 0) {
            return i;
        }
    }
    return std::string_view::npos;
}

/// Of `(ARRAY[…])::text[]` or `ARRAY[…]::text[]` that begins there, how much there is of each.
struct CastList {
    std::string_view list;  ///< "ARRAY[…]"
    std::size_t length = 0; ///< of it all
};

std::optional<CastList> cast_list_at(std::string_view text, std::size_t begin) {
    constexpr std::string_view k_list = "ARRAY[";
    constexpr std::string_view k_cast = "::text[]";
    const auto rest = text.substr(begin);
    const std::size_t parenthesis = rest.starts_with('(') ? 1 : 0;
    if (!rest.substr(parenthesis).starts_with(k_list)) {
        return std::nullopt;
    }
    const auto end = end_of_list(rest, parenthesis + k_list.size());
    if (end == std::string_view::npos || (parenthesis == 1 && !rest.substr(end).starts_with(')')) ||
        !rest.substr(end + parenthesis).starts_with(k_cast)) {
        return std::nullopt;
    }
    return CastList{rest.substr(parenthesis, end - parenthesis), end + parenthesis + k_cast.size()};
}

} // namespace

std::string without_casts_of_lists(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '\'' || c == '"') {
            const auto end = end_of_quoted(text, i);
            result += text.substr(i, end - i);
            i = end;
            continue;
        }
        const auto end = is_word(c) ? end_of_word(text, i) : i + 1;
        const auto word = text.substr(i, end - i);
        result += word;
        i = end;
        if ((word != "ANY" && word != "ALL") || !text.substr(i).starts_with(" (")) {
            continue;
        }
        result += " (";
        i += 2;
        if (const auto cast = cast_list_at(text, i)) {
            result += without_casts_of_lists(cast->list);
            i += cast->length;
        }
    }
    return result;
}

std::string settled(std::string_view printed) {
    const auto between = printed.find(k_between_texts);
    if (between == std::string_view::npos) {
        return std::string(printed);
    }
    const auto exact = printed.substr(between + k_between_texts.size());
    return without_casts_of_lists(nests_connective(exact) ? exact : printed.substr(0, between));
}

} // namespace headstart::catalogue
