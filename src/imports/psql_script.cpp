#include "imports/psql_script.hpp"

#include "base/text.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>
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
            const auto command = take_sql(text, at, sent);
            if (!command) {
                break;
            }
            const auto end = std::min(text.find('\n', *command), text.size());
            sent += obey(base::trim(text.substr(*command, end - *command)), file, depth);
            at = end;
        }
        return sent;
    }

private:
    /// Adds what stands before the next backslash command, its variables filled in; where that begins.
    std::optional<std::size_t> take_sql(std::string_view text, std::size_t from, std::string& sent) {
        auto at = from;
        sql::SqlSpans spans(text.substr(from));
        while (auto span = spans.next()) {
            sql::Scanner scanner(span->sql);
            std::optional<sql::Token> before;
            while (auto token = scanner.next()) {
                token->begin += from + span->begin;
                token->end += from + span->begin;
                if (token->kind == sql::TokenKind::backslash) {
                    sent += text.substr(at, token->begin - at);
                    return token->begin;
                }
                if (const auto value = variable_at(text, before, *token)) {
                    sent += text.substr(at, before->end - 1 - at);
                    sent += *value;
                    at = token->end;
                }
                before = token;
            }
        }
        sent += text.substr(at);
        return std::nullopt;
    }

    /// `:name`, `:'name'`, `:"name"`: a colon right before a name, and none before that.
    [[nodiscard]] std::optional<std::string> variable_at(std::string_view text,
                                                         const std::optional<sql::Token>& before,
                                                         const sql::Token& token) const {
        if (!before || before->end != token.begin || text[before->end - 1] != ':' ||
            (before->end > 1 && text[before->end - 2] == ':')) {
            return std::nullopt;
        }
        auto name = text.substr(token.begin, token.end - token.begin);
        const char quote = name.front();
        const bool is_quoted = (quote == '\'' || quote == '"') && name.size() > 1;
        name = is_quoted ? name.substr(1, name.size() - 2) : name;
        const auto found = m_variables.find(name);
        if (found == m_variables.end()) {
            return std::nullopt;
        }
        return is_quoted ? doubled(found->second, quote) : found->second;
    }

    /// What a line of a backslash command stands for.
    std::string obey(std::string_view line, std::string_view file, int depth) {
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
            return include(unquoted(rest), is_relative ? folder_of(file) : std::string_view{}, depth);
        }
        return std::string(line);
    }

    bool set(std::string_view rest) {
        const auto name = first_word(rest);
        const auto value = base::trim(rest.substr(name.size()));
        if (is_psqls_own(name)) {
            return true;
        }
        if (value.starts_with('`')) {
            return false;
        }
        m_variables[std::string(name)] = unquoted(value);
        return true;
    }

    std::string include(std::string_view named, std::string_view beside, int depth) {
        const auto path = (std::filesystem::path(beside) / named).lexically_normal().generic_string();
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
