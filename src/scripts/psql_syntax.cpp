#include "scripts/psql_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace headstart::scripts {

namespace {

struct Row {
    std::string_view command;
    std::string_view hint;
};

constexpr std::string_view k_connects =
    "the database URL says which database is migrated: leave the line out; pg_dump writes it, and CREATE "
    "DATABASE above it, for --create (-C): make the dump without";
constexpr std::string_view k_includes = "write that file's SQL here, or make a migration of it";
constexpr std::string_view k_variables =
    "headstart has no variables of psql's: write the value itself where it is used";
constexpr std::string_view k_conditions =
    "headstart has no conditions of psql's: ask in SQL, with IF in a DO block";
constexpr std::string_view k_prints = "it prints for who sits at psql: leave the line out";
constexpr std::string_view k_runs =
    "it runs what a query returns: write EXECUTE in a DO block, or the statements themselves";

constexpr std::array k_rows{
    Row{"\\.", "it ends the data of a `COPY … FROM stdin;`, and none stands before it"},
    Row{"\\restrict", "pg_dump writes it between statements: this one stands inside of one"},
    Row{"\\unrestrict", "pg_dump writes it between statements: this one stands inside of one"},
    Row{"\\copy", "write `COPY … FROM stdin;`, the rows on the lines below it, and a line `\\.`"},
    Row{"\\connect", k_connects},
    Row{"\\c", k_connects},
    Row{"\\i", k_includes},
    Row{"\\ir", k_includes},
    Row{"\\include", k_includes},
    Row{"\\include_relative", k_includes},
    Row{"\\set", k_variables},
    Row{"\\unset", k_variables},
    Row{"\\gset", k_variables},
    Row{"\\prompt", k_variables},
    Row{"\\getenv", k_variables},
    Row{"\\bind", k_variables},
    Row{"\\if", k_conditions},
    Row{"\\elif", k_conditions},
    Row{"\\else", k_conditions},
    Row{"\\endif", k_conditions},
    Row{"\\echo", k_prints},
    Row{"\\qecho", k_prints},
    Row{"\\warn", k_prints},
    Row{"\\timing", k_prints},
    Row{"\\pset", k_prints},
    Row{"\\x", k_prints},
    Row{"\\gexec", k_runs},
    Row{"\\g", "end the statement with `;`"},
    Row{"\\;", "end the statement with `;`"},
};

} // namespace

std::string hint_for_meta_command(std::string_view command) {
    const auto* const row =
        std::find_if(k_rows.begin(), k_rows.end(), [&](const Row& one) { return one.command == command; });
    return std::string(row != k_rows.end() ? row->hint
                                           : "only psql understands it: write the SQL itself, in this file");
}

std::optional<std::string> hint_for_variable(std::string_view text, std::size_t offset) {
    text = text.substr(std::min(offset, text.size()));
    const auto is_name = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
    const bool is_variable =
        text.size() > 1 && text.front() == ':' &&
        (is_name(text[1]) || text[1] == '\'' || text[1] == '"' || text.starts_with(":{?"));
    if (!is_variable) {
        return std::nullopt;
    }
    return fmt::format("psql would put a variable's value there; {}", k_variables);
}

} // namespace headstart::scripts
