#include "diff/index_marks.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Index;

std::string index_designation(const Object& object) {
    return "INDEX " + object.name;
}

void add_index_marks(Statements& statements, const Object& object) {
    const auto& index = object.as<Index>();
    for (const auto& target : index.statistics) {
        const auto blank = target.find(' ');
        statements.push_back({fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", object.name,
                                          target.substr(0, blank), target.substr(blank + 1))});
    }
    append(statements, change_marks(object.parent_name, object.own_name, {}, IndexMarks::of(index)));
}

/// With the indexes of all partitions, which come by themselves, unless some are to have none.
Statements create_index(const Object& object, const Parts& /*parts*/, unsigned level) {
    const auto& index = object.as<Index>();
    auto definition = index.definition;
    if (index.tablespace) {
        const auto where = definition.find(" WHERE ");
        definition.insert(where == std::string::npos ? definition.size() : where,
                          " TABLESPACE " + *index.tablespace);
    }
    Statements statements{
        {fmt::format("CREATE {}INDEX {} ON {}{} {}{}", index.is_unique ? "UNIQUE " : "", object.own_name,
                     index.is_partitioned && (level > 0 || !index.is_valid) ? "ONLY " : "",
                     object.parent_name,
                     index.method == "btree" ? "" : fmt::format("USING {} ", index.method), definition),
         {Hazard::blocks_writes}}};
    if (index.is_unique) {
        statements.back().hazards.push_back(Hazard::may_fail_on_rows);
    }
    if (index.attached_to) {
        statements.push_back(
            {fmt::format("ALTER INDEX {} ATTACH PARTITION {}", *index.attached_to, object.name)});
    }
    add_index_marks(statements, object);
    return statements;
}

Statements drop_index(const Object& object) {
    return {{fmt::format("DROP INDEX {}", object.name)}};
}

/// It stays with a table that is detached, and is taken over where that is attached.
bool changes_hands(const Object& object, const Context& context) {
    return object.parent && context.changes_parents(*object.parent);
}

bool is_only_attached_elsewhere(Index before, const Index& after) {
    before.attached_to = after.attached_to;
    return before == after;
}

std::vector<Way> alter_index(const Object& from, const Object& to, const Context& context) {
    const auto& before = from.as<Index>();
    const auto& after = to.as<Index>();
    Way way;
    for (auto& change : alter_options("ALTER INDEX " + to.name, before.options, after.options)) {
        way.push_back({std::move(change)});
    }
    if (before.tablespace != after.tablespace) {
        way.push_back({fmt::format("ALTER INDEX {} SET TABLESPACE {}", to.name,
                                   after.tablespace.value_or("pg_default")),
                       {Hazard::rewrites_table}});
    }
    if (before.statistics != after.statistics) {
        for (const auto& target : before.statistics) {
            way.push_back({fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS -1", to.name,
                                       target.substr(0, target.find(' ')))});
        }
        for (const auto& target : after.statistics) {
            const auto blank = target.find(' ');
            way.push_back({fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", to.name,
                                       target.substr(0, blank), target.substr(blank + 1))});
        }
    }
    append(way, change_marks(to.parent_name, to.own_name, IndexMarks::of(before), IndexMarks::of(after)));
    std::vector<Way> ways;
    if (!way.empty() || (changes_hands(from, context) && is_only_attached_elsewhere(before, after))) {
        ways.push_back(way);
    }
    if (!before.attached_to && after.attached_to) {
        way.push_back({fmt::format("ALTER INDEX {} ATTACH PARTITION {}", *after.attached_to, to.name)});
        if (!changes_hands(from, context)) {
            ways.clear();
        }
        ways.push_back(way);
    }
    return ways;
}

bool comes_with_partitioned_index(const Object& object) {
    return object.as<Index>().attached_to.has_value();
}

} // namespace

const Rules k_index_rules{
    .kind = Kind::index,
    .designation = index_designation,
    .create = create_index,
    .create_levels = 2,
    .drop = drop_index,
    .alter = alter_index,
    .comes_by_itself = comes_with_partitioned_index,
    .is_named_by_server = true,
    .follows = true,
};

} // namespace headstart::diff
