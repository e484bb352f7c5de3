#pragma once

#include "support/project.hpp"

namespace headstart::test {

/// A project with the history a1 -> b2 -> c3; each revision makes the table of its first letter.
struct LinearProject : Project {
    LinearProject() {
        migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
        migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
        migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABLE c;");
    }

    /// The tables of the migrations that are there.
    std::string tables() {
        return database.text("SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class"
                             " WHERE relkind = 'r' AND relname IN ('a', 'b', 'c')");
    }

    /// "tables | version rows | journal", which must fit each other.
    std::string state() { return tables() + " | " + version() + " | " + journal(); }
};

} // namespace headstart::test
