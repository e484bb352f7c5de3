#include "base/printable.hpp"
#include "scripts/section.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/source.hpp"

using namespace headstart;
using test::error_text;
using test::source;

namespace {

std::string up_of(const std::string& text) {
    const auto sections = scripts::find_sections(source(text));
    return sections.up ? std::string(sections.up->text()) : "none";
}

std::string down_of(const std::string& text) {
    const auto sections = scripts::find_sections(source(text));
    return sections.down ? std::string(sections.down->text()) : "none";
}

/// The statements of the up section, taken from the file by their places in it.
std::vector<std::string> statements_of(const std::string& text, int server_version = 0) {
    const auto file = source(text);
    std::vector<std::string> found;
    for (const auto& statement :
         scripts::parse_section(scripts::find_sections(file).up.value(), sql::Dialect(server_version))) {
        found.push_back(text.substr(statement.begin, statement.end - statement.begin));
    }
    return found;
}

std::string parse_error(const std::string& text, int server_version = 0) {
    return error_text([&] { statements_of(text, server_version); });
}

using Statements = std::vector<std::string>;

} // namespace

TEST_CASE("a section reaches from its marker's line to the next marker or the end") {
    CHECK(up_of("-- header\n-- migrate:up\nA;\n-- migrate:down\nB;\n") == "A;\n");
    CHECK(down_of("-- header\n-- migrate:up\nA;\n-- migrate:down\nB;\n") == "B;\n");
    CHECK(down_of("-- migrate:down\nB;\n-- migrate:up\nA;") == "B;\n");
    CHECK(up_of("-- migrate:down\nB;\n-- migrate:up\nA;") == "A;");
    CHECK(up_of("\xEF\xBB\xBF-- migrate:up\r\nA;\r\n-- migrate:down\r\n") == "A;\r\n");
    CHECK(up_of("\xEF\xBB\xBF-- x\n\n-- migrate:up\nA;") == "A;");
    CHECK(up_of("--migrate:up\nA;\n  --   migrate:down  \nB;") == "A;\n  ");
    CHECK(up_of("-- migrate:up") == "");
    CHECK(up_of("-- migrate:up\n-- migrate:down") == "");
    CHECK(down_of("-- migrate:up\n-- migrate:down") == "");
    CHECK(down_of("-- migrate:up\nA;\n") == "none");
    CHECK(up_of("") == "none");
    CHECK(up_of("SELECT 1;\n") == "none");
    const std::string off = "SET standard_conforming_strings = off;\nSELECT '\\'';\n";
    CHECK(up_of("-- migrate:up\n" + off + "-- migrate:down\nSELECT 'C:\\';") == off);
    CHECK(down_of("-- migrate:down\nSELECT 'C:\\';\n-- migrate:up\n" + off) == "SELECT 'C:\\';\n");
}

TEST_CASE("the only option of a marker is its transaction") {
    const auto sections = scripts::find_sections(
        source("-- migrate:up transaction:false\n-- migrate:down \t transaction:true\r\n"));
    CHECK_FALSE(sections.up->transactional);
    CHECK(sections.down->transactional);
    CHECK(scripts::find_sections(source("-- migrate:up\n")).up->transactional);
}

TEST_CASE("what looks like a marker inside a literal, a comment or COPY data is none") {
    for (const std::string inside : {
             "SELECT '\n-- migrate:down\n';\n", "SELECT 'it''s\n-- migrate:down\n';\n",
             "SELECT E'\\'\n-- migrate:down\n';\n", "SELECT E'a'\n'\\'\n-- migrate:down\n';\n",
             "SELECT U&'\n-- migrate:down\n';\n", "SELECT 1 AS \"\n-- migrate:down\n\";\n",
             "DO $$\n-- migrate:down\n$$;\n", "DO $é$ $$\n-- migrate:down\n$é$;\n",
             "/* /* */ see\n-- migrate:down\n*/\n", "COPY t FROM stdin;\n'\n-- migrate:down\n$$\n\\.\n",
             "SELECT 1x;\nSELECT '\n-- migrate:down\n';\n", // behind what the grammar refuses
         }) {
        INFO(inside);
        const auto text = "-- migrate:up\n" + inside + "-- migrate:down\nB;\n";
        CHECK(up_of(text) == inside);
        CHECK(down_of(text) == "B;\n");
    }
}

