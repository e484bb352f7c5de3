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

/// A setting by which the same SQL does something else.
struct Setting {
    std::string_view name;
    std::string_view by_default; ///< the value with which nothing is changed, as dumps set it
};

constexpr std::array<Setting, 10> k_settings{{{"search_path", "default"},
                                              {"role", "none"},
                                              {"authorization", "default"},
                                              {"check_function_bodies", "on"},
                                              {"session_replication_role", "origin"},
                                              {"standard_conforming_strings", "on"},
                                              {"default_tablespace", ""},
                                              {"default_table_access_method", "heap"},
                                              {"timezone", "default"},
                                              {"datestyle", "default"}}};

struct Word {
    std::string text; ///< in lower case
    std::size_t begin;
};

using Words = std::vector<Word>;

/// A setting that a statement gives a value for the session.
struct Change {
    std::string name;
    std::string value;
    std::size_t begin; ///< of the statement
};

std::string word_at(const Words& words, std::size_t at) {
    return at < words.size() ? words[at].text : "";
}

std::string without_quotes_around(std::string text) {
    const bool is_quoted = text.size() > 1 && (text.front() == '\'' || text.front() == '"');
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// `SET SESSION search_path TO app`, `SET ROLE app`, `SET TIME ZONE 'UTC'`.
std::optional<Change> change_of_set(const Words& words) {
    if (word_at(words, 0) != "set") {
        return std::nullopt;
    }
    std::size_t at = word_at(words, 1) == "session" ? 2 : 1;
    auto name = without_quotes_around(word_at(words, at++));
    if (name == "time" && word_at(words, at) == "zone") {
        name = "timezone";
        ++at;
    }
    at += word_at(words, at) == "=" || word_at(words, at) == "to" ? 1 : 0;
    return Change{std::move(name), without_quotes_around(word_at(words, at)), words.front().begin};
}

/// `SELECT pg_catalog.set_config('search_path', 'app', false)`, as pg_dump writes it.
std::optional<Change> change_of_function(const Words& words) {
    const auto call =
        std::find_if(words.begin(), words.end(), [](const Word& word) { return word.text == "set_config"; });
    const auto is_session = std::find_if(call, words.end(), [](const Word& word) {
        return word.text == "false" || word.text == "'false'" || word.text == "'f'";
    });
    if (word_at(words, 0) != "select" || is_session == words.end()) {
        return std::nullopt;
    }
    const auto at = static_cast<std::size_t>(call - words.begin());
    return Change{without_quotes_around(word_at(words, at + 2)),
                  without_quotes_around(word_at(words, at + 4)), words.front().begin};
}

/// What `RESET search_path` gives its default back; "all" of RESET ALL and DISCARD ALL.
std::string what_is_reset(const Words& words) {
    if (word_at(words, 0) == "discard") {
        return word_at(words, 1);
    }
    const auto name = word_at(words, word_at(words, 1) == "session" ? 2 : 1);
    return word_at(words, 0) == "reset" ? name : "";
}

bool is_default(const Change& change) {
    const auto* const setting = std::find_if(k_settings.begin(), k_settings.end(),
                                             [&](const Setting& one) { return one.name == change.name; });
    const bool is_on = change.value == "true" || change.value == "1" || change.value == "yes";
    return setting == k_settings.end() || change.value == "default" || change.value == setting->by_default ||
           (is_on && setting->by_default == "on");
}

/// What is set for the session while the statements of a text run, one after the other.
class SessionSettings {
public:
    void run(const Words& words) {
        if (const auto reset = what_is_reset(words); !reset.empty()) {
            std::erase_if(changed, [&](const Change& one) { return reset == "all" || one.name == reset; });
        }
        auto change = change_of_set(words);
        change = change ? std::move(change) : change_of_function(words);
        if (!change) {
            return;
        }
        std::erase_if(changed, [&](const Change& one) { return one.name == change->name; });
        if (!is_default(*change)) {
            changed.push_back(*std::move(change));
        }
    }

    std::vector<Change> changed; ///< in the order in which they were set
};

/// What is set at the end of a text.
std::vector<Change> changes_of(std::string_view text) {
    SessionSettings settings;
    sql::SqlSpans spans(text);
    while (auto span = spans.next()) {
        Words words;
        sql::Scanner scanner(span->sql);
        while (const auto token = scanner.next()) {
            if (token->kind == sql::TokenKind::semicolon) {
                settings.run(words);
                words.clear();
            } else if (token->kind != sql::TokenKind::comment) {
                words.push_back({base::to_lower(span->sql.substr(token->begin, token->end - token->begin)),
                                 span->begin + token->begin});
            }
        }
        settings.run(words);
    }
    return settings.changed;
}

} // namespace

void review_session_settings(History& history, std::string_view tool) {
    for (std::size_t i = 0; i + 1 < history.revisions.size(); ++i) {
        const auto& up = history.revisions[i].up;
        for (const auto& change : changes_of(up.text)) {
            const auto lines_before = std::count(
                up.text.begin(), up.text.begin() + static_cast<std::ptrdiff_t>(change.begin), '\n');
            history.reviews.push_back(
                {place_in(up, static_cast<std::size_t>(lines_before)),
                 fmt::format(
                     "{} is set for the session: with {} that holds for the files behind this one in the "
                     "same run, with headstart to the end of the file",
                     change.name, tool),
                 "set it in the revisions that need it, or for all: ALTER ROLE … SET, ALTER DATABASE … SET"});
        }
    }
}

Remark schema_to_make(std::string_view tool, std::string_view schema, Place place) {
    return {
        std::move(place), fmt::format("{} works in the schema {}", tool, schema),
        fmt::format("make it (CREATE SCHEMA {}) and let the database URL say options=-csearch_path={},public",
                    schema, schema)};
}

} // namespace headstart::imports
