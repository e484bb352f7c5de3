#pragma once

#include "diff/statement.hpp"

#include <string>

namespace headstart::diff {

/// What a table says of an index, be it a constraint's or none's.
struct IndexMarks {
    bool is_clustered = false;
    bool is_replica_identity = false;

    template<class Body>
    static IndexMarks of(const Body& body) {
        return {body.is_clustered, body.is_replica_identity};
    }
};

/// `index`: its own name, without a schema.
Statements change_marks(const std::string& table, const std::string& index, const IndexMarks& before,
                        const IndexMarks& after);

} // namespace headstart::diff
