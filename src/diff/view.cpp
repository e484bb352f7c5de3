#include "base/text.hpp"
#include "diff/column.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::diff {

namespace {

using schema::View;

std::string_view view_word(const Object& object) {
    return object.as<View>().is_materialized ? "MATERIALIZED VIEW" : "VIEW";
}

std::string view_designation(const Object& object) {
    return fmt::format("{} {}", view_word(object), object.name);
}

/// The list of columns that the server prints of named `VALUES`; since 18 it leaves out what they are of.
std::string values_columns(const View& view, std::string_view table) {
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
        const auto name = fmt::format("column{}", i + 1);
        columns.push_back(
            fmt::format("{}{}{}", table, name, view.columns[i] == name ? "" : " AS " + view.columns[i]));
    }
    return " SELECT " + base::join(columns, ",\n    ");
}

/// The server prints `VALUES (1, 2)` whose columns have names as a query of a table "*VALUES*", which is not
/// the same to it when it reads it again.
std::optional<std::string> values_of(const View& view) {
    constexpr std::string_view k_from = "\n   FROM (VALUES ";
    constexpr std::string_view k_end = ") \"*VALUES*\"";
    const auto from = view.query.find(k_from);
    if (from == std::string::npos || view.query.find(k_end) != view.query.size() - k_end.size()) {
        return std::nullopt;
    }
    const auto columns = std::string_view(view.query).substr(0, from);
    if (columns != values_columns(view, "\"*VALUES*\".") && columns != values_columns(view, "")) {
        return std::nullopt;
    }
    const auto begin = from + k_from.size();
    return " VALUES " + view.query.substr(begin, view.query.size() - k_end.size() - begin);
}

std::string view_text(std::string_view create, const Object& object) {
    const auto& view = object.as<View>();
    auto text = fmt::format("{} {} {}", create, view_word(object), object.name);
    const auto values = values_of(view);
    if (values) {
        text += fmt::format(" ({})", base::join(view.columns, ", "));
    }
    if (view.access_method) {
        text += " USING " + *view.access_method;
    }
    if (!view.options.empty()) {
        text += fmt::format(" WITH ({})", option_list(view.options));
    }
    if (view.tablespace) {
        text += " TABLESPACE " + *view.tablespace;
    }
    text += fmt::format(" AS\n{}", values.value_or(view.query));
    if (view.check_option) {
        text += fmt::format("\n WITH {}CHECK OPTION", *view.check_option == "LOCAL" ? "LOCAL " : "");
    }
    if (view.is_materialized && !view.is_populated) {
        text += "\n WITH NO DATA";
    }
    return text;
}

/// With columns that hold nothing: what views need of each other in a circle is their columns alone.
std::string empty_view_text(const Object& object) {
    const auto& view = object.as<View>();
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
        columns.push_back(fmt::format("NULL::{} AS {}", view.types[i], view.columns[i]));
    }
    return fmt::format("CREATE VIEW {} AS\n SELECT {}", object.name, base::join(columns, ",\n    "));
}

/// Where it cannot be made as it is to be, since something else must be there first that needs it: at first
/// empty. The next plan sees the difference, and replaces it.
Statements create_view(const Object& object, const Parts& parts, unsigned level) {
    if (level > 0 && !object.as<View>().is_materialized) {
        return {{empty_view_text(object)}};
    }
    Statements statements{{view_text("CREATE", object)}};
    for (const auto* part : parts) {
        if (part->address.kind == Kind::column) {
            append(statements, column_settings(*part));
        } else if (part->address.kind == Kind::column_default) {
            append(statements, rules_of(*part).create(*part, {}, 0));
        }
    }
    return statements;
}

Statements drop_view(const Object& object) {
    return {{fmt::format("DROP {} {}", view_word(object), object.name)}};
}

/// What is said of it but its query.
Way alter_view_settings(const Object& to, const View& before, const View& after) {
    Way way;
    const auto prefix = fmt::format("ALTER {} {}", view_word(to), to.name);
    const auto with_check = [](const View& view) {
        auto options = view.options;
        if (view.check_option) {
            options.push_back("check_option=" + base::to_lower(*view.check_option));
        }
        return options;
    };
    for (auto& change : alter_options(prefix, with_check(before), with_check(after))) {
        way.push_back({std::move(change)});
    }
    if (before.tablespace != after.tablespace) {
        way.push_back({fmt::format("{} SET TABLESPACE {}", prefix, after.tablespace.value_or("pg_default"))});
    }
    if (before.access_method != after.access_method) {
        way.push_back({fmt::format("{} SET ACCESS METHOD {}", prefix, after.access_method.value_or("heap"))});
    }
    if (before.is_populated != after.is_populated) {
        way.push_back({fmt::format("REFRESH MATERIALIZED VIEW {}{}", to.name,
                                   after.is_populated ? "" : " WITH NO DATA")});
    }
    return way;
}

/// The server replaces a query that only adds columns at the end.
bool can_replace(const View& before, const View& after) {
    return !before.is_materialized && !after.is_materialized &&
           before.columns.size() <= after.columns.size() &&
           std::equal(before.columns.begin(), before.columns.end(), after.columns.begin()) &&
           std::equal(before.types.begin(), before.types.end(), after.types.begin());
}

std::vector<Way> alter_view(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<View>();
    const auto& after = to.as<View>();
    if (before.is_materialized != after.is_materialized) {
        return {};
    }
    if (before.query == after.query && before.columns == after.columns && before.types == after.types) {
        return {alter_view_settings(to, before, after)};
    }
    if (can_replace(before, after)) {
        return {{{view_text("CREATE OR REPLACE", to)}}};
    }
    return {};
}

} // namespace

const Rules k_view_rules{
    .kind = Kind::view,
    .designation = view_designation,
    .create = create_view,
    .create_levels = 2,
    .drop = drop_view,
    .alter = alter_view,
};

} // namespace headstart::diff
