#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// An index that is no constraint's.
struct Index {
    bool is_unique = false;
    std::string method;
    std::string definition;           ///< what stands behind the method: "(lower(email)) WHERE is_active"
    std::vector<std::string> options; ///< storage parameters, which stand in the definition, too
    std::optional<std::string> tablespace;
    bool is_valid = true; ///< of a partitioned one: every partition has an index attached to it
    bool is_partitioned = false;
    std::optional<std::string> attached_to; ///< the index of the partitioned table
    std::vector<std::string> statistics;    ///< targets of its expressions: "1 500"
    bool is_clustered = false;              ///< CLUSTER takes it
    bool is_replica_identity = false;       ///< told to logical replication

    static constexpr auto fields() {
        return std::tuple(&Index::is_unique, &Index::method, &Index::definition, &Index::options,
                          &Index::tablespace, &Index::is_valid, &Index::is_partitioned, &Index::attached_to,
                          &Index::statistics, &Index::is_clustered, &Index::is_replica_identity);
    }

    friend bool operator==(const Index&, const Index&) = default;
};

} // namespace headstart::schema
