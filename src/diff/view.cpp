#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::View;

std::string_view view_word(const Object& object) {
    return object.as<View>().is_materialized ? "MATERIALIZED VIEW" : "VIEW";
}

std::string view_designation(const Object& object) {
    return fmt::format("{} {}", view_word(object), object.name);
}

std::string view_text(std::string_view create, const Object& object) {
    const auto& view = object.as<View>();
    auto text = fmt::format("{} {} {}", create, view_word(object), object.name);
    if (view.access_method) {
        text += " USING " + *view.access_method;
    }
    // CHECK OPTION is an option of the catalogue, but has words of its own.
    if (!view.options.empty()) {
        text += fmt::format(" WITH ({})", option_list(view.options));
    }
    if (view.tablespace) {
        text += " TABLESPACE " + *view.tablespace;
    }
    text += fmt::format(" AS\n{}", view.query);
    if (view.is_materialized && !view.is_populated) {
        text += "\n  WITH NO DATA";
    }
    return text;
}

Statements create_view(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{view_text("CREATE", object)}};
}

Statements drop_view(const Object& object) {
    return {{fmt::format("DROP {} {}", view_word(object), object.name)}};
}

/// What is said of it but its query.
Way alter_view_settings(const Object& to, const View& before, const View& after) {
    Way way;
    const auto prefix = fmt::format("ALTER {} {}", view_word(to), to.name);
    for (auto& change : alter_options(prefix, before.options, after.options)) {
        way.push_back({std::move(change)});
    }
    if (before.tablespace != after.tablespace) {
        way.push_back({fmt::format("{} SET TABLESPACE {}", prefix, after.tablespace.value_or("pg_default"))});
    }
    if (before.access_method != after.access_method) {
        way.push_back({fmt::format("{} SET ACCESS METHOD {}", prefix, after.access_method.value_or("heap"))});
    }
    if (before.is_populated != after.is_populated) {
        way.push_back({fmt::format("REFRESH MATERIALIZED VIEW {} WITH {}DATA", to.name,
                                   after.is_populated ? "" : "NO ")});
    }
    return way;
}

/// The server replaces a query that only adds columns at the end.
bool can_replace(const View& before, const View& after) {
    return !before.is_materialized && !after.is_materialized &&
           before.columns.size() <= after.columns.size() &&
           std::equal(before.columns.begin(), before.columns.end(), after.columns.begin());
}

std::vector<Way> alter_view(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<View>();
    const auto& after = to.as<View>();
    if (before.is_materialized != after.is_materialized) {
        return {};
    }
    if (before.query == after.query && before.columns == after.columns) {
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
    .drop = drop_view,
    .alter = alter_view,
};

} // namespace headstart::diff
