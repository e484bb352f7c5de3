#include "catalogue/printed.hpp"

#include <cstddef>
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

std::string settled(std::string_view printed) {
    const auto between = printed.find(k_between_texts);
    if (between == std::string_view::npos) {
        return std::string(printed);
    }
    const auto exact = printed.substr(between + k_between_texts.size());
    return std::string(nests_connective(exact) ? exact : printed.substr(0, between));
}

} // namespace headstart::catalogue
