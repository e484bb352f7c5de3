#include "settings/dotenv.hpp"

#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::settings {

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

/// Bytes. execve(2) takes no longer string, so no application could be given one (MAX_ARG_STRLEN). It also
/// ends values that double from line to line.
constexpr std::size_t k_longest_value = std::size_t{128} * 1024;

/// Bytes of all values. No more can be given to a program (a quarter of its stack, at most 6 MiB); a hundred
/// thousand copies of a long one would take what memory there is.
constexpr std::size_t k_longest_all = std::size_t{8} << 20U;

constexpr std::string_view k_space = " \t\v\f\r";

bool is_space(char c) {
    return k_space.find(c) != std::string_view::npos;
}

bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

std::string_view trim_space(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// In "…": \n and \r are line ends, any other escaped character is itself, but `\$` waits for expand().
std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size() || text[i + 1] == '$') {
            result += text[i];
            continue;
        }
        const char c = text[++i];
        result += c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
    return result;
}

/// Of `${A:-…}`, from behind the name: where the brace is closed.
std::optional<std::size_t> closing_brace(std::string_view text) {
    std::size_t open = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        open += text.substr(at).starts_with("${") ? 1 : 0;
        open -= text[at] == '}' ? 1 : 0;
        if (open == 0) {
            return at;
        }
    }
    return std::nullopt;
}

/// What stands behind the name in `${NAME…}`: nothing of that kind, a default, or what is not understood.
struct Default {
    std::string_view text;
    bool for_empty = false; ///< `:-`: also in place of nothing
    std::size_t end = 0;    ///< behind the brace
};

bool has_operator(std::string_view behind_name) {
    return !behind_name.empty() &&
           std::string_view(":-+?=#%/^,@![").find(behind_name.front()) != std::string_view::npos;
}

std::optional<Default> read_default(std::string_view behind_name) {
    const bool for_empty = behind_name.starts_with(":-");
    const auto close = closing_brace(behind_name);
    if (!close || (!for_empty && !behind_name.starts_with('-'))) {
        return std::nullopt;
    }
    const std::size_t begin = for_empty ? 2 : 1;
    return Default{behind_name.substr(begin, *close - begin), for_empty, *close + 1};
}