TEST_CASE("what a section leaves open reaches into the next one only where nothing can end it") {
    // No `;` at the end of `up`: the COPY below the marker still has its data.
    const std::string text =
        "-- migrate:up\nSELECT 1\n-- migrate:down\nCOPY t FROM stdin;\n-- migrate:up\n'\n\\.\n";
    CHECK(up_of(text) == "SELECT 1\n");
    CHECK(down_of(text) == "COPY t FROM stdin;\n-- migrate:up\n'\n\\.\n");
    // An open quote in `down` is no business of `up`.
    CHECK(statements_of("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 'x;\n") == Statements{"SELECT 1"});
    CHECK(parse_error("-- migrate:up\nSELECT 1;\n  SELECT 'x;\n-- migrate:down\nSELECT 2;\n") ==
          "m/a.sql:3:10: error[HS0201]: unterminated quoted string at or near \"'x;\n"
          "  -- migrate:down\n  SELECT 2;\n  \"\n"
          "    3 |   SELECT 'x;\n"
          "      |          ^\n"
          "hint: nothing has been executed; correct the file and try again\n");
}

TEST_CASE("markers are read without regard to case") {
    CHECK(up_of("-- Migrate:Up\nA;\n-- MIGRATE:DOWN\nB;\n") == "A;\n");
    CHECK(down_of("-- Migrate:Up\nA;\n--Migrate: Down\nB;\n") == "B;\n");
    CHECK_FALSE(scripts::find_sections(source("-- migrate:up Transaction:False\n")).up->transactional);
}

TEST_CASE("a comment that was meant as a marker is refused with what to write") {
    for (const std::string down : {"-- migrate down",
                                   "--- migrate:down",
                                   "-- Migrate - Down",
                                   "-- down",
                                   "--Down:",
                                   "-- == DOWN ==",
                                   "/* migrate:down */",
                                   "-- +goose Down",
                                   "-- +migrate Down",
                                   "-- +micrate Down",
                                   "--//@UNDO",
                                   "-- rollback",
                                   "-- Down Migration",
                                   "-- [down]",
                                   "-- @undo",
                                   "--\xc2\xa0migrate:down",
                                   "-- migrate\xef\xbc\x9a"
                                   "down",
                                   "-- mig\xc2\xadrate:down",
                                   "--\xe3\x80\x80migrate:down",
                                   "-- \xe2\x80\x94 down \xe2\x80\x94",
                                   "-- \xe2\x80\x9c"
                                   "down\xe2\x80\x9d",
                                   "---- create above / drop below ----",
                                   "-- !Downs",
                                   "-- --- !Downs",
                                   "-- rambler down",
                                   "-- roll back",
                                   "-- \"down\"",
                                   "-- `migrate:down`",
                                   "-- {down}",
                                   "-- Down script",
                                   "-- Undo script",
                                   "-- rollback script",
                                   "-- rollback sql",
                                   "-- down sql",
                                   "-- migration down script",
                                   "-- DownMigration",
                                   "-- Migrations down",
                                   "-- sql-migrate Down",
                                   "-- +mig Down",
                                   "-- +duckup Down",
                                   "-- +other Down",
                                   "-- name: down",
                                   "-- step: rollback",
                                   "-- flyway:undo",
                                   "-- other:undo",
                                   "-- sqlx down",
                                   "-- migrate_down",
                                   "-- Rollback:",
                                   "-- downgrade",
                                   "-- revert",
                                   "-- migrate down transaction:false",
                                   "-- // migrate:down"}) {
        INFO(down);
        const auto begin = std::string("-- migrate:up\nCREATE TABLE a (id int);\n");
        const auto error = error_text([&] { (void)up_of(begin + down + "\nDROP TABLE a;\n"); });
        CHECK(error.starts_with("m/a.sql:3:1: error[HS0103]: `" + base::printable(down, "\n  ") +
                                "` is a comment, and looks as if it was meant as a marker\n"));
        CHECK(error.ends_with(
            "hint: write `-- migrate:down` on a line of its own; of what is none, say more\n"));
        // The same in front of the first marker.
        CHECK(error_text([&] { (void)up_of("-- Message\n" + down + "\nDROP TABLE a;\n" + begin); }) !=
              "no error");
    }
    for (const auto* up : {"-- migrate up", "-- up", "-- +goose Up", "/* migrate:up */", "-- Up Migration"}) {
        INFO(up);
        CHECK(error_text([&] {
                  (void)up_of(std::string("-- Message\n") + up + "\nSELECT 1;\n");
              }).ends_with("hint: write `-- migrate:up` on a line of its own; of what is none, say more\n"));
    }
    CHECK(error_text([] { (void)up_of("-- migrate:up\n/*\n * migrate:down\n */\nDROP TABLE a;\n"); }) !=
          "no error");
    // Where a statement is open or ends, only what names a tool is meant so.
    for (const auto* inside :
         {"SELECT 1; -- migrate:down\n", "/* c */ -- migrate:down\n", "SELECT 1\n-- migrate down\n"}) {
        INFO(inside);
        CHECK(error_text([&] { (void)up_of(std::string("-- migrate:up\n") + inside + "SELECT 2;\n"); }) !=
              "no error");
    }
}

