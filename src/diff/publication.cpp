#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::Publication;
using schema::PublicationTable;

std::string publication_designation(const Object& object) {
    return "PUBLICATION " + object.name;
}

/// "users (id, email) WHERE (is_active)".
std::string published_table(const Object& object) {
    const auto& table = object.as<PublicationTable>();
    auto text = object.name;
    if (!table.columns.empty()) {
        text += fmt::format(" ({})", base::join(table.columns, ", "));
    }
    if (table.filter) {
        text += table.filter->starts_with('(') ? " WHERE " + *table.filter
                                               : fmt::format(" WHERE ({})", *table.filter);
    }
    return text;
}

/// "TABLE a, b, TABLES IN SCHEMA c".
std::string published(const Parts& parts) {
    std::vector<std::string> tables;
    std::vector<std::string> schemas;
    for (const auto* part : parts) {
        if (part->address.kind == Kind::publication_table) {
            tables.push_back(published_table(*part));
        } else if (part->address.kind == Kind::publication_schema) {
            schemas.push_back(part->name);
        }
    }
    std::vector<std::string> all;
    if (!tables.empty()) {
        all.push_back("TABLE " + base::join(tables, ", "));
    }
    if (!schemas.empty()) {
        all.push_back("TABLES IN SCHEMA " + base::join(schemas, ", "));
    }
    return base::join(all, ", ");
}

Statements create_publication(const Object& object, const Parts& parts, unsigned /*level*/) {
    const auto& publication = object.as<Publication>();
    auto sql = "CREATE PUBLICATION " + object.name;
    if (publication.has_all_tables) {
        sql += " FOR ALL TABLES";
    } else if (!parts.empty()) {
        sql += " FOR " + published(parts);
    }
    if (!publication.options.empty()) {
        sql += fmt::format(" WITH ({})", base::join(publication.options, ", "));
    }
    return {{sql}};
}

Statements drop_publication(const Object& object) {
    return {{"DROP PUBLICATION " + object.name}};
}

/// "publish", of "publish = 'insert'".
std::string option_name(const std::string& option) {
    return option.substr(0, option.find(' '));
}

/// There is no RESET for them.
std::string default_option(const std::string& name) {
    if (name == "publish") {
        return "publish = 'insert, update, delete, truncate'";
    }
    return name == "publish_generated_columns" ? name + " = none" : name + " = false";
}

std::vector<Way> alter_publication(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Publication>();
    const auto& after = to.as<Publication>();
    if (before.has_all_tables != after.has_all_tables) {
        return {};
    }
    std::vector<std::string> changes;
    for (const auto& option : after.options) {
        if (std::find(before.options.begin(), before.options.end(), option) == before.options.end()) {
            changes.push_back(option);
        }
    }
    for (const auto& option : before.options) {
        const auto name = option_name(option);
        if (std::none_of(after.options.begin(), after.options.end(),
                         [&](const auto& other) { return option_name(other) == name; })) {
            changes.push_back(default_option(name));
        }
    }
    return {{{fmt::format("ALTER PUBLICATION {} SET ({})", to.name, base::join(changes, ", "))}}};
}

/// Only of comments, and there is none on it.
std::string published_designation(const Object& object) {
    return "PUBLICATION " + object.parent_name;
}

Statements add_published(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("ALTER PUBLICATION {} ADD {}", object.parent_name, published({&object}))}};
}

Statements remove_published(const Object& object) {
    const bool is_table = object.address.kind == Kind::publication_table;
    return {{fmt::format("ALTER PUBLICATION {} DROP {} {}", object.parent_name,
                         is_table ? "TABLE" : "TABLES IN SCHEMA", object.name)}};
}

std::vector<Way> alter_published(const Object& from, const Object& to, const Context& /*context*/) {
    auto way = remove_published(from);
    append(way, add_published(to, {}, 0));
    return {way};
}

bool is_part_of_its_publication(const Object& object, const Object& whole) {
    return object.parent == whole.address;
}

} // namespace

const Rules k_publication_rules{
    .kind = Kind::publication,
    .designation = publication_designation,
    .create = create_publication,
    .drop = drop_publication,
    .alter = alter_publication,
};

const Rules k_publication_table_rules{
    .kind = Kind::publication_table,
    .designation = published_designation,
    .create = add_published,
    .drop = remove_published,
    .alter = alter_published,
    .is_part_of = is_part_of_its_publication,
};

const Rules k_publication_schema_rules{
    .kind = Kind::publication_schema,
    .designation = published_designation,
    .create = add_published,
    .drop = remove_published,
    .is_part_of = is_part_of_its_publication,
};

} // namespace headstart::diff
