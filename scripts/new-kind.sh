#!/usr/bin/env bash
# Lays out the files of a new kind of object that schemas are compared by (CONTRIBUTING.md, "Add a kind of object").
#
#   scripts/new-kind.sh NAME CATALOGUE WORD     scripts/new-kind.sh transform pg_transform "transform"
#
# NAME is the kind's name in the code, CATALOGUE where the server has such objects, WORD how people are told of one.
# What is left to do is marked with "…" and told at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -ne 3 ] || ! [[ "$1" =~ ^[a-z][a-z_]*$ && "$2" =~ ^pg_[a-z_]+$ ]]; then
    sed -n '4,7s/^# *//p' scripts/new-kind.sh >&2
    exit 2
fi
name=$1
catalogue=$2
word=$3
type=$(sed -E 's/(^|_)([a-z])/\U\2/g' <<<"$name")
if grep -q "KIND($name," src/schema/kind.hpp; then
    echo "$name is there already" >&2
    exit 1
fi

cat >"src/schema/$name.hpp" <<HEADER
#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

struct $type {
    std::string definition; ///< …

    /// In the order of the columns of catalogue/sql/$name.sql.
    static constexpr auto fields() { return std::tuple(&$type::definition); }

    friend bool operator==(const $type&, const $type&) = default;
};

} // namespace headstart::schema
HEADER

cat >"src/catalogue/sql/$name.sql" <<QUERY
-- …
SELECT '$catalogue'::regclass AS class, o.oid, 0 AS sub, quote_ident(o.…) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner,
       …
FROM $catalogue o
WHERE o.oid >= 16384
QUERY

cat >"src/diff/$name.cpp" <<RULES
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::$type;

std::string ${name}_designation(const Object& object) {
    return "${word^^} " + object.name;
}

Statements create_${name}(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE ${word^^} {} {}", object.name, object.as<$type>().definition)}};
}

Statements drop_${name}(const Object& object) {
    return {{fmt::format("DROP ${word^^} {}", object.name)}};
}

} // namespace

const Rules k_${name}_rules{
    .kind = Kind::$name,
    .designation = ${name}_designation,
    .create = create_${name},
    .drop = drop_${name},
};

} // namespace headstart::diff
RULES

cat >"tests/diff/cases/$name.sql" <<CASES
-- case: a $word is added
…
-- to:
…
CASES

# The row stands last: that is the order of telling, and may be another one.
last=$(grep -n '    KIND(' src/schema/kind.hpp | tail -1 | cut -d: -f1)
sed -i "${last}s/\$/ \\\\/; ${last}a\\    KIND($name, $type, \"$word\")" src/schema/kind.hpp
sed -i "s|^#include \"schema/given.hpp\"|&\n#include \"schema/$name.hpp\"|" src/schema/body.hpp
sed -i "s|^target_sources(headstart_core PRIVATE|&\n    $name.cpp|" src/diff/CMakeLists.txt

todo() {
    printf '  %-40s %s\n' "$1" "$2"
}
echo "Laid out. What is left:"
todo src/schema/kind.hpp "move the row to where a person would tell such objects"
todo "src/schema/$name.hpp" "what such an object is made of"
todo "src/catalogue/sql/$name.sql" "how it is read"
todo src/catalogue/sql/privilege.sql "if it has privileges; comments and owners come by themselves"
todo "src/diff/$name.cpp" "how it comes, changes and goes"
todo "tests/diff/cases/$name.sql" "create, drop, each alteration, comment, grants"
