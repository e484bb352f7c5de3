#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A table, partitioned table, partition or foreign table, without its parts.
struct Table {
    char relation_kind = 'r';                   ///< pg_class.relkind: r, p or f
    char persistence = 'p';                     ///< pg_class.relpersistence: p or u
    std::optional<std::string> access_method;   ///< none: the default, or nothing is stored
    std::optional<std::string> tablespace;      ///< none: the default
    std::optional<std::string> of_type;         ///< of a typed table
    std::optional<std::string> partition_key;   ///< "RANGE (created_at)"
    std::optional<std::string> partition_of;    ///< the partitioned table
    std::optional<std::string> partition_bound; ///< "FOR VALUES FROM … TO …", "DEFAULT"
    std::vector<std::string> inherits;          ///< in order
    std::vector<std::string> options;           ///< storage parameters: "fillfactor=70", "toast.…=…"
    bool row_security = false;
    bool forces_row_security = false;
    std::string
        replica_identity; ///< "DEFAULT", "FULL", "NOTHING"; of an index: "DEFAULT", since it says so itself
    std::optional<std::string> server;       ///< of a foreign table
    std::vector<std::string> server_options; ///< "name 'value'"

    static constexpr auto fields() {
        return std::tuple(&Table::relation_kind, &Table::persistence, &Table::access_method,
                          &Table::tablespace, &Table::of_type, &Table::partition_key, &Table::partition_of,
                          &Table::partition_bound, &Table::inherits, &Table::options, &Table::row_security,
                          &Table::forces_row_security, &Table::replica_identity, &Table::server,
                          &Table::server_options);
    }

    friend bool operator==(const Table&, const Table&) = default;
};

} // namespace headstart::schema
