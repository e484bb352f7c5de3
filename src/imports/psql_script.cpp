#include "imports/psql_script.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/placeholders.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <optional>
#include <vector>

namespace headstart::imports {

namespace {

constexpr int k_deepest_include = 16;

/// That neither change what runs nor what it runs on.
constexpr std::array<std::string_view, 11> k_idle{
    "\\echo", "\\qecho", "\\warn", "\\timing", "\\pset", "\\x", "\\t", "\\a", "\\unset", "\\o", "\\encoding"};

/// Variables that are psql's own: ON_ERROR_STOP, VERBOSITY.
bool is_psqls_own(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string_view first_word(std::string_view text) {
    return text.substr(0, std::min(text.find_first_of(" \t;"), text.size()));
}

std::string_view unquoted(std::string_view text) {
    const bool is_quoted = text.size() > 1 && text.front() == '\'' && text.back() == '\'';
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// The character that a backslash and this one stand for between the quotes of psql.
char escaped(char c) {
    constexpr std::string_view k_letters = "ntbrf";
    constexpr std::string_view k_meant = "\n\t\b\r\f";
    const auto found = k_letters.find(c);
    return found == std::string_view::npos ? c : k_meant[found];
}

/// What stands between single quotes, the first of which is before `at`; where it ends.
std::size_t add_quoted(std::string_view text, std::size_t at, std::string& joined) {
    while (at < text.size()) {
        const auto two = text.substr(at, 2);
        if (two == "''") {
            joined += '\'';
            at += 2;
        } else if (text[at] == '\'') {
            return at + 1;
        } else if (text[at] == '\\' && two.size() == 2) {
            joined += escaped(two[1]);
            at += 2;
        } else {
            joined += text[at];
            ++at;
        }
    }
    return at;
}

std::size_t end_of_name(std::string_view text, std::size_t begin) {
    const auto* const end = std::find_if_not(text.begin() + begin, text.end(), [](char c) {
        return c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
               std::isalnum(static_cast<unsigned char>(c)) != 0;
    });
    return static_cast<std::size_t>(end - text.begin());
}

std::string doubled(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text) {
        result.append(c == quote ? 2 : 1, c);
    }
    return result + quote;
}

class PsqlScript {
public:
    PsqlScript(const SourceFolder& folder, Variables variables)
        : m_folder(folder)
        , m_variables(std::move(variables)) {}

    std::string run(std::string_view file, int depth) {
        const auto source = m_folder.read(file);
        const std::string_view text = source->text;
        std::string sent;
        std::size_t at = 0;
        while (at < text.size()) {
            const auto command = take_sql(source, at, sent);
            if (!command) {
                break;
            }
            const auto end = std::min(text.find('\n', *command), text.size());
            sent += obey({source, *command, end}, file, depth);
            at = end;
        }
        return sent;
    }

private:
    /// Adds what stands before the next backslash command, its variables filled in; where that begins.
    std::optional<std::size_t> take_sql(const Source& source, std::size_t from, std::string& sent) {
        const std::string_view text = source->text;
        UnknownPlaceholders unknown(source);
        auto at = from;
        sql::SqlSpans spans(text.substr(from));
        while (auto span = spans.next()) {
            sql::Scanner scanner(span->sql);
            std::optional<sql::Token> before;
            int brackets = 0; // of `a[1:n]`, where a colon is no variable's
            while (auto token = scanner.next()) {
                token->begin += from + span->begin;
                token->end += from + span->begin;
                if (token->kind == sql::TokenKind::backslash) {
                    unknown.check();
                    sent += text.substr(at, token->begin - at);
                    return token->begin;
                }
                const auto name = variable_at(text, before, *token);
                if (const auto value = name ? value_of(*name, text[token->begin]) : std::nullopt) {
                    sent += text.substr(at, before->end - 1 - at);
                    sent += *value;
                    at = token->end;
                } else if (name && brackets == 0) {
                    unknown.add(before->end - 1, token->end, *name);
                }
                brackets += text[token->begin] == '[' ? 1 : 0;
                brackets -= text[token->begin] == ']' ? 1 : 0;
                before = token;
            }
        }
        unknown.check();
        sent += text.substr(at);
        return std::nullopt;
    }

    /// The name of `:name`, `:'name'`, `:"name"`: a colon right before it, and none before that.
    [[nodiscard]] static std::optional<std::string_view>
    variable_at(std::string_view text, const std::optional<sql::Token>& before, const sql::Token& token) {
        if (!before || before->end != token.begin || text[before->end - 1] != ':' ||
            (before->end > 1 && text[before->end - 2] == ':')) {
            return std::nullopt;
        }
        const auto name = text.substr(token.begin, token.end - token.begin);
        if (is_quote(name.front())) {
            return name.size() > 2 ? std::optional(name.substr(1, name.size() - 2)) : std::nullopt;
        }
        return token.kind == sql::TokenKind::word ? std::optional(name) : std::nullopt;
    }

    /// As it is quoted there.
    [[nodiscard]] std::optional<std::string> value_of(std::string_view name, char first) const {
        const auto found = m_variables.find(name);
        if (found == m_variables.end()) {
            return std::nullopt;
        }
        return is_quote(first) ? doubled(found->second, first) : found->second;
    }

    static bool is_quote(char c) { return c == '\'' || c == '"'; }

    /// What a line of a backslash command stands for.
    std::string obey(const diag::Span& place, std::string_view file, int depth) {
        const auto line = base::trim(place.source->text.view().substr(place.begin, place.end - place.begin));
        const auto command = first_word(line);
        const auto rest = base::trim(line.substr(command.size()));
        if (std::find(k_idle.begin(), k_idle.end(), command) != k_idle.end()) {
            return "";
        }
        if (command == "\\set") {
            return set(rest) ? "" : std::string(line);
        }
        const bool is_relative = command == "\\ir" || command == "\\include_relative";
        if ((is_relative || command == "\\i" || command == "\\include") && depth < k_deepest_include) {
            return include(place, unquoted(rest), is_relative ? folder_of(file) : std::string_view{}, depth);
        }
        return std::string(line);
    }

    /// False: it runs a program.
    bool set(std::string_view rest) {
        const auto name = first_word(rest);
        if (is_psqls_own(name)) {
            return true;
        }
        const auto value = joined_arguments(rest.substr(name.size()));
        if (value) {
            m_variables[std::string(name)] = *value;
        }
        return value.has_value();
    }

    /// The arguments of a backslash command one behind the other, without what parts them: quotes gone, with
    /// the values of variables. Nothing: a program is to be run.
    [[nodiscard]] std::optional<std::string> joined_arguments(std::string_view text) const {
        std::string joined;
        std::size_t at = 0;
        while (at < text.size() && text[at] != '\\') { // where the next command begins
            if (text[at] == '`') {
                return std::nullopt;
            }
            if (text[at] == '\'') {
                at = add_quoted(text, at + 1, joined);
            } else if (text[at] == ':') {
                at = add_variable(text, at, joined);
            } else {
                const bool is_blank = text[at] == ' ' || text[at] == '\t' || text[at] == '\r';
                joined.append(is_blank ? 0 : 1, text[at]);
                ++at;
            }
        }
        return joined;
    }

    /// Of `:name`, `:'name'` or `:"name"` the value, of what else begins so the colon; where it ends.
    [[nodiscard]] std::size_t add_variable(std::string_view text, std::size_t colon,
                                           std::string& joined) const {
        auto begin = colon + 1;
        const char quote = begin < text.size() && is_quote(text[begin]) ? text[begin] : '\0';
        begin += quote == '\0' ? 0 : 1;
        const auto end =
            std::min(quote == '\0' ? end_of_name(text, begin) : text.find(quote, begin), text.size());
        const auto value = value_of(text.substr(begin, end - begin), quote);
        joined += value ? *value : ":";
        return value ? end + (quote == '\0' ? 0 : 1) : colon + 1;
    }

    std::string include(const diag::Span& place, std::string_view named, std::string_view beside, int depth) {
        const auto path = (std::filesystem::path(beside) / named).lexically_normal().generic_string();
        if (!m_folder.read_if_there(path)) {
            throw diag::refusal_at(
                place, diag::code::not_imported, fmt::format("{} is not there", m_folder.shown(path)),
                "it is looked for where psql would be run: in the folder of the import, or "
                "with \\ir beside the file; nothing was written");
        }
        return run(path, depth + 1);
    }

    const SourceFolder& m_folder;
    Variables m_variables;
};

} // namespace

std::string as_psql_sends(const SourceFolder& folder, std::string_view file, Variables variables) {
    return PsqlScript(folder, std::move(variables)).run(file, 0);
}

} // namespace headstart::imports
