#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;

// What a file of megabytes takes of memory: a few copies of it, whatever is in it. A parse tree would be
// thirty.

#ifndef __SANITIZE_ADDRESS__ // which takes memory of its own

namespace {

constexpr std::size_t k_file = std::size_t{8} * 1024 * 1024;
/// Of the data segment, mappings and all: what is taken before a file is read, and five times the file.
const std::vector<std::string> k_limited{"prlimit", "--data=62914560"};

std::string repeated(const std::string& first, const std::string& one, const std::string& last) {
    std::string text = first;
    while (text.size() + one.size() < k_file) {
        text += one;
    }
    return text + last;
}

} // namespace

TEST_CASE("a file of eight megabytes is applied in a few times its length of memory") {
    struct Case {
        std::string what;
        std::string text;
        std::string rows; ///< that are there afterwards, or "some"
    };

    const std::string row = "(17, upper('user number'), '2024-01-01', '{}'::jsonb)";
    const std::vector<Case> cases{
        {"one INSERT", repeated("INSERT INTO t VALUES " + row, ",\n" + row, ";"), "some"},
        {"many INSERTs", repeated("", "INSERT INTO t (name) VALUES ('" + std::string(360, 'x') + "');\n", ""),
         "some"},
        {"a list", repeated("INSERT INTO t (id) SELECT 1 WHERE 1 IN (1", ", 17", ");"), "1"},
        {"a literal", repeated("INSERT INTO t (name) VALUES ('", "xxxxxxxxxxxxxxxx", "');"), "1"},
        {"rows of a COPY",
         repeated("COPY t (id, name) FROM stdin;\n", "17\tuser number of all, and so on\n", "\\.\n"), "some"},
        {"semicolons", repeated("INSERT INTO t (id) VALUES (1)", ";;;;;;;;", ""), "1"},
    };
    for (const auto& [what, text, rows] : cases) {
        INFO(what);
        Project project;
        project.migration("a1", "", "CREATE TABLE t (id int, name text, at date, j jsonb);\n" + text);
        const auto outcome = project.headstart({{"upgrade"}, {}, {}, k_limited, {}});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.database.text(rows == "some"
                                        ? "SELECT count(*) > 1000 FROM t"
                                        : "SELECT count(*) FROM t") == (rows == "some" ? "t" : rows));
    }
}
#endif
