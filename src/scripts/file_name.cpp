#include "scripts/file_name.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace headstart::scripts {

namespace {

/// That Alembic refuses in words of its own.
constexpr std::string_view k_alembics = " @+";

constexpr std::string_view k_the_id = "the revision's id";

/// C0, DEL, and C1 as UTF-8 has them.
bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool is_c1 =
            byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
        if (byte < 0x20U || byte == 0x7FU || is_c1) {
            return true;
        }
    }
    return false;
}

/// A percent sign with two hex digits: `%2f` is a slash to whatever decodes it.
bool has_escape(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        const auto digits = text.substr(at + 1, 2);
        if (digits.size() == 2 && std::all_of(digits.begin(), digits.end(), [](char c) {
                return std::isxdigit(static_cast<unsigned char>(c)) != 0;
            })) {
            return true;
        }
    }
    return false;
}

/// Why it is no name; empty if it is one.
std::string fault_of(std::string_view part) {
    if (part.empty()) {
        return "has an empty part: it begins or ends with a slash, or is nothing";
    }
    if (part.starts_with('.')) {
        return "has a part that begins with a dot";
    }
    if (part.starts_with('-')) {
        return "has a part that begins with a dash";
    }
    if (part.find('\\') != std::string_view::npos) {
        return "holds a backslash";
    }
    return has_escape(part) ? "holds an escape such as %2f" : "";
}

} // namespace

void check_file_name(std::string_view name, std::string_view what) {
    constexpr std::string_view k_hint =
        "a name is made of letters, digits, \"_\", \"-\" and dots inside it; nothing was written";
    if (has_control_character(name) || base::find_invalid_utf8(name)) {
        throw diag::refusal(diag::code::bad_setting,
                            fmt::format("{} holds a control character or what is not UTF-8", what),
                            std::string(k_hint));
    }
    for (auto rest = name;;) {
        const auto slash = std::min(rest.find('/'), rest.size());
        if (const auto fault = fault_of(rest.substr(0, slash)); !fault.empty()) {
            throw diag::refusal(diag::code::bad_setting, fmt::format("{} {}: {}", what, fault, name),
                                std::string(k_hint));
        }
        if (slash == rest.size()) {
            return;
        }
        rest.remove_prefix(slash + 1);
    }
}

void check_revision_id(std::string_view id) {
    check_file_name(id, k_the_id);
    const bool is_plain = std::all_of(id.begin(), id.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80U || std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.' || c == '/' ||
               k_alembics.find(c) != std::string_view::npos;
    });
    if (!is_plain || base::printable(id) != id) {
        throw diag::refusal(
            diag::code::bad_setting,
            fmt::format("{} holds a character that means something elsewhere: {}", k_the_id, id),
            "an id is made of letters, digits, \"_\", \"-\" and dots; nothing was written");
    }
}

} // namespace headstart::scripts
