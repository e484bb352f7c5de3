#include "sql/server_wide.hpp"
#include "support/catch.hpp"

using headstart::sql::server_wide_command;

TEST_CASE("what acts on the whole server is known by its words") {
    struct Row {
        std::string_view sql;
        std::string_view command; ///< "" for what belongs to its database
    };

    const auto row = GENERATE(
        Row{"DROP DATABASE app", "DROP DATABASE"}, Row{"create /* a */ database x", "CREATE DATABASE"},
        Row{"ALTER SYSTEM SET jit = off", "ALTER SYSTEM"}, Row{"CREATE ROLE r", "CREATE ROLE"},
        Row{"ALTER USER r PASSWORD 'x'", "ALTER USER"}, Row{"DROP OWNED BY r", "DROP OWNED"},
        Row{"REASSIGN OWNED BY a TO b", "REASSIGN OWNED"},
        Row{"GRANT CONNECT ON DATABASE d TO r", "GRANT … ON DATABASE"},
        Row{"GRANT a TO b", "GRANT of a role"}, Row{"REVOKE a FROM b", "REVOKE of a role"},
        Row{"COMMENT ON DATABASE d IS 'x'", "COMMENT ON DATABASE"}, Row{"CREATE TABLE role (a int)", ""},
        Row{"CREATE USER MAPPING FOR r SERVER s", ""}, Row{"GRANT SELECT ON t TO r", ""},
        Row{"GRANT ALL ON ALL TABLES IN SCHEMA s TO r", ""}, Row{"COMMENT ON TABLE t IS 'DROP DATABASE'", ""},
        Row{"ALTER TABLE t OWNER TO r", ""}, Row{"DROP SCHEMA s", ""}, Row{"SELECT 1", ""}, Row{"", ""});
    INFO(row.sql);
    CHECK(server_wide_command(row.sql).value_or("") == row.command);
}
