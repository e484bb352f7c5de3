#include "diff/announcement.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Column;
using schema::Constraint;
using Announcements = std::vector<std::string>;

std::string_view constraint_word(const Constraint& constraint) {
    switch (constraint.type) {
    case 'p':
        return "primary key";
    case 'u':
        return "unique constraint";
    case 'f':
        return "foreign key";
    case 'x':
        return "exclusion constraint";
    case 'n':
        return "not-null constraint";
    default:
        return "check constraint";
    }
}

/// "table 'users'", "column 'users.phone'", "index 'ix_users_email' on 'users'".
std::string title(const Object& object) {
    switch (object.address.kind) {
    case Kind::column:
        return fmt::format("column '{}.{}'", object.parent_name, object.name);
    case Kind::column_default:
        return fmt::format("server default on column '{}'", object.parent_name);
    case Kind::constraint:
        return fmt::format("{} '{}' on '{}'", constraint_word(object.as<Constraint>()), object.name,
                           object.parent_name);
    default:
        return object.parent ? fmt::format("{} '{}' on '{}'", schema::word(object.address.kind), object.name,
                                           object.parent_name)
                             : fmt::format("{} '{}'", schema::word(object.address.kind), object.name);
    }
}

void announce_column(Announcements& all, const Object& from, const Object& to) {
    const auto& before = from.as<Column>();
    const auto& after = to.as<Column>();
    const auto name = fmt::format("'{}.{}'", to.parent_name, to.name);
    const auto count = all.size();
    if (before.type != after.type) {
        all.push_back(fmt::format("type change from {} to {} on {}", before.type, after.type, name));
    }
    if (before.is_not_null != after.is_not_null) {
        all.push_back(fmt::format("{} on column {}", after.is_not_null ? "NOT NULL" : "NULL", name));
    }
    if (before.generated != after.generated || before.identity != after.identity) {
        all.push_back(fmt::format("computed or identity change on column {}", name));
    }
    if (all.size() == count) {
        all.push_back(fmt::format("changed column {}", name));
    }
}

/// What is told as the server default of its column, or as the view.
bool is_hidden(const Object& object) {
    return object.address.kind == Kind::sequence_owner || object.address.kind == Kind::given ||
           (object.address.kind == Kind::column && !object.as<Column>().is_held);
}

void announce_details(Announcements& all, const Object& from, const Object& to, const Compared& compared) {
    if (from.comment != to.comment) {
        all.push_back(fmt::format("comment change on {}", title(to)));
    }
    if (!same_privileges(from, to, compared)) {
        all.push_back(fmt::format("privilege change on {}", title(to)));
    }
    if (!same_owner(from, to, compared)) {
        all.push_back(fmt::format("owner change on {}", title(to)));
    }
}

void announce_change(Announcements& all, const Object& from, const Object& to, const Compared& compared) {
    if (from.body == to.body) {
        announce_details(all, from, to, compared);
    } else if (is_hidden(to)) {
        return;
    } else if (to.address.kind == Kind::column) {
        announce_column(all, from, to);
    } else if (to.address.kind == Kind::column_default) {
        all.push_back(title(to));
    } else {
        all.push_back(fmt::format("changed {}", title(to)));
    }
}

/// Nothing more has to be said of it.
bool goes_with_its_whole(const Object& object, const Schema& other) {
    return object.parent && other.find(*object.parent) == nullptr;
}

void announce_missing(Announcements& all, std::string_view word, const Schema& holder, const Schema& other) {
    for (const auto& [address, object] : holder.objects) {
        if (other.find(address) == nullptr && !goes_with_its_whole(object, other) && !is_hidden(object)) {
            all.push_back(address.kind == Kind::column_default ? title(object)
                                                               : fmt::format("{} {}", word, title(object)));
        }
    }
}

} // namespace

namespace {

std::string title_of_rename(const Context& context, const Rename& rename) {
    const auto& object = context.goal.at(rename.to);
    const auto word = schema::word(object.address.kind);
    if (!rename.to_label.empty()) {
        return fmt::format("label {} of {} '{}' to {}", rename.from_label, word, object.name,
                           rename.to_label);
    }
    const auto old_name = rename.from_schema == rename.to_schema
                              ? rename.from_name
                              : rename.from_schema + "." + rename.from_name;
    return object.parent
               ? fmt::format("{} '{}' on '{}' to '{}'", word, old_name, object.parent_name, object.name)
               : fmt::format("{} '{}' to '{}'", word, old_name, object.name);
}

} // namespace

Announcements announce(const Context& context, const std::vector<Rename>& renames) {
    Announcements all;
    for (const auto& rename : renames) {
        all.push_back("renamed " + title_of_rename(context, rename));
    }
    announce_missing(all, "added", context.goal, context.present);
    for (const auto& [address, object] : context.present.objects) {
        const auto* const wanted = context.goal.find(address);
        if (wanted != nullptr && !same(object, *wanted, context.compared)) {
            announce_change(all, object, *wanted, context.compared);
        }
    }
    announce_missing(all, "removed", context.present, context.goal);
    return all;
}

} // namespace headstart::diff
