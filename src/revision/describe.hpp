#pragma once

#include "revision/graph.hpp"
#include "revision/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How revisions and steps are written, in Alembic's shapes. Pure text, for standard output and the log: what
/// files and rows hold is made printable (base/printable.hpp), so that no value makes a line of its own.
namespace headstart::revision {

/// What only the database knows of a revision.
struct Marks {
    bool is_current = false;   ///< "(current)": in Alembic for rows only, and only with -i
    bool is_half_done = false; ///< "(half-done)": begun outside a transaction and not finished
    bool is_edited = false;    ///< "(edited)": its file is not what was run
};

/// The line of `current`: "b2 (head)".
std::string current_line(const RevisionGraph& graph, const Revision& revision, Marks marks = {});
/// The line of `heads`: "b2 (label, label) (head)".
std::string heads_line(const RevisionGraph& graph, const Revision& revision);
/// The line of `history`: "a, b (dependency) -> c (label) (head) (current), message".
std::string history_line(const RevisionGraph& graph, const Revision& revision, Marks marks = {});

/// The line of `history --graph`, where lanes show the parents: "c (label) (head), message".
std::string graph_line(const RevisionGraph& graph, const Revision& revision, Marks marks = {});

/// `show` and `-v`: several lines and the empty one that follows. `path` as it shall be printed (absolute).
std::string long_block(const RevisionGraph& graph, const Revision& revision, std::string_view path,
                       Marks marks = {});

/// `branches`: the branchpoint, its children indented, an empty line. `block` replaces the first line (-v),
/// which makes the children show their messages too.
std::string branch_lines(const RevisionGraph& graph, const Revision& branchpoint,
                         std::string_view block = {});

/// "a -> b", parents joined, no dependencies; from base " -> a", to base "a -> ".
std::string step_arrow(const Step& step);
/// "Running upgrade a -> b, message"
std::string step_line(const Step& step);
/// "Running stamp_revision a, b -> c"
std::string stamp_line(const StampStep& step);

} // namespace headstart::revision