TEST_CASE("prose that only begins like a marker is prose") {
    for (const auto* prose : {"-- rollback plan: see the wiki\n",
                              "-- up and down\n",
                              "-- up/down\n",
                              "-- sql\n",
                              "-- script: see below\n",
                              "-- note: down\n",
                              "-- + a thing going down\n",
                              "-- create above\n",
                              "-- the down script is below\n",
                              "-- downloads\n",
                              "-- section 2\n",
                              "-- migration of users\n",
                              "-- name: downtown\n",
                              "-- up to now there was no index\n",
                              "-- migrate down the road\n",
                              "-- Undone: x\n",
                              "-- migrate: see below\n-- downstream\n",
                              "INSERT INTO d VALUES\n-- up\n(1),\n-- down\n(2);\n",
                              "SELECT 1; -- down\n",
                              "-- migration\n",
                              "-- migrate\n",
                              "/* rollback of the\n prices */\n",
                              "---\n",
                              "-- --\n",
                              "/**/\n",
                              "DO $$\n-- down\n$$;\n"}) {
        INFO(prose);
        const auto text = std::string("-- migrate:up\n") + prose + "-- migrate:down\nB;\n";
        if (std::string(prose).starts_with("-- migrate: ")) {
            CHECK(error_text([&] { (void)up_of(text); }).find("is no marker") != std::string::npos);
        } else {
            CHECK(up_of(text) == prose);
        }
    }
    // A message is what it says.
    CHECK(up_of("-- Rollback\n-- migrate:up\nA;\n") == "A;\n");
    CHECK(up_of("\xEF\xBB\xBF-- undo\n-- migrate:up\nA;\n") == "A;\n");
}

TEST_CASE("markers that cannot be understood are refused") {
    CHECK(error_text([] { up_of("-- migrate:upp\n"); }) ==
          "m/a.sql:1:1: error[HS0103]: `migrate:upp` is no marker\n"
          "    1 | -- migrate:upp\n"
          "      | ^~~~~~~~~~~~~~\n"
          "hint: write `-- migrate:up` or `-- migrate:down`\n");
    CHECK(error_text([] { up_of("-- x\n-- migrate:up transaction:flase\r\n"); }) ==
          "m/a.sql:2:1: error[HS0103]: `transaction:flase` is no option of a marker\n"
          "    2 | -- migrate:up transaction:flase\n"
          "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
          "hint: the only option is `transaction:false`\n");
    CHECK(error_text([] { up_of("-- migrate:up\n-- migrate:down\n-- migrate:up\n"); }) ==
          "m/a.sql:3:1: error[HS0103]: `migrate:up` stands here for the second time\n"
          "    3 | -- migrate:up\n"
          "      | ^~~~~~~~~~~~~\n"
          "hint: a file has one section for each direction: join the two, or make two revisions\n");
    CHECK(error_text([] { up_of("\xEF\xBB\xBFSET a = 1;\n-- migrate:up\n"); }) ==
          "m/a.sql:1:1: error[HS0103]: SQL stands before the first marker, in no section\n"
          "    1 | SET a = 1;\n"
          "      | ^~~\n"
          "hint: put it below `-- migrate:up`\n");
    CHECK(error_text([] { up_of("-- don't\n/* ' */\n$$\n-- migrate:up\n"); }) == "no error");
}

