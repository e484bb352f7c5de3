#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <csignal>

/// Texts made to be too much for who reads them: no crash, no hang, and a sentence that names the place. Each
/// has taken minutes, or a crash, in a time that is the square of its length; no time is measured here, the
/// deadline of a call is a minute.
namespace headstart::test {

namespace {

std::string repeated(std::string_view part, std::size_t count) {
    std::string text;
    text.reserve(part.size() * count);
    for (; count > 0; --count) {
        text += part;
    }
    return text;
}

constexpr std::size_t k_million = 1'000'000;

struct Shape {
    std::string name;
    std::string sql;
    std::string error = {}; ///< what the refusal begins with; nothing: it is left to the server
};

std::vector<Shape> shapes() {
    const auto too_deep = [](std::size_t column) {
        return "migrations/a1.sql:10:" + std::to_string(column) +
               ": error[HS0201]: nested deeper than PostgreSQL's grammar goes: memory exhausted at or near ";
    };
    return {
        {"nested comments", repeated("/*", k_million) + repeated("*/", k_million) + "SELECT 1"},
        {"nested comments with blanks", repeated("/* ", k_million) + repeated("*/ ", k_million) + "SELECT 1"},
        {"an open comment", repeated("/*", k_million),
         "migrations/a1.sql:10:1: error[HS0201]: unterminated /* comment\n"},
        {"empty comments", repeated("/**/", k_million) + "SELECT 1"},
        {"comments between operators", "SELECT 1" + repeated("+/**/1", k_million)},
        {"comments among operators", "SELECT " + repeated("+/**/", 200'000) + "1", too_deep(49'988)},
        {"operators without operands", "SELECT " + repeated("+", k_million) + "1"},
        {"one long operator", "SELECT 1 " + repeated("<>", k_million) + " 1"},
        {"a sum", "SELECT 1" + repeated("+1", k_million)},
        {"a sum in a view", "CREATE VIEW v AS SELECT 1" + repeated("+1", k_million)},
        {"many deep views", repeated("CREATE VIEW v AS SELECT 1" + repeated("+1", 49'000) + ";\n", 60)},
        {"a chain of UNION", "CREATE VIEW v AS SELECT 1, 2" + repeated(" UNION SELECT 1, 2", 200'000)},
        {"casts", "CREATE VIEW v AS SELECT 1" + repeated("::int", k_million)},
        {"parentheses", "SELECT " + repeated("(", k_million), too_deep(10'004)},
        {"functions", "SELECT " + repeated("f(1,", k_million), too_deep(0)},
        {"NOT", "SELECT " + repeated("NOT ", k_million), too_deep(0)},
        {"dollar quotes", "SELECT " + repeated("$a$b$", k_million)},
        {"an open literal", "SELECT '" + repeated("a\n", k_million),
         "migrations/a1.sql:10:8: error[HS0201]: unterminated quoted string at or near \"'a\n  a\n"},
        {"a huge name", "SELECT " + repeated("a", 10 * k_million)},
        {"a huge literal", "SELECT '" + repeated("a''", 5 * k_million) + "'"},
        {"semicolons", repeated(";", 5 * k_million) + "SELECT 1"},
        {"comment lines", repeated("-- a\n", 2 * k_million) + "SELECT 1"},
        {"a line of statements", repeated("SELECT 1; ", 300'000)},
        {"data", "COPY t FROM stdin;\n" + repeated("1\tabc\n", 3 * k_million) + "\\.\n"},
        {"rows", "INSERT INTO t VALUES (1, 'a')" + repeated(",\n(1, 'a''b')", 300'000)},
    };
}

std::string file_of(const std::string& sql) {
    return "-- x\n--\n-- Revision ID: a1\n--\n--\n--\n--\n--\n-- migrate:up\n" + sql;
}

} // namespace

TEST_CASE("no SQL is too much to be read") {
    Project project;
    for (const auto& shape : shapes()) {
        INFO(shape.name);
        project.folder.write("migrations/a1.sql", file_of(shape.sql));
        const auto outcome = project.headstart({"upgrade", "base:head", "--sql"});
        CHECK_FALSE(outcome.signal);
        if (shape.error.empty()) {
            CHECK(outcome.err.empty());
            CHECK(outcome.status == 0);
        } else if (shape.error.find(":0:") == std::string::npos) {
            CHECK(outcome.status == 2);
            CHECK(outcome.err.substr(0, shape.error.size()) == shape.error);
        } else {
            CHECK(outcome.err.find("nested deeper than PostgreSQL's grammar goes") != std::string::npos);
        }
        CHECK(outcome.err.size() < 10'000);
    }
}

TEST_CASE("what is left to the server is refused by it, with its place") {
    Project project;
    project.migration("a1", "", "SELECT 1" + repeated("+1", 200'000));
    const auto outcome = project.headstart({"upgrade"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("migrations/a1.sql:") != std::string::npos);
    CHECK(outcome.err.find(": error[HS0401]: stack depth limit exceeded\n") != std::string::npos);
    CHECK(outcome.err.size() < 10'000);
}

TEST_CASE("six thousand operators need no large stack") {
    Project project;
    project.migration("a1", "", "CREATE VIEW v AS SELECT 1" + repeated("+1", 6'000));
    for (const std::string limit : {"256", "1024", "8192"}) {
        INFO(limit);
        Call call{{"upgrade", "base:head", "--sql"}};
        call.wrapper = {"/bin/sh", "-c",
                        "ulimit -Ss " + limit + "; ulimit -Hs " + limit + "; exec \"$0\" \"$@\""};
        const auto outcome = project.headstart(std::move(call));
        CHECK_FALSE(outcome.signal);
        CHECK(outcome.err.empty());
        CHECK(outcome.status == 0);
    }
}

#ifndef __SANITIZE_ADDRESS__ // which takes all of the address space for itself
TEST_CASE("too little memory is told") {
    Project project;
    const std::string told = "error[HS0902]: there is not enough memory";
    project.migration("a1", "", "INSERT INTO t VALUES (1, 'a')" + repeated(",\n(1, 'a''b')", k_million));
    for (const std::string limit : {"60000", "70000"}) {
        INFO(limit);
        Call call{{"upgrade", "base:head", "--sql"}};
        call.wrapper = {"/bin/sh", "-c", "ulimit -v " + limit + "; exec \"$0\" \"$@\""};
        const auto outcome = project.headstart(std::move(call));
        CHECK_FALSE(outcome.signal);
        CHECK((outcome.status == 1 || outcome.status == 2));
        CHECK(outcome.out.empty());
        // Above it the grammar's library tells what memory it had.
        CHECK(outcome.err.find(told) != std::string::npos);
    }
}
#endif

TEST_CASE("a signal ends headstart while a long text is read") {
    struct Signal {
        int number;
        int status;
    };

    Project project;
    // Minutes of it, if nothing ends it.
    std::string text;
    for (int i = 0; i < 600; ++i) {
        text += "CREATE VIEW v AS SELECT 1" + repeated("+1", 15'000) + ";\n";
    }
    project.folder.write("migrations/a1.sql", file_of(text));
    for (const auto& [number, status] : {Signal{SIGTERM, 143}, Signal{SIGINT, 130}}) {
        const auto process = project.start({"upgrade", "--log-level", "debug"});
        CHECK_FALSE(process->wait_for_text("never", 1s));
        process->send(number);
        const auto outcome = process->wait(k_promptly);
        CHECK(outcome.status == status);
        CHECK(outcome.err.find("stopped by signal " + std::to_string(number)) != std::string::npos);
    }
    CHECK(project.version() != "a1");
}

TEST_CASE("no file of settings is too much to be read") {
    struct Settings {
        std::string file;
        std::string text;
        std::string error;
    };

    const std::string dots = ": error[HS0003]: there are more than 1000 dots in the keys of this file\n";
    const std::string deep = ": error[HS0003]: this is not TOML";
    const Settings all[] = {
        {"headstart.toml", "a" + repeated(".a", 200'000) + " = 1", "error[HS0003]: the configuration file "},
        {"headstart.toml", "a" + repeated(".a", 100'000) + " = 1", "headstart.toml:1:2002" + dots},
        {"headstart.toml", "[a" + repeated(".a", 100'000) + "]", "headstart.toml:1:2003" + dots},
        {"headstart.toml", "a = " + repeated("{a.a=", 40'000), "headstart.toml:1:"},
        {"headstart.toml", "a = " + repeated("[", 200'000), "headstart.toml:1:261" + deep},
        {"headstart.toml", "a = " + repeated("{a=", 80'000), "headstart.toml:1:773" + deep},
    };
    for (const auto& [file, text, error] : all) {
        INFO(error);
        Project project;
        project.folder.write(file, text);
        const auto outcome = project.headstart({"heads"});
        CHECK(outcome.status == 2);
        CHECK(outcome.err.substr(0, error.size()) == error);
    }
    // What else stands in the application's own file is its business.
    Project project;
    project.folder.write(".env", "B=" + repeated("x", 120'000) + "\n" + repeated("A=$B\n", 100'000));
    const auto outcome = project.headstart(Call{{"heads"}, {}, {"DATABASE_URL"}, {}, {}});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find(".env, line 70: the values are longer than 8388608 bytes in all; passed over\n") !=
          std::string::npos);
}

TEST_CASE("a dump is read, however large") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE t (id int, name text);\nCOPY t FROM stdin;\n" +
                          repeated("1\tabc\n", 500'000) + "\\.\nINSERT INTO t VALUES (1, 'a')" +
                          repeated(",\n(1, 'a''b')", 100'000) + ";");
    const auto outcome = project.headstart({"upgrade"});
    CHECK(outcome.status == 0);
    CHECK(project.database.text("SELECT count(*) FROM t") == "600001");
}

} // namespace headstart::test
