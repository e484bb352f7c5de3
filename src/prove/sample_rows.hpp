#pragma once

#include "prove/held_rows.hpp"

#include <map>
#include <string>
#include <vector>

namespace headstart::prove {

/// Rows that were put into tables of a scratch database, to see whether what runs there keeps them. A proof
/// without rows would take dropping a column and adding it again for a change of its type.
class SampleRows {
public:
    /// One that holds no rows.
    SampleRows() = default;

    /// Fills the tables, as far as values can be found: where none are, a table stays empty, which proves
    /// less and is no error. `tables`: by their whole identities. The session is in a transaction; its
    /// search_path is left as it was.
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
    Held m_held;
    std::map<std::string, std::string> m_oids; ///< of the tables, in digits
};

} // namespace headstart::prove
