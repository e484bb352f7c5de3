// A declared schema in files, as psql would read them.

#include "integration/declared.hpp"
#include "support/catch.hpp"

#include <map>

using namespace headstart::test;

namespace {

struct FilesRow {
    std::string_view name;
    std::map<std::string, std::string> files;
    std::string_view schema; ///< what --to names
    std::string_view expected;
};

constexpr std::string_view k_table_and_view = "CREATE TABLE a (\n    id integer\n);\n\n"
                                              "CREATE VIEW v AS\n SELECT a.id\n   FROM a;\n";

const FilesRow k_rows[]{
    {"a folder's files are run by their names",
     {{"s/1.sql", "CREATE TABLE a (id int);"}, {"s/2.sql", "CREATE VIEW v AS SELECT * FROM a;"}},
     "s",
     k_table_and_view},
    {"a file of the folder that another one includes is run once, where it is needed first",
     {{"s/main.sql", "\\ir tables/a.sql\nCREATE VIEW v AS SELECT * FROM a;\n"},
      {"s/tables/a.sql", "CREATE TABLE a (id int);\n"}},
     "s",
     k_table_and_view},
    {"also when it has been run already",
     {{"s/a.sql", "CREATE TABLE a (id int);\n"},
      {"s/main.sql", "\\i s/a.sql\nCREATE VIEW v AS SELECT * FROM a;\n"}},
     "s",
     k_table_and_view},
    {"one file may include others from elsewhere",
     {{"s/main.sql", "\\ir ../t/a.sql\nCREATE VIEW v AS SELECT * FROM a;\n"},
      {"t/a.sql", "CREATE TABLE a (id int);\n"}},
     "s/main.sql",
     k_table_and_view},
    {"and one file as often as it likes",
     {{"main.sql", "\\ir a.sql\nCREATE VIEW v AS SELECT * FROM a;\n\\ir a.sql\n"},
      {"a.sql", "CREATE TABLE IF NOT EXISTS a (id int);\n"}},
     "main.sql",
     k_table_and_view},
    {"what is said to psql alone is passed over",
     {{"main.sql", "\\set ON_ERROR_STOP on\n\\echo tables\nCREATE TABLE a (id int);\n\\d a\n"
                   "CREATE VIEW v AS SELECT * FROM a;\n\\q\nnonsense"}},
     "main.sql",
     k_table_and_view},
    {"data may stand there",
     {{"main.sql",
       "CREATE TABLE a (id int);\nCOPY a FROM stdin;\n1\n\\.\nCREATE VIEW v AS SELECT * FROM a;\n"}},
     "main.sql",
     k_table_and_view},
    {"an include that is not there is told where it stands",
     {{"main.sql", "SELECT 1;\n\\ir b.sql\n"}},
     "main.sql",
     "main.sql:2:1: error[HS1001]: cannot read b.sql: No such file or directory\n"
     "    2 | \\ir b.sql\n"
     "      | ^~~~~~~~~\n"
     "while: loading main.sql into a scratch database\n"},
    {"so is one without an end",
     {{"main.sql", "\\ir main.sql\n"}},
     "main.sql",
     "main.sql:1:1: error[HS1001]: the files include each other without an end\n"
     "    1 | \\ir main.sql\n"
     "      | ^~~~~~~~~~~~\n"
     "while: loading main.sql into a scratch database\n"},
    {"a folder without files says so",
     {{"s/a.txt", ""}},
     "s",
     "error[HS1001]: <project>/s holds no .sql file\n"
     "hint: put the schema's files there, or name another folder\n"},
};

} // namespace

TEST_CASE("a declared schema's files are read as psql reads them") {
    for (const auto& row : k_rows) {
        DYNAMIC_SECTION(row.name) {
            DeclaredProject project;
            for (const auto& [name, text] : row.files) {
                project.folder.write(name, text);
            }
            const auto outcome =
                project.headstart({"diff", "--from", "/dev/null", "--to", std::string(row.schema)});
            CHECK(outcome.out + project.steady(outcome.err) == row.expected);
        }
    }
}

TEST_CASE("what a declared schema includes is no larger than a migration may be") {
    DeclaredProject project;
    project.folder.write("main.sql", "\\ir a.sql\n");
    project.folder.write("a.sql", "CREATE TABLE a (id int); -- " + std::string(5000, 'x') + "\n");
    project.environment["HEADSTART_MAX_MIGRATION_SIZE"] = "4kB";
    const auto outcome = project.headstart({"diff", "--from", "/dev/null", "--to", "main.sql"});
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("main.sql:1:1: error[HS1001]: cannot read a.sql: ") == 0);
}
