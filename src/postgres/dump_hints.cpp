#include "postgres/dump_hints.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "scripts/psql_syntax.hpp"
#include "sql/scanner.hpp"

#include <vector>

namespace headstart::postgres {

namespace {

/// Its words and names; a long statement's first ones.
std::vector<std::string> words_of(std::string_view statement) {
    constexpr std::size_t k_most = 64;
    std::vector<std::string> words;
    sql::Scanner scanner(statement);
    while (words.size() < k_most) {
        const auto token = scanner.next();
        if (!token) {
            break;
        }
        if (token->kind != sql::TokenKind::comment) {
            words.push_back(base::to_lower(statement.substr(token->begin, token->end - token->begin)));
        }
    }
    return words;
}

/// OWNER TO, GRANT, REVOKE and their kin: what a dump has without -O and -x.
bool names_role(const std::vector<std::string>& words) {
    if (words.front() == "grant" || words.front() == "revoke" ||
        (words.size() > 2 && words[1] == "default" && words[2] == "privileges")) {
        return true;
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
        if ((words[i - 1] == "owner" && words[i] == "to") ||
            (words[i - 1] == "for" && (words[i] == "role" || words[i] == "user"))) {
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<std::string> hint_for_dump(std::string_view statement, const pg::ServerError& error) {
    const bool is_missing = error.is(pg::sqlstate::undefined_object);
    const bool is_denied = error.is(pg::sqlstate::insufficient_privilege);
    if (error.is(pg::sqlstate::syntax_error) && error.position) {
        return scripts::hint_for_variable(statement,
                                          base::byte_offset_of_character(statement, *error.position - 1));
    }
    if (!is_missing && !is_denied) {
        return std::nullopt;
    }
    const auto words = words_of(statement);
    if (words.empty()) {
        return std::nullopt;
    }
    if (is_missing && (words.front() == "set" || words.front() == "reset")) {
        return "this server has no such setting; pg_dump writes those of its own version at the top of a "
               "file: "
               "delete the line, or make the dump with the pg_dump of this server's version";
    }
    if (names_role(words)) {
        return "a dump comes without owners and rights with: pg_dump -Ox -T alembic_version -T "
               "headstart_journal; or create the role, and let the migrating role be a member of it, first";
    }
    return std::nullopt;
}

} // namespace headstart::postgres
