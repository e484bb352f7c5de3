#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A constraint of a table or a domain.
struct Constraint {
    char type = 'c';        ///< pg_constraint.contype
    std::string definition; ///< "CHECK (a > 0) NOT VALID"
    std::vector<std::string> columns;
    std::string default_name; ///< how the server would name it, if nothing else has that name
    bool is_local = true;     ///< declared by this table itself, too
    bool is_inherited = false;
    bool is_validated = true;
    std::optional<std::string> tablespace;    ///< of its index
    std::vector<std::string> options;         ///< storage parameters of its index
    bool is_clustered = false;                ///< CLUSTER takes it
    bool is_replica_identity = false;         ///< told to logical replication
    std::optional<std::string> index_comment; ///< as a literal

    static constexpr auto fields() {
        return std::tuple(&Constraint::type, &Constraint::definition, &Constraint::columns,
                          &Constraint::default_name, &Constraint::is_local, &Constraint::is_inherited,
                          &Constraint::is_validated, &Constraint::tablespace, &Constraint::options,
                          &Constraint::is_clustered, &Constraint::is_replica_identity,
                          &Constraint::index_comment);
    }

    friend bool operator==(const Constraint&, const Constraint&) = default;
};

} // namespace headstart::schema
