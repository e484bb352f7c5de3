#pragma once

#include "sql/statement_list.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// What a mark stands at, in the words of the server (manual, "Object Information Functions":
/// pg_get_object_address): "table", "table column", "table constraint", "type", "domain constraint" … An
/// enum's label is told as its type, with `label`.
struct RenamedThing {
    std::string kind;
    /// Without quotes, folded as the server folds it: the schema if it is written, the name; of a part first
    /// the names of the whole.
    std::vector<std::string> names;
    std::optional<std::string> label;
};

/// A comment of a declared schema that says how something was called before: `-- @renamed from=people`, on
/// the line above what it is about or at the end of its line.
struct RenamedMark {
    std::size_t begin; ///< of the comment
    std::size_t end;
    /// Where it is from: a schema (or nothing) and a name, as above. Empty: what is behind `from=` is no
    /// name.
    std::vector<std::string> old_names;
    std::optional<RenamedThing> thing; ///< nothing: what stands there has no name of its own
};

/// All marks of a text whose statements are known. Found by tokens, whatever the grammar knows.
std::vector<RenamedMark> renamed_marks(std::string_view text, const StatementList& statements);

} // namespace headstart::sql