TEST_CASE("statements have their places in the file") {
    CHECK(statements_of("\xEF\xBB\xBF-- é\r\n-- migrate:up\r\nSELECT 'é';\r\n-- x\r\n\tSELECT 2\r\n") ==
          Statements{"SELECT 'é'", "SELECT 2"});
    CHECK(statements_of("-- migrate:up\n-- nothing\n;;\n/* yet */").empty());
    const std::string text = "-- é\n-- migrate:up\nCOPY t FROM stdin;\na\n\\.\n";
    const auto parsed =
        scripts::parse_section(scripts::find_sections(source(text)).up.value(), sql::Dialect::unknown());
    REQUIRE(parsed.size() == 1);
    CHECK(text.substr(parsed[0].copy_data->begin, 2) == "a\n");
    CHECK(text.substr(parsed[0].copy_data->end) == "\\.\n");
    CHECK(text[parsed[0].copy_data->statement_end] == ';');
}

TEST_CASE("a dump of pg_dump runs as it is, with its lines for psql") {
    const std::string dump =
        "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n"
        "CREATE TABLE public.t (a text, b text);\n\n"
        "--\n-- Data for Name: t; Type: TABLE DATA\n--\n\n"
        "COPY public.t (a, b) FROM stdin;\nit's\t\"\\\\N\n$$\t-- migrate:down\n\\N\t/*\n\\.\n\n\n"
        "COPY public.u (a) FROM stdin;\n\\.\n\n\nSELECT pg_catalog.setval('public.s', 3, true);\n";
    CHECK(statements_of("-- migrate:up\n" + dump).size() == 6);
    for (const int server_version : {0, 13, 99}) {
        CHECK(statements_of("-- migrate:up\n\\restrict abC1\n\n" + dump + "\n\\unrestrict abC1\r\n\n",
                            server_version)
                  .size() == 6);
    }
    CHECK(parse_error("-- migrate:up\nSELECT 1\n\\restrict abc\n") ==
          "m/a.sql:3:1: error[HS0202]: `\\restrict` is a command of psql, not SQL\n"
          "    3 | \\restrict abc\n"
          "      | ^~~~~~~~~\n"
          "hint: pg_dump writes it between statements: this one stands inside of one\n");
}

TEST_CASE("the transaction that pg_dump puts around large objects is the section's") {
    const Statements calls{"SELECT pg_catalog.lo_open('4242', 131072)",
                           "SELECT pg_catalog.lowrite(0, '\\x00')", "SELECT pg_catalog.lo_close(0)"};
    const auto block = "BEGIN;\n\n" + calls[0] + ";\n" + calls[1] + ";\n" + calls[2] + ";\n\nCOMMIT;\n";
    CHECK(statements_of("-- migrate:up\n" + block) == calls);
    CHECK(statements_of("-- migrate:up\n" + block, 99) == calls);
    CHECK(statements_of("-- migrate:up\n" + block + block).size() == 6);
    // Outside of a transaction it is as it stands.
    CHECK(statements_of("-- migrate:up transaction:false\n" + block).size() == 5);
    for (const std::string other :
         {"BEGIN;\nCOMMIT;\n", "BEGIN;\nSELECT 1;\nCOMMIT;\n",
          "BEGIN READ ONLY;\nSELECT lo_close(0);\nCOMMIT;\n", "BEGIN;\nSELECT lo_close(0);\nROLLBACK;\n",
          "BEGIN;\nSELECT lo_close(0);\nCOMMIT AND CHAIN;\n", "BEGIN;\nSELECT lo_close(0), f();\nCOMMIT;\n",
          "BEGIN;\nSELECT lo_close(0);\n"}) {
        INFO(other);
        CHECK(parse_error("-- migrate:up\n" + other).find("BEGIN stands in a section") != std::string::npos);
    }
}

