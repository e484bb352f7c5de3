#pragma once

#include "pg/connection.hpp"
#include "schema/object.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace headstart::prove {

/// What a column held that is not generated: its values as JSON, sorted.
struct HeldColumn {
    std::string address; ///< its name, quoted where it has to be
    std::string type;
    std::vector<std::string> values;
};

/// What a table held.
struct HeldRows {
    std::map<std::string, HeldColumn> columns; ///< by name
    std::size_t count = 0;
};

/// Rows that were put into tables of a scratch database, to see whether what runs there keeps them. A proof
/// without rows would take dropping a column and adding it again for a change of its type.
class SampleRows {
public:
    /// One that holds no rows.
    SampleRows() = default;

    /// Puts up to two rows into each of the tables and into those that their foreign keys name, as far as
    /// values can be found that their types and constraints allow: where none are, the table stays empty,
    /// which proves less and is no error. Triggers and foreign keys do not act on them, but rows whose
    /// foreign keys are not met are taken out. `tables`: by their whole identities. The session is in a
    /// transaction; its search_path is left as it was.
    SampleRows(pg::Connection& connection, const std::vector<schema::Address>& tables);

    [[nodiscard]] bool empty() const { return m_oids.empty(); }

    /// Columns (and tables, if it is all of them) that are still there and hold less than before; of a
    /// column that has another type now, how many values there are is what counts.
    [[nodiscard]] std::vector<schema::Address> lost(pg::Connection& connection) const;

    /// Takes the rows of a table out again, and with them those of tables whose foreign keys name it: they
    /// are in the way, and nothing is said of them from here on.
    void remove(pg::Connection& connection, const schema::Address& table);
    void remove_all(pg::Connection& connection);

private:
    std::map<std::string, HeldRows> m_held;    ///< by the table's identity
    std::map<std::string, std::string> m_oids; ///< of those tables, in digits
    /// Of a partitioned table, what its partitions held: which may go, or stand alone, with their rows.
    std::map<std::string, std::map<std::string, HeldRows>> m_partitions;
};

} // namespace headstart::prove
