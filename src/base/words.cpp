#include "base/words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>
#include <utility>

namespace headstart::base {

namespace {

struct FirstCharacter {
    utf8proc_int32_t code_point = -1; ///< negative: no UTF-8
    std::size_t length = 1;           ///< in bytes
};

FirstCharacter first_of(std::string_view text) {
    FirstCharacter character;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &character.code_point);
    character.length = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
    return character;
}

/// Letters (L*) and numbers (N*) of Unicode's general categories. What is no character is in none of them.
bool is_of_word(utf8proc_int32_t code_point) {
    const std::string_view category = utf8proc_category_string(code_point);
    return code_point == '_' || category.starts_with('L') || category.starts_with('N');
}

bool is_ascii(char c) {
    return (static_cast<unsigned char>(c) & 0x80U) == 0;
}

bool is_ascii_of_word(char c) {
    const char lower = lower_letter(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string encode(utf8proc_int32_t code_point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(code_point, bytes.data());
    return {bytes.begin(), bytes.begin() + length};
}

} // namespace

std::vector<std::string> words_in_lower_case(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    while (!text.empty()) {
        if (const char c = text.front(); is_ascii(c)) { // nearly all, and known without a table
            text.remove_prefix(1);
            const bool begins = !std::exchange(in_word, is_ascii_of_word(c));
            if (in_word) {
                if (begins) {
                    words.emplace_back();
                }
                words.back() += lower_letter(c);
            }
            continue;
        }
        const auto [code_point, length] = first_of(text);
        text.remove_prefix(length);
        if (!is_of_word(code_point)) {
            in_word = false;
            continue;
        }
        if (!std::exchange(in_word, true)) {
            words.emplace_back();
        }
        words.back() += encode(utf8proc_tolower(code_point));
    }
    return words;
}

std::string as_it_looks(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), is_ascii)) {
        return to_lower(text);
    }
    utf8proc_uint8_t* folded = nullptr;
    constexpr auto k_options = static_cast<utf8proc_option_t>(
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
        UTF8PROC_IGNORE); // its own NFKC_Casefold wants a NUL
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &folded, k_options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    return length < 0 ? std::string(text) : std::string(folded, folded + length);
}

} // namespace headstart::base
