#include "pg/bad_url.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace headstart::pg {

namespace {

struct Escape {
    char character;
    std::string_view shown;
    std::string_view escape;
};

constexpr std::array k_escapes{Escape{'@', "\"@\"", "%40"},  Escape{'/', "\"/\"", "%2F"},
                               Escape{'#', "\"#\"", "%23"},  Escape{'?', "\"?\"", "%3F"},
                               Escape{':', "\":\"", "%3A"},  Escape{'%', "\"%\"", "%25"},
                               Escape{' ', "a space", "%20"}};

bool is_hex(std::string_view text, std::size_t at) {
    return at < text.size() && text.substr(at, 1).find_first_of("0123456789abcdefABCDEF") == 0;
}

bool holds(std::string_view text, char character) {
    for (auto at = text.find(character); at != std::string_view::npos; at = text.find(character, at + 1)) {
        if (character != '%' || !is_hex(text, at + 1) || !is_hex(text, at + 2)) {
            return true;
        }
    }
    return false;
}

/// What was probably meant as the password: from the first ":" to the last "@", whatever is between them.
std::string_view likely_password(std::string_view url) {
    const auto scheme = url.find("://");
    const auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    const auto begin = std::min(rest.find(':'), rest.size());
    const auto end = rest.rfind('@');
    return end == std::string_view::npos || end <= begin ? "" : rest.substr(begin + 1, end - begin - 1);
}

std::string hint_for(std::string_view url) {
    std::vector<std::string> culprits;
    std::vector<std::string> all;
    for (const auto& [character, shown, escape] : k_escapes) {
        all.push_back(fmt::format("{} as {}", shown, escape));
        if (holds(likely_password(url), character)) {
            culprits.push_back(all.back());
        }
    }
    if (!culprits.empty()) {
        return "the password probably holds a character that must be escaped: write " +
               base::join(culprits, ", ");
    }
    return "the form is postgresql://user:password@host:5432/dbname; in user and password write " +
           base::join(all, ", ");
}

} // namespace

diag::Error bad_url(std::string_view url, const std::string& what) {
    return bad_url_with_hint("the database URL cannot be read: " + what, hint_for(url));
}

diag::Error bad_url_with_hint(const std::string& message, const std::string& hint) {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::bad_url;
    diagnostic.message = message;
    diagnostic.hint = hint;
    return {diag::ExitCode::usage, diagnostic};
}

} // namespace headstart::pg