/// $NAME, ${NAME}, and ${NAME:-default} or ${NAME-default}, capitals, digits and underscores only; `\$` is a
/// dollar, and so is one before no name. Ends early once it is too long. False: a shell's form that is none
/// of these, or is never closed.
bool expand_into(std::string& result, std::string_view text, const Variables& variables, int depth) {
    constexpr int k_deepest = 8;
    while (!text.empty() && result.size() <= k_longest_value) {
        if (text.starts_with("\\$")) {
            result += '$';
            text.remove_prefix(2);
            continue;
        }
        const bool is_braced = text.starts_with("${");
        const std::size_t begin = is_braced ? 2 : 1;
        const auto end =
            std::min(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", begin), text.size());
        if (text.front() != '$' || end <= begin) {
            result += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto found = variables.find(text.substr(begin, end - begin));
        const auto value = found != variables.end() ? std::string_view(found->second) : std::string_view();
        text.remove_prefix(end);
        if (!is_braced || !has_operator(text)) {
            result += value;
            text.remove_prefix(text.starts_with('}') ? 1 : 0);
            continue;
        }
        const auto otherwise = read_default(text);
        if (!otherwise || depth == k_deepest) {
            return false;
        }
        if (found != variables.end() && !(otherwise->for_empty && value.empty())) {
            result += value;
        } else if (!expand_into(result, otherwise->text, variables, depth + 1)) {
            return false;
        }
        text.remove_prefix(otherwise->end);
    }
    return true;
}

class DotenvReader {
public:
    DotenvReader(std::string_view text, std::string_view path)
        : m_path(path)
        , m_rest(text) {
        if (m_rest.starts_with(base::k_utf8_bom)) {
            m_rest.remove_prefix(base::k_utf8_bom.size());
        }
    }

    Dotenv read() {
        while (skip_to_statement() && m_size <= k_longest_all) {
            const auto statement = m_rest;
            const auto line = m_line;
            try {
                read_statement();
            } catch (diag::Error& error) {
                m_problems.push_back({name_at(statement), error.diagnostics().front()});
                m_rest = statement;
                m_line = line;
                take_line();
            }
        }
        return {std::move(m_variables), std::move(m_problems)};
    }

private:
    void read_statement() {
        auto name = read_name();
        auto value = read_value();
        if (value.size() > k_longest_value) {
            fail(fmt::format("the value is longer than {} bytes", k_longest_value),
                 "Linux gives no program a longer variable; let it name a file");
        }
        m_size += value.size();
        if (m_size > k_longest_all) {
            fail(fmt::format("the values are longer than {} bytes in all", k_longest_all),
                 "Linux gives no program as much; is it the right file?");
        }
        m_variables.insert_or_assign(std::move(name), std::move(value));
    }

    /// Of a statement that is none: the word at its beginning.
    static std::string name_at(std::string_view statement) {
        if (statement.starts_with("export") && statement.size() > 6 && is_space(statement[6])) {
            statement = trim_space(statement.substr(6));
        }
        const auto* const end = std::find_if_not(statement.begin(), statement.end(), is_name_character);
        return {statement.begin(), end};
    }

    [[noreturn]] void fail(const std::string& what, const std::string& hint) const {
        diag::Diagnostic diagnostic;
        diagnostic.code = diag::code::bad_config_file;
        diagnostic.message = fmt::format("{}, line {}: {}", m_path, m_line, what);
        diagnostic.hint = hint;
        throw diag::Error(diag::ExitCode::usage, diagnostic);
    }

    std::string_view take(std::size_t count) {
        const auto taken = m_rest.substr(0, count);
        m_line += static_cast<std::size_t>(std::count(taken.begin(), taken.end(), '\n'));
        m_rest.remove_prefix(taken.size());
        return taken;
    }

    std::string_view take_line() { return take(std::min(m_rest.find_first_of("\r\n"), m_rest.size())); }

    bool skip_to_statement() {
        while (!m_rest.empty()) {
            if (m_rest.front() == '#') {
                take_line();
            } else if (m_rest.front() == '\n' || is_space(m_rest.front())) {
                take(1);
            } else {
                return true;
            }
        }
        return false;
    }

    std::string read_name() {
        const auto end = m_rest.find_first_of("=:\n");
        if (end == std::string_view::npos || m_rest[end] == '\n') {
            fail("there is no \"=\"", "write NAME=value; a value over several lines needs double quotes");
        }
        auto name = trim_space(m_rest.substr(0, end));
        if (name.starts_with("export") && name.size() > 6 && is_space(name[6])) {
            name = trim_space(name.substr(6));
        }
        if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
            fail("what stands before the \"=\" is no variable's name",
                 "a name is made of letters, digits, \"_\" and \".\"");
        }
        std::string result(name);
        take(end + 1);
        while (!m_rest.empty() && is_space(m_rest.front())) {
            take(1);
        }
        return result;
    }

    std::string read_value() {
        if (m_rest.starts_with('"') || m_rest.starts_with('\'')) {
            return read_quoted();
        }
        auto line = take_line();
        // A comment begins at the last "#" that follows a space: "pass#word" is a value.
        for (std::size_t i = line.size(); i-- > 1;) {
            if (line[i] == '#' && is_space(line[i - 1])) {
                line = line.substr(0, i);
                break;
            }
        }
        return expand(trim_space(line));
    }

    std::string read_quoted() {
        const char quote = m_rest.front();
        auto end = m_rest.find(quote, 1);
        while (end != std::string_view::npos && m_rest[end - 1] == '\\') {
            end = m_rest.find(quote, end + 1);
        }
        if (end == std::string_view::npos) {
            // Not named: behind a stray quote in a password, what looks like a name may be the rest of it.
            fail("the quote that opens a value is never closed",
                 "close it, or escape the quotes inside it with a backslash");
        }
        std::string value(take(end + 1).substr(1, end - 1));
        std::erase(value, '\r'); // line ends of the file; a wanted one is written \r
        return quote == '"' ? expand(unescape(value)) : value;
    }

    [[nodiscard]] std::string expand(std::string_view text) const {
        std::string result;
        if (!expand_into(result, text, m_variables, 0)) {
            fail("a ${…} in the value is of a form that is not expanded, or never closed",
                 "the forms are ${NAME}, ${NAME:-default} and ${NAME-default}; a dollar that is meant is "
                 "written \\$, "
                 "or stands in '…'");
        }
        return result;
    }

    std::string_view m_path;
    std::string_view m_rest;
    std::size_t m_line = 1;
    std::size_t m_size = 0; ///< of all values
    Variables m_variables;
    std::vector<DotenvProblem> m_problems;
};

} // namespace

Dotenv parse_dotenv(std::string_view text, std::string_view path) {
    return DotenvReader(text, path).read();
}

} // namespace headstart::settings
