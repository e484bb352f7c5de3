#include "scripts/marker.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace headstart::scripts {

namespace {

constexpr std::string_view k_marker = "migrate:";

/// Of a comment that holds nothing but a marker's words, with whatever surrounds them.
constexpr std::size_t k_longest_marker = 200;

using Words = std::string_view;

/// The words for a direction, by themselves or beside those that name a tool.
constexpr std::array<Words, 8> k_up{"up", "ups", "upgrade", "do", "apply", "deploy", "forward", "forwards"};
constexpr std::array<Words, 10> k_down{"down",   "downs",    "downgrade", "undo",    "rollback",
                                       "revert", "backward", "backwards", "reverse", "unapply"};
/// That name a tool, or what it makes; `sql-migrate` is two.
constexpr std::array<Words, 14> k_tools{"migrate", "migration", "migrations", "mig",      "goose",
                                        "dbmate",  "micrate",   "section",    "flyway",   "sqlx",
                                        "rambler", "duckup",    "tern",       "liquibase"};
/// That add nothing to a direction.
constexpr std::array<Words, 7> k_fillers{"script", "scripts",   "sql",       "step",
                                         "name",   "statement", "statements"};
/// tern's, which has no word for a direction.
constexpr std::array<Words, 4> k_tern{"create", "above", "drop", "below"};

template<std::size_t N>
bool is_one_of(Words word, const std::array<Words, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// One of which is in each word for a direction, and in tern's.
constexpr std::array<Words, 9> k_cores{"up", "do", "ppl", "plo", "rwa", "rol", "reve", "kwa", "abo"};

template<std::size_t N>
constexpr bool has_cores(const std::array<Words, N>& words) {
    return std::all_of(words.begin(), words.end(), [](Words word) {
        return std::any_of(k_cores.begin(), k_cores.end(),
                           [&](Words core) { return word.find(core) != Words::npos; });
    });
}

static_assert(has_cores(k_up) && has_cores(k_down) && has_cores(std::array<Words, 1>{k_tern[1]}));

/// A bit for each letter that one of them begins with.
constexpr std::uint32_t k_first_of_cores = [] {
    std::uint32_t letters = 0;
    for (const auto core : k_cores) {
        letters |= 1U << static_cast<unsigned>(core.front() - 'a');
    }
    return letters;
}();

/// Tells most comments, of which there are many, without a look at each of their words. What is not ASCII may
/// look like any letter.
bool may_name_direction(std::string_view content) {
    for (std::size_t at = 0; at < content.size(); ++at) {
        const char letter = base::lower_letter(content[at]);
        if ((static_cast<unsigned char>(letter) & 0x80U) != 0) {
            return true;
        }
        const bool may_be = letter >= 'a' && letter <= 'z' && (k_first_of_cores >> (letter - 'a') & 1U) != 0;
        if (may_be && std::any_of(k_cores.begin(), k_cores.end(), [&](Words core) {
                return base::equals_ignoring_case(content.substr(at, core.size()), core);
            })) {
            return true;
        }
    }
    return false;
}

/// The text of a comment without what opens and closes it.
std::string_view content_of(std::string_view comment) {
    if (comment.starts_with("--")) {
        return comment.substr(2);
    }
    comment.remove_prefix(std::min<std::size_t>(2, comment.size()));
    return comment.ends_with("*/") ? comment.substr(0, comment.size() - 2) : comment;
}

bool is_alone_before(std::string_view text, std::size_t begin) {
    auto line = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
    line = line == std::string_view::npos ? 0 : line + 1;
    if (line == 0 && text.starts_with(base::k_utf8_bom)) {
        line = base::k_utf8_bom.size();
    }
    return base::trim(text.substr(line, begin - line)).empty();
}

/// The words of a comment, however they are decorated, joined or spelt: `migrate_down`, `Roll back`.
std::vector<std::string> plain_words(std::string_view content) {
    auto looks = base::as_it_looks(content);
    std::replace(looks.begin(), looks.end(), '_', ' ');
    std::vector<std::string> words;
    for (auto& word : base::words_in_lower_case(looks)) {
        if (!words.empty() && words.back() == "roll" && (word == "back" || word == "down")) {
            words.back() = "rollback";
        } else {
            words.push_back(std::move(word));
        }
    }
    return words;
}

/// `transaction:false` at the end of the words says nothing of their meaning.
void drop_options(std::vector<std::string>& words) {
    while (words.size() > 2 && words[words.size() - 2] == "transaction" &&
           (words.back() == "false" || words.back() == "true")) {
        words.resize(words.size() - 2);
    }
}

enum class Direction : std::uint8_t { none, up, down };

Direction direction_of(Words word) {
    return is_one_of(word, k_up)     ? Direction::up
           : is_one_of(word, k_down) ? Direction::down
                                     : Direction::none;
}

/// What one word says by itself, also joined with a tool's: `DownMigration`, `migratedown`.
struct WordMeaning {
    Direction direction = Direction::none;
    bool names_tool = false;
};

WordMeaning meaning_of(Words word) {
    if (const auto direction = direction_of(word); direction != Direction::none) {
        return {direction, false};
    }
    for (const auto tool : k_tools) {
        if (word.starts_with(tool) && direction_of(word.substr(tool.size())) != Direction::none) {
            return {direction_of(word.substr(tool.size())), true};
        }
        if (word.ends_with(tool) &&
            direction_of(word.substr(0, word.size() - tool.size())) != Direction::none) {
            return {direction_of(word.substr(0, word.size() - tool.size())), true};
        }
    }
    return {Direction::none, is_one_of(word, k_tools)};
}

/// A word right behind `+` or right before `:` names a tool, whichever it is: `+mig Down`, `flyway:undo`.
bool is_of_some_tool(std::string_view content, std::size_t words) {
    const auto colon = content.find(':');
    return words == 2 &&
           (base::trim(content).starts_with('+') ||
            (colon != std::string_view::npos && colon + 1 < content.size() && content[colon + 1] > ' '));
}

} // namespace

std::optional<Marker> as_marker(std::string_view text, const sql::Token& comment) {
    const auto content = text.substr(comment.begin, comment.end - comment.begin);
    if (!content.starts_with("--") || !is_marker_line(base::trim(content.substr(2))) ||
        !is_alone_before(text, comment.begin)) {
        return std::nullopt;
    }
    return Marker{comment.begin, std::min(text.find('\n', comment.begin), text.size()),
                  base::to_lower(base::trim(base::trim(content.substr(2)).substr(k_marker.size())))};
}

bool is_marker_line(std::string_view content) {
    return base::equals_ignoring_case(content.substr(0, k_marker.size()), k_marker);
}

std::optional<std::string> meant_by(std::string_view content, bool alone) {
    if (!may_name_direction(content)) {
        return std::nullopt;
    }
    auto words = plain_words(content);
    drop_options(words);
    if (std::equal(words.begin(), words.end(), k_tern.begin(), k_tern.end())) {
        return "-- migrate:down";
    }
    WordMeaning meant;
    std::size_t others = 0;
    for (const auto& word : words) {
        const auto meaning = meaning_of(word);
        if (meaning.direction != Direction::none) {
            if (meant.direction != Direction::none) {
                return std::nullopt; // "up and down"
            }
            meant.direction = meaning.direction;
        }
        meant.names_tool = meant.names_tool || meaning.names_tool;
        const bool is_known =
            meaning.direction != Direction::none || meaning.names_tool || is_one_of(word, k_fillers);
        others += is_known ? 0 : 1;
        if (others > 1) {
            return std::nullopt; // prose
        }
    }
    const bool is_all = others == 0 || (others == 1 && is_of_some_tool(content, words.size()) &&
                                        direction_of(words.back()) != Direction::none);
    if (meant.direction == Direction::none || !is_all || (!meant.names_tool && !alone)) {
        return std::nullopt;
    }
    return meant.direction == Direction::up ? "-- migrate:up" : "-- migrate:down";
}

std::optional<std::string> meant_marker(std::string_view text, const sql::Token& comment,
                                        bool ends_statement) {
    if (comment.end - comment.begin > k_longest_marker) {
        return std::nullopt;
    }
    const auto content = content_of(text.substr(comment.begin, comment.end - comment.begin));
    auto meant = meant_by(content, true);
    if (!meant || meant_by(content, false)) {
        return meant;
    }
    // Last, for it goes back to the beginning of a line, which may be long and hold many comments.
    return ends_statement && is_alone_before(text, comment.begin) ? meant : std::nullopt;
}

} // namespace headstart::scripts
