#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utf8proc.h>

namespace headstart::base {

namespace {

constexpr utf8proc_int32_t k_first_beyond_ascii = 0x80;
constexpr utf8proc_int32_t k_plain = ' '; ///< as good as any other character that nothing is joined to
constexpr utf8proc_int32_t k_non_joiner = 0x200C;
constexpr utf8proc_int32_t k_joiner = 0x200D;

struct Character {
    utf8proc_int32_t code_point = -1; ///< negative: no UTF-8, or no more text
    std::size_t length = 1;           ///< in bytes
};

Character character_at(std::string_view text, std::size_t at) {
    const auto rest = text.substr(std::min(at, text.size()));
    Character character;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                         static_cast<utf8proc_ssize_t>(rest.size()), &character.code_point);
    if (length > 0) {
        character.length = static_cast<std::size_t>(length);
    } else {
        character.code_point = -1;
    }
    return character;
}

/// Control, format, surrogate, line and paragraph separator.
bool is_unseen(utf8proc_int32_t code_point) {
    switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

std::string spelt_out(std::string_view bytes, utf8proc_int32_t code_point) {
    if (code_point < k_first_beyond_ascii) { // a byte that is no UTF-8, too
        return fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(bytes.front())));
    }
    return code_point > 0xFFFF ? fmt::format("\\U{:08x}", code_point) : fmt::format("\\u{:04x}", code_point);
}

/// A letter, or part of an emoji, that a joiner may stand beside.
bool can_be_joined(utf8proc_int32_t code_point) {
    return code_point >= k_first_beyond_ascii && !is_unseen(code_point);
}

bool is_plain_ascii(char c) {
    return c >= ' ' && c <= '~';
}

/// Of what is shown as it is, at the beginning of a text: nearly always all of it.
std::size_t length_of_plain(std::string_view text) {
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return !is_plain_ascii(c) && c != '\t'; });
    return static_cast<std::size_t>(end - text.begin());
}

} // namespace

std::string printable(std::string_view text, std::string_view line_end) {
    std::string shown;
    shown.reserve(text.size());
    utf8proc_int32_t before = -1;
    for (std::size_t at = 0; at < text.size();) {
        if (const auto plain = length_of_plain(text.substr(at)); plain > 0) {
            before = k_plain;
            shown += text.substr(at, plain);
            at += plain;
            continue;
        }
        if (text[at] == '\n' || text.substr(at).starts_with("\r\n")) {
            shown += line_end;
            at += text[at] == '\n' ? 1 : 2;
            before = -1;
            continue;
        }
        const auto [code_point, length] = character_at(text, at);
        const auto bytes = text.substr(at, length);
        at += length;
        const bool joins = (code_point == k_joiner || code_point == k_non_joiner) && can_be_joined(before) &&
                           can_be_joined(character_at(text, at).code_point);
        shown += code_point >= 0 && (joins || !is_unseen(code_point)) ? std::string(bytes)
                                                                      : spelt_out(bytes, code_point);
        before = code_point;
    }
    return shown;
}

std::string printable_json(std::string_view json) {
    std::string shown;
    shown.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        if (is_plain_ascii(json[at])) {
            shown += json[at++];
            continue;
        }
        const auto [code_point, length] = character_at(json, at);
        const auto bytes = json.substr(at, length);
        at += length;
        if (code_point < 0 || json[at - length] == '\n' || !is_unseen(code_point)) {
            shown += bytes;
        } else if (code_point > 0xFFFF) { // a pair of surrogates
            const auto rest = static_cast<unsigned>(code_point) - 0x10000U;
            shown += fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
        } else {
            shown += fmt::format("\\u{:04x}", code_point);
        }
    }
    return shown;
}

std::string shortened(std::string text, std::size_t longest) {
    if (text.size() <= longest) {
        return text;
    }
    // ASCII, which every database can hold.
    const auto rest = fmt::format("... ({} bytes in all)", text.size());
    auto end = longest - std::min(longest, rest.size());
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    text.resize(end);
    return text + rest;
}

} // namespace headstart::base
