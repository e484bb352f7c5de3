#include "base/shell_words.hpp"

namespace headstart::base {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

std::optional<std::vector<std::string>> split_shell_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == 0 && is_blank(c)) {
            in_word = false;
            continue;
        }
        if (!in_word) {
            words.emplace_back(); // also for "", which is a word of no letters
            in_word = true;
        }
        const bool has_next = i + 1 < text.size();
        const bool escapes = c == '\\' && has_next &&
                             (quote == 0 || (quote == '"' && (text[i + 1] == '"' || text[i + 1] == '\\')));
        if (escapes) {
            words.back() += text[++i];
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else {
            words.back() += c;
        }
    }
    return quote == 0 ? std::optional(std::move(words)) : std::nullopt;
}

} // namespace headstart::base