TEST_CASE("commands of psql are named, for any server") {
    for (const int server_version : {0, 15, 99}) {
        CHECK(parse_error("-- migrate:up\n\tSELECT 'é' \\gexec\n", server_version) ==
              "m/a.sql:2:13: error[HS0202]: `\\gexec` is a command of psql, not SQL\n"
              "    2 | \tSELECT 'é' \\gexec\n"
              "      | \t           ^~~~~~\n"
              "hint: it runs what a query returns: write EXECUTE in a DO block, or the statements "
              "themselves\n");
    }
    CHECK(parse_error("-- migrate:up\nSELECT 1;\n\\i it's.sql\n-- migrate:down\n") ==
          "m/a.sql:3:1: error[HS0202]: `\\i` is a command of psql, not SQL\n"
          "    3 | \\i it's.sql\n"
          "      | ^~\n"
          "hint: write that file's SQL here, or make a migration of it\n");
    CHECK(parse_error("-- migrate:up\n\\d t\n") ==
          "m/a.sql:2:1: error[HS0202]: `\\d` is a command of psql, not SQL\n"
          "    2 | \\d t\n"
          "      | ^~\n"
          "hint: only psql understands it: write the SQL itself, in this file\n");
    CHECK(parse_error("-- migrate:up\n\\copy t FROM 'rows.csv' CSV\n")
              .find("hint: write `COPY … FROM stdin;`, the rows") != std::string::npos);
    CHECK(
        parse_error("-- migrate:up\nCREATE DATABASE d;\n\n\\connect d\n\nCREATE TABLE t ();\n") ==
        "m/a.sql:4:1: error[HS0202]: `\\connect` is a command of psql, not SQL\n"
        "    4 | \\connect d\n"
        "      | ^~~~~~~~\n"
        "hint: the database URL says which database is migrated: leave the line out; pg_dump writes it, and "
        "CREATE DATABASE above it, for --create (-C): make the dump without\n");
    CHECK(parse_error("-- migrate:up\n\\set a 1\n").find("`\\set` is a command") != std::string::npos);
    CHECK(parse_error("-- migrate:up\n\\connect d\n").find("`\\connect` is") != std::string::npos);
    CHECK(parse_error("-- migrate:up\nSELEC 1;\n\\i x\n", 99).find("`\\i` is") != std::string::npos);
    CHECK(parse_error("-- migrate:up\n\\.\n") ==
          "m/a.sql:2:1: error[HS0202]: `\\.` is a command of psql, not SQL\n"
          "    2 | \\.\n"
          "      | ^~\n"
          "hint: it ends the data of a `COPY … FROM stdin;`, and none stands before it\n");
}

TEST_CASE("a syntax error is found before anything runs, and left to a newer server") {
    const std::string text = "-- é\r\n-- migrate:up\r\nSELECT 'é日';\r\n\tCREATE TABEL t (a int);\r\n";
    for (const int server_version : {14, sql::grammar_version()}) {
        CHECK(parse_error(text, server_version) ==
              "m/a.sql:4:9: error[HS0201]: syntax error at or near \"TABEL\"\n"
              "    4 | \tCREATE TABEL t (a int);\n"
              "      | \t       ^~~~~\n"
              "hint: nothing has been executed; correct the file and try again\n");
    }
    // A script may be for any server.
    for (const int server_version : {0, 99}) {
        CHECK(statements_of(text, server_version) == Statements{"SELECT 'é日'", "CREATE TABEL t (a int)"});
    }
    CHECK(parse_error("-- migrate:up\nSELECT U&'d\\00zz';\n", 15) ==
          "m/a.sql:2:12: error[HS0201]: invalid Unicode escape\n"
          "    2 | SELECT U&'d\\00zz';\n"
          "      |            ^\n"
          "hint: nothing has been executed; correct the file and try again\n");
    CHECK(
        parse_error("-- migrate:up\nSELECT E'\\u00';\n", 15).find("error[HS0201]: invalid Unicode escape") !=
        std::string::npos);
    CHECK(parse_error("-- migrate:up\nSELECT :name;\n", 15) ==
          "m/a.sql:2:8: error[HS0201]: syntax error at or near \":\"\n"
          "    2 | SELECT :name;\n"
          "      |        ^\n"
          "hint: psql would put a variable's value there; headstart has no variables of psql's: write the "
          "value "
          "itself where it is used\n");
    CHECK(parse_error("-- migrate:up\nSELECT (1\n", 15) ==
          "m/a.sql:3:1: error[HS0201]: syntax error at end of input\n"
          "    3 | \n"
          "      | ^\n"
          "hint: nothing has been executed; correct the file and try again\n");
    CHECK(parse_error("-- migrate:up\nCOPY t FROM stdin;\n1\n") ==
          "m/a.sql:2:1: error[HS0204]: COPY … FROM stdin has no end of data\n"
          "    2 | COPY t FROM stdin;\n"
          "      | ^~~~\n"
          "hint: end the data with a line that holds only `\\.`, as pg_dump writes it\n");
}

