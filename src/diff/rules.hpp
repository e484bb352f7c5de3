#pragma once

#include "diff/context.hpp"
#include "diff/statement.hpp"

#include <span>
#include <string>
#include <vector>

namespace headstart::diff {

/// What is made by the same statement as an object: the columns and constraints of a table, the default of a
/// column. In the order in which they are to stand.
using Parts = std::vector<const Object*>;

/// One way from an object as it is to what it is to be, in place.
using Way = Statements;

/// The answers of most kinds.
bool never_part(const Object& object, const Object& whole);
bool never_by_itself(const Object& object);
std::vector<Way> no_way(const Object& from, const Object& to, const Context& context);
Statement rename_by_designation(const Object& object, const std::string& name);

/// How the objects of a kind come, change and go: one file a kind, one row in diff/kinds.cpp.
struct Rules {
    Kind kind;

    /// As COMMENT ON, ALTER … OWNER TO and GRANT name it: "TABLE users", "CONSTRAINT c ON users".
    std::string (*designation)(const Object& object);

    /// `level`: 0 as a person would write it; each further one says more of what the server might otherwise
    /// choose differently.
    Statements (*create)(const Object& object, const Parts& parts, unsigned level);
    unsigned create_levels = 1;

    Statements (*drop)(const Object& object);

    /// From the gentlest to the coarsest, all of them in place; none where only dropping and creating helps.
    std::vector<Way> (*alter)(const Object& from, const Object& to, const Context& context) = no_way;

    /// Whether it may be made by the statement that makes `whole`, which is created, too.
    bool (*is_part_of)(const Object& object, const Object& whole) = never_part;

    /// It comes with something else, and goes with it (a partition's column with that of the partitioned
    /// table): nothing is written for it unless the proof shows that it must be.
    bool (*comes_by_itself)(const Object& object) = never_by_itself;

    /// The statement that gives it another name of its own.
    Statement (*rename)(const Object& object, const std::string& name) = rename_by_designation;
    /// The server may have made and named it: a partition's index.
    bool is_named_by_server = false;

    /// It must not be dropped to be built anew, since it holds rows.
    bool holds_rows = false;
    /// The server itself brings it along when what it needs is altered.
    bool follows = false;
};

const Rules& rules_of(Kind kind);

inline const Rules& rules_of(const Object& object) {
    return rules_of(object.address.kind);
}

} // namespace headstart::diff
