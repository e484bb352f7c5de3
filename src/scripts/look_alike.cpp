#include "scripts/look_alike.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace headstart::scripts {

namespace {

constexpr std::array<std::string_view, 5> k_endings{".sql", ".ddl", ".psql", ".pgsql", ".plpgsql"};

/// Of vim, emacs, nano, patch, git, svn and of those who copy by hand.
constexpr std::array<std::string_view, 12> k_left_behind{
    "~", ".bak", ".backup", ".orig", ".rej", ".swp", ".swo", ".save", ".tmp", ".old", ".kate-swp", "#"};

} // namespace

bool looks_like_migration(std::string_view name) {
    const auto lower = base::to_lower(base::trim(name));
    const auto ends_so = [&](std::string_view ending) { return lower.ends_with(ending); };
    if (std::any_of(k_left_behind.begin(), k_left_behind.end(), ends_so)) {
        return false;
    }
    return std::any_of(k_endings.begin(), k_endings.end(), [&](std::string_view ending) {
        const auto at = lower.rfind(ending);
        const auto after = at == std::string::npos ? at : at + ending.size();
        return at != std::string::npos && at > 0 &&
               (after == lower.size() || std::isalnum(static_cast<unsigned char>(lower[after])) == 0);
    });
}

} // namespace headstart::scripts
