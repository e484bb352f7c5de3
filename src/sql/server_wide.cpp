#include "sql/server_wide.hpp"

#include "base/text.hpp"
#include "sql/token_reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace headstart::sql {

namespace {

constexpr std::array<std::string_view, 4> k_verbs{"create", "alter", "drop", "reassign"};
constexpr std::array<std::string_view, 7> k_shared{"database",   "role",   "user", "group",
                                                   "tablespace", "system", "owned"};
constexpr std::array<std::string_view, 2> k_shared_kinds{"database", "tablespace"};

std::string upper(std::string_view text) {
    std::string all(text);
    std::transform(all.begin(), all.end(), all.begin(),
                   [](char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return all;
}

/// `GRANT reader TO alice` makes somebody a member of a role; `… ON DATABASE` is of no database's own.
std::optional<std::string> shared_grant(TokenReader& words, const std::string& verb) {
    bool has_object = false;
    std::string_view kind;
    for (; words.token() && !base::equals_ignoring_case(words.text(), verb == "GRANT" ? "to" : "from");
         words.next()) {
        if (base::equals_ignoring_case(words.text(), "on")) {
            has_object = true;
            words.next();
            kind = words.text();
        }
    }
    if (!has_object) {
        return verb + " of a role";
    }
    return base::is_one_of_ignoring_case(kind, k_shared_kinds) ? std::optional(verb + " … ON " + upper(kind))
                                                               : std::nullopt;
}

} // namespace

std::optional<std::string> server_wide_command(std::string_view statement) {
    TokenReader words(statement);
    const auto verb = upper(words.text());
    if (verb == "GRANT" || verb == "REVOKE") {
        words.next();
        return shared_grant(words, verb);
    }
    if (verb == "COMMENT") {
        words.next();
        words.take("on");
        const auto kind = words.text();
        return base::is_one_of_ignoring_case(kind, k_shared) ? std::optional("COMMENT ON " + upper(kind))
                                                             : std::nullopt;
    }
    if (!words.take_one_of(k_verbs)) {
        return std::nullopt;
    }
    const auto what = upper(words.text());
    if (!base::is_one_of_ignoring_case(words.text(), k_shared)) {
        return std::nullopt;
    }
    words.next();
    const bool is_mapping = what == "USER" && base::equals_ignoring_case(words.text(), "mapping");
    return is_mapping ? std::nullopt : std::optional(verb + " " + what);
}

} // namespace headstart::sql
