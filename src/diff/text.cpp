#include "diff/text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace headstart::diff {

namespace {

using Options = std::map<std::string, std::string>;

Options split(const std::vector<std::string>& options, char between) {
    Options all;
    for (const auto& option : options) {
        const auto at = option.find(between);
        all.emplace(option.substr(0, at), at == std::string::npos ? "" : option.substr(at + 1));
    }
    return all;
}

bool is_plain(std::string_view value) {
    constexpr std::string_view k_plain = "abcdefghijklmnopqrstuvwxyz0123456789_.";
    return !value.empty() && value.find_first_not_of(k_plain) == std::string_view::npos;
}

/// Of a storage parameter: none holds a backslash.
std::string value_text(std::string_view value) {
    if (is_plain(value)) {
        return std::string(value);
    }
    std::string text = "'";
    for (const char c : value) {
        text += c;
        if (c == '\'') {
            text += c;
        }
    }
    return text + "'";
}

} // namespace

std::string option_list(const std::vector<std::string>& options) {
    std::vector<std::string> texts;
    for (const auto& option : options) {
        const auto at = option.find('=');
        texts.push_back(fmt::format("{} = {}", option.substr(0, at), value_text(option.substr(at + 1))));
    }
    return base::join(texts, ", ");
}

std::vector<std::string> alter_options(std::string_view prefix, const std::vector<std::string>& from,
                                       const std::vector<std::string>& to) {
    // What is set stands behind all others, and the order shows in a dump: only those stay as they are that
    // come first in both.
    std::size_t kept = 0;
    for (auto known = from.begin(); kept < to.size(); ++kept, ++known) {
        known = std::find(known, from.end(), to[kept]);
        if (known == from.end()) {
            break;
        }
    }
    const std::vector<std::string> set(to.begin() + static_cast<std::ptrdiff_t>(kept), to.end());
    const auto after = split(to, '=');
    std::vector<std::string> reset;
    for (const auto& [name, value] : split(from, '=')) {
        if (!after.contains(name)) {
            reset.push_back(name);
        }
    }
    std::vector<std::string> statements;
    if (!reset.empty()) {
        statements.push_back(fmt::format("{} RESET ({})", prefix, base::join(reset, ", ")));
    }
    if (!set.empty()) {
        statements.push_back(fmt::format("{} SET ({})", prefix, option_list(set)));
    }
    return statements;
}

std::string alter_server_options(const std::vector<std::string>& from, const std::vector<std::string>& to) {
    const auto before = split(from, ' ');
    const auto after = split(to, ' ');
    std::vector<std::string> changes;
    for (const auto& [name, value] : before) {
        if (!after.contains(name)) {
            changes.push_back("DROP " + name);
        }
    }
    for (const auto& [name, value] : after) {
        const auto found = before.find(name);
        if (found == before.end()) {
            changes.push_back(fmt::format("ADD {} {}", name, value));
        } else if (found->second != value) {
            changes.push_back(fmt::format("SET {} {}", name, value));
        }
    }
    return base::join(changes, ", ");
}

} // namespace headstart::diff
