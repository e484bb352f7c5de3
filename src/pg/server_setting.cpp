#include "pg/server_setting.hpp"

#include "base/text.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace headstart::pg {

namespace {

constexpr std::string_view k_white_space = " \t\n\v\f\r"; // C's isspace, which the server asks

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(k_white_space), text.size()));
        if (text.empty()) {
            return words;
        }
        std::string word;
        bool is_escaped = false;
        std::size_t end = 0;
        for (; end < text.size(); ++end) {
            const char c = text[end];
            if (!is_escaped && k_white_space.find(c) != std::string_view::npos) {
                break;
            }
            is_escaped = !is_escaped && c == '\\';
            if (!is_escaped) {
                word += c;
            }
        }
        words.push_back(std::move(word));
        text.remove_prefix(end);
    }
}

/// `name=value`; the server takes dashes in the name for underscores.
std::optional<ServerSetting> read_assignment(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return std::nullopt;
    }
    ServerSetting setting{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
    std::replace(setting.name.begin(), setting.name.end(), '-', '_');
    return setting;
}

/// Settings whose values are lists of names, which SET takes apart: `'a, b'` would be one name (the server's
/// GUC_LIST_QUOTE; pg_dump keeps the same list).
constexpr std::array<std::string_view, 5> k_name_lists{"search_path", "temp_tablespaces",
                                                       "local_preload_libraries", "session_preload_libraries",
                                                       "unix_socket_directories"};

/// The names in `a, "B"`, as the server reads such a value: in lower case where they are not quoted.
std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names;
    std::string name;
    bool is_quoted = false;
    bool is_open = false;
    for (std::size_t i = 0; i <= list.size(); ++i) {
        if (i == list.size() || (list[i] == ',' && !is_open)) {
            names.push_back(is_quoted ? name : base::to_lower(base::trim(name)));
            name.clear();
            is_quoted = false;
        } else if (list[i] != '"') {
            name += is_quoted && !is_open ? "" : std::string(1, list[i]); // white space around the quotes
        } else if (is_open && i + 1 < list.size() && list[i + 1] == '"') {
            name += list[i++];
        } else {
            is_open = !is_open;
            name = is_quoted ? name : "";
            is_quoted = true;
        }
    }
    return names;
}

std::string literals_for(const ServerSetting& setting) {
    if (!base::is_one_of_ignoring_case(setting.name, k_name_lists)) {
        return quote_literal(setting.value);
    }
    auto literals = split_names(setting.value);
    for (auto& literal : literals) {
        literal = quote_literal(literal);
    }
    return base::join(literals, ", ");
}

} // namespace

Command set_setting(const ServerSetting& setting, SettingScope scope) {
    std::string sql = scope == SettingScope::session ? "SET " : "SET LOCAL ";
    for (const auto part : base::split_list(setting.name, ".")) {
        sql.append(sql.ends_with('"') ? "." : "").append(quote_identifier(part));
    }
    return {sql.append(" = ").append(literals_for(setting))};
}

OptionSettings parse_options(std::string_view options) {
    OptionSettings result;
    const auto words = split_words(options);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        std::optional<ServerSetting> setting;
        if (word == "-c" && i + 1 < words.size()) {
            setting = read_assignment(words[i + 1]);
            i += setting ? 1 : 0;
        } else if (word.starts_with("--") || (word.starts_with("-c") && word.size() > 2)) {
            setting = read_assignment(word.substr(2));
        }
        if (setting) {
            result.settings.push_back(*std::move(setting));
        } else {
            result.others.emplace_back(word);
        }
    }
    return result;
}

std::string option_for(const ServerSetting& setting) {
    std::string option = fmt::format("-c {}=", setting.name);
    for (const char c : setting.value) {
        if (c == '\\' || k_white_space.find(c) != std::string_view::npos) {
            option += '\\';
        }
        option += c;
    }
    return option;
}

} // namespace headstart::pg
