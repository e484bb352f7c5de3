#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <fstream>
#include <string>
#include <string_view>

using namespace headstart::test;

/// Files that are longer than what is read into memory (scripts/mapped_file.hpp).
namespace {

constexpr std::size_t k_megabyte = std::size_t{1} << 20U;
constexpr std::size_t k_long = 64 * k_megabyte;
/// What a process may have for itself (RLIMIT_DATA), stacks of threads and all. Pages of a file are not
/// counted: they are the page cache's, and go when memory is short.
constexpr std::string_view k_most_memory = "--data=50331648";

const std::string k_row(8'000, 'x');

class LongFile : public Project {
public:
    std::filesystem::path copied() {
        auto up = begin("COPY big FROM stdin;\n");
        for (std::size_t i = 0; up.size() < k_long; ++i) {
            up.append(std::to_string(i)).append("\t").append(k_row).append("\n");
        }
        return migration("a1", "", up + "\\.\nCREATE INDEX ON big (id);", "DROP TABLE big;");
    }

    std::filesystem::path inserted(const std::string& before = "") {
        auto up = begin(before);
        for (std::size_t i = 0; up.size() < k_long; ++i) {
            up.append("INSERT INTO big VALUES (")
                .append(std::to_string(i))
                .append(", '")
                .append(k_row)
                .append("');\n");
        }
        return migration("a1", "", up, "DROP TABLE big;");
    }

    /// Upgrades up to a lock that is held, meddles with the file and lets go.
    template<typename Meddle>
    Outcome upgrade_while(const std::filesystem::path& file, Meddle meddle) {
        REQUIRE(headstart({"stamp", "base"}).status == 0);
        database.execute("CREATE TABLE held ()");
        Session holder(database.url());
        holder.query("BEGIN; LOCK TABLE held");
        const auto running = start({"upgrade", "head", "--lock-timeout", "0"});
        REQUIRE(eventually(60s, [&] {
            return database.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                                 " (SELECT oid FROM pg_database WHERE datname = current_database())") == "1";
        }));
        meddle(file);
        holder.query("COMMIT");
        return running->wait();
    }

private:
    static std::string begin(const std::string& more) {
        return "CREATE UNLOGGED TABLE big (id bigint, name text);\n" + more;
    }
};

} // namespace

TEST_CASE("rows of any length take little memory") {
    LongFile project;
    const bool is_copy = GENERATE(true, false);
    INFO((is_copy ? "COPY" : "INSERT"));
    is_copy ? project.copied() : project.inserted();
    const auto outcome = project.headstart(
        {.arguments = {"upgrade", "head"}, .wrapper = {"prlimit", std::string(k_most_memory)}});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.version() == "a1");
    CHECK(std::stoul(project.database.text("SELECT count(*) FROM big")) > k_long / (k_row.size() + 100));
    CHECK(project.headstart({"status"}).out.find("edited") == std::string::npos); // the same checksum
    CHECK(project.headstart({"downgrade", "base"}).status == 0);
}

TEST_CASE("a long file that is written to while it runs is not recorded as applied") {
    LongFile project;
    const auto file = project.inserted("LOCK TABLE held;\n");
    const auto outcome = project.upgrade_while(file, [](const std::filesystem::path& path) {
        std::fstream text(path, std::ios::in | std::ios::out);
        text.seekp(-200, std::ios::end); // in a row
        text << '-';
    });
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("a1.sql has been changed while revision a1 ran") != std::string::npos);
    CHECK(project.database.text("SELECT to_regclass('big') IS NULL") == "t");
    CHECK(project.version().empty());
}

TEST_CASE("a long file that is cut short while it runs ends the process in words, and nothing is committed") {
    LongFile project;
    const auto file = project.inserted("LOCK TABLE held;\n");
    const auto outcome = project.upgrade_while(
        file, [](const std::filesystem::path& path) { std::filesystem::resize_file(path, k_megabyte); });
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("a migration file was cut short while it was being read") != std::string::npos);
    CHECK(eventually(30s, [&] { return project.database.text("SELECT to_regclass('big') IS NULL") == "t"; }));
    CHECK(project.version().empty());
}
