#include "prove/psql_commands.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace headstart::prove {

namespace {

/// They print, or say something to psql alone. A variable that is set means something only where it is used,
/// and that is refused; another database than the scratch one is not to be had.
constexpr std::array<std::string_view, 22> k_said_to_psql{
    "\\?",   "\\a", "\\c",      "\\connect", "\\conninfo", "\\echo", "\\encoding", "\\errverbose",
    "\\h",   "\\H", "\\l",      "\\o",       "\\p",        "\\pset", "\\qecho",    "\\r",
    "\\set", "\\t", "\\timing", "\\unset",   "\\warn",     "\\x"};

/// `\dt`, `\df+`: it shows what is there.
bool describes(std::string_view command) {
    return command.starts_with("\\d");
}

constexpr std::array<std::string_view, 4> k_includes{"\\i", "\\include", "\\ir", "\\include_relative"};

template<class Words>
bool is_one_of(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// What stands behind the command, without quotes; nothing if that is no plain name of a file.
std::string argument_of(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    const auto end = line.find_last_not_of(" \t\r;");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
        return {};
    }
    auto argument = line.substr(begin, end - begin + 1);
    const bool is_quoted = argument.size() > 2 && argument.front() == '\'' && argument.back() == '\'';
    if (is_quoted) {
        argument = argument.substr(1, argument.size() - 2);
    }
    const bool is_plain = argument.find_first_of("'\"\\`:") == std::string_view::npos &&
                          (is_quoted || argument.find_first_of(" \t") == std::string_view::npos);
    return std::string(is_plain ? argument : std::string_view{});
}

/// Takes the command that begins there out of the text. False: it cannot be left out.
bool take_out(PsqlText& read, std::size_t begin) {
    const auto command = sql::meta_command_at(read.text, begin);
    if (!command) {
        return false;
    }
    const auto newline = std::min(read.text.find('\n', begin), read.text.size());
    auto end = newline;
    if (is_one_of(k_includes, *command)) {
        const auto behind = begin + command->size();
        auto file = argument_of(std::string_view(read.text).substr(behind, newline - behind));
        if (file.empty()) {
            return false;
        }
        read.inclusions.push_back(
            {begin, newline, std::move(file), *command == "\\ir" || *command == "\\include_relative"});
    } else if (*command == "\\q" || *command == "\\quit") {
        end = read.text.size();
    } else if (!is_one_of(k_said_to_psql, *command) && !describes(*command)) {
        return false;
    }
    const auto at = [&](std::size_t place) { return read.text.begin() + static_cast<std::ptrdiff_t>(place); };
    std::replace_if(at(begin), at(end), [](char c) { return c != '\n'; }, ' ');
    return true;
}

} // namespace

std::variant<PsqlText, sql::SyntaxError> read_psql_text(std::string text) {
    PsqlText read{std::move(text), {}, {}};
    for (;;) {
        auto parsed = sql::split_statements(read.text);
        if (auto* const statements = std::get_if<sql::StatementList>(&parsed)) {
            read.statements = std::move(*statements);
            return read;
        }
        auto& error = std::get<sql::SyntaxError>(parsed);
        if (!take_out(read, error.offset)) {
            return std::move(error);
        }
    }
}

} // namespace headstart::prove
