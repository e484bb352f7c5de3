#include "diff/identity.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

namespace headstart::diff {

namespace {

using schema::Column;

/// "5", of "CACHE 5"; nothing where it is the default.
std::optional<std::string> option_of(const Column& column, std::string_view key) {
    for (const auto& option : column.identity_options) {
        if (option.starts_with(key)) {
            return option.substr(std::min(key.size() + 1, option.size()));
        }
    }
    return std::nullopt;
}

/// The other end of the range is where one that counts down begins.
std::string start_of(const Column& column) {
    const bool counts_down = option_of(column, "INCREMENT BY").value_or("1").starts_with('-');
    const auto bound = counts_down ? option_of(column, "MAXVALUE").value_or("-1")
                                   : option_of(column, "MINVALUE").value_or("1");
    return option_of(column, "START WITH").value_or(bound);
}

void change_option(std::string& change, const Column& before, const Column& after, std::string_view key,
                   std::string_view back) {
    const auto wanted = option_of(after, key);
    if (option_of(before, key) != wanted) {
        change += wanted ? fmt::format(" SET {} {}", key, *wanted) : fmt::format(" SET {}", back);
    }
}

} // namespace

std::string identity_clause(const Column& column) {
    auto text = fmt::format(" GENERATED {} AS IDENTITY", *column.identity);
    if (!column.identity_options.empty()) {
        text += fmt::format(" ({})", base::join(column.identity_options, " "));
    }
    return text;
}

std::string identity_change(const Column& before, const Column& after, bool restarts) {
    std::string change;
    if (before.identity != after.identity) {
        change += " SET GENERATED " + *after.identity;
    }
    change_option(change, before, after, "INCREMENT BY", "INCREMENT BY 1");
    change_option(change, before, after, "MINVALUE", "NO MINVALUE");
    change_option(change, before, after, "MAXVALUE", "NO MAXVALUE");
    if (start_of(before) != start_of(after)) {
        change += " SET START WITH " + start_of(after);
    }
    change_option(change, before, after, "CACHE", "CACHE 1");
    if (option_of(before, "CYCLE") != option_of(after, "CYCLE")) {
        change += option_of(after, "CYCLE") ? " SET CYCLE" : " SET NO CYCLE";
    }
    if (restarts && !change.empty()) {
        change += " RESTART WITH " + start_of(after);
    }
    return change.empty() ? change : change.substr(1);
}

} // namespace headstart::diff