TEST_CASE("what cannot run in the section's transaction is named before anything runs, all of it") {
    CHECK(parse_error("-- migrate:up\nCREATE INDEX CONCURRENTLY i\n  ON t (a);\nSELECT 1;\nVACUUM t;\n") ==
          "m/a.sql:2:1: error[HS0203]: CREATE INDEX CONCURRENTLY cannot run inside a transaction\n"
          "    2 | CREATE INDEX CONCURRENTLY i\n"
          "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
          "hint: write `transaction:false` behind the section's marker; best in a revision of its own\n"
          "m/a.sql:5:1: error[HS0203]: VACUUM cannot run inside a transaction\n"
          "    5 | VACUUM t;\n"
          "      | ^~~~~~~~\n"
          "hint: write `transaction:false` behind the section's marker; best in a revision of its own\n");
    CHECK(parse_error("-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\n") ==
          "m/a.sql:2:1: error[HS0203]: BEGIN stands in a section that headstart runs in a transaction\n"
          "    2 | BEGIN;\n"
          "      | ^~~~~\n"
          "hint: leave it out: the whole section is one transaction; or write `transaction:false` behind the "
          "section's marker\n"
          "m/a.sql:4:1: error[HS0203]: COMMIT would end the transaction that headstart runs the section in\n"
          "    4 | COMMIT;\n"
          "      | ^~~~~~\n"
          "hint: leave it out: the whole section is one transaction; or write `transaction:false` behind the "
          "section's marker\n");
    CHECK(statements_of("-- migrate:up\nSAVEPOINT a;\nROLLBACK TO a;\nDO $$ BEGIN END $$;\n").size() == 3);
    // A server that is newer than the grammar makes no difference for what the grammar knows.
    CHECK(parse_error("-- migrate:up\nSELEC 1;\nVACUUM;\n", 99).find("VACUUM cannot run") !=
          std::string::npos);
}

TEST_CASE("what sets up the section's transaction comes first in it, and leaves it writable") {
    const std::string serializable = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";
    CHECK(statements_of("-- migrate:up\n-- why\n" + serializable +
                        ";\nSET TRANSACTION DEFERRABLE;\nSELECT 1;\n") ==
          Statements{serializable, "SET TRANSACTION DEFERRABLE", "SELECT 1"});
    // What the transaction has anyway.
    CHECK(statements_of(
              "-- migrate:up\nSELECT 1;\nSET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE;\n")
              .size() == 2);
    CHECK(
        parse_error(
            "-- migrate:up\nSET LOCAL work_mem = '1MB';\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n") ==
        "m/a.sql:3:1: error[HS0203]: SET TRANSACTION stands behind another statement, where the server "
        "refuses it\n"
        "    3 | SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
        "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
        "hint: make it the first statement of the section\n");
    CHECK(
        parse_error("-- migrate:up\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY;\nSELECT 1;\n") ==
        "m/a.sql:2:1: error[HS0203]: the transaction would be read-only to its end, and headstart writes the "
        "version row in it\n"
        "    2 | SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY;\n"
        "      | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
        "hint: write SET TRANSACTION READ ONLY as a statement of its own, behind the other modes\n");
    CHECK(statements_of("-- migrate:up\nSET TRANSACTION READ ONLY;\nSELECT 1;\n").size() == 2);
    CHECK(statements_of("-- migrate:up transaction:false\nBEGIN READ ONLY;\nSELECT 1;\n" + serializable +
                        ";\nCOMMIT;\nSET TRANSACTION READ ONLY;\n")
              .size() == 5);
}

TEST_CASE("what only a newer server knows is left to it, in a transaction and outside of one") {
    for (const std::string marker : {"-- migrate:up\n", "-- migrate:up transaction:false\n"}) {
        CHECK(statements_of(marker + "FROBNICATE t;\nSELECT 1;\n", 99) ==
              Statements{"FROBNICATE t", "SELECT 1"});
    }
}

TEST_CASE("outside a transaction a file may have its own, if it ends them") {
    const std::string marker = "-- migrate:up transaction:false\n";
    CHECK(statements_of(marker + "BEGIN;\nSELECT 1;\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON t (a);\n") ==
          Statements{"BEGIN", "SELECT 1", "COMMIT", "CREATE INDEX CONCURRENTLY i ON t (a)"});
    CHECK(statements_of(marker + "COMMIT;\nVACUUM;\n").size() == 2);
    CHECK(parse_error(marker + "BEGIN;\nCOMMIT;\nBEGIN;\nSELECT 1;\n") ==
          "m/a.sql:4:1: error[HS0103]: BEGIN has no COMMIT\n"
          "    4 | BEGIN;\n"
          "      | ^~~~~\n"
          "hint: end the block with COMMIT in the same section\n");
}
