#include "diff/index_marks.hpp"

#include <fmt/format.h>

namespace headstart::diff {

Statements change_marks(const std::string& table, const std::string& index, const IndexMarks& before,
                        const IndexMarks& after) {
    Statements statements;
    if (!before.is_clustered && after.is_clustered) {
        statements.push_back({fmt::format("ALTER TABLE {} CLUSTER ON {}", table, index)});
    } else if (before.is_clustered && !after.is_clustered) {
        statements.push_back({fmt::format("ALTER TABLE {} SET WITHOUT CLUSTER", table)});
    }
    if (!before.is_replica_identity && after.is_replica_identity) {
        statements.push_back({fmt::format("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table, index)});
    } else if (before.is_replica_identity && !after.is_replica_identity) {
        statements.push_back({fmt::format("ALTER TABLE {} REPLICA IDENTITY DEFAULT", table)});
    }
    return statements;
}

} // namespace headstart::diff
