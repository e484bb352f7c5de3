#include "imports/session_settings.hpp"

#include "base/text.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headstart::imports {

namespace {

constexpr std::array<std::string_view, 3> k_settings{"search_path", "role", "authorization"};

/// The setting that the words of a statement change for the session: "search_path" of `SET SESSION
/// search_path`.
std::optional<std::string> setting_of(const std::vector<std::string>& words) {
    if (words.empty() || words.front() != "set") {
        return std::nullopt;
    }
    const std::size_t at = words.size() > 1 && words[1] == "session" ? 2 : 1;
    const bool is_one =
        words.size() > at && std::find(k_settings.begin(), k_settings.end(), words[at]) != k_settings.end();
    return is_one ? std::optional(words[at]) : std::nullopt;
}

/// The last such statement of a text, and on which of its lines.
struct Setting {
    std::string name;
    std::size_t line = 0; ///< from 0
};

std::optional<Setting> last_setting(std::string_view text) {
    std::optional<Setting> found;
    sql::SqlSpans spans(text);
    while (auto span = spans.next()) {
        std::vector<std::string> words;
        sql::Scanner scanner(span->sql);
        while (const auto token = scanner.next()) {
            if (token->kind == sql::TokenKind::semicolon) {
                if (auto name = setting_of(words)) {
                    const auto end = text.begin() + static_cast<std::ptrdiff_t>(span->begin + token->begin);
                    found = Setting{*std::move(name),
                                    static_cast<std::size_t>(std::count(text.begin(), end, '\n'))};
                }
                words.clear();
            } else if (token->kind != sql::TokenKind::comment && words.size() < 3) {
                words.push_back(base::to_lower(span->sql.substr(token->begin, token->end - token->begin)));
            }
        }
    }
    return found;
}

} // namespace

void review_session_settings(History& history, std::string_view tool) {
    for (std::size_t i = 0; i + 1 < history.revisions.size(); ++i) {
        const auto& up = history.revisions[i].up;
        if (const auto setting = last_setting(up.text)) {
            history.reviews.push_back(
                {{up.origin.path, up.origin.line + setting->line},
                 fmt::format(
                     "{} is set for the session: with {} that holds for the files behind this one in the "
                     "same run, with headstart to the end of the file",
                     setting->name, tool),
                 "set it in the revisions that need it, or for all: ALTER ROLE … SET, ALTER DATABASE … SET"});
        }
    }
}

} // namespace headstart::imports
