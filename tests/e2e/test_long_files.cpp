#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <fstream>
#include <string>

using namespace headstart::test;

/// Files that are longer than what is read into memory (scripts/mapped_file.hpp).
namespace {

constexpr std::size_t k_megabyte = std::size_t{1} << 20U;
constexpr std::size_t k_long = 96 * k_megabyte;
/// Of the whole process, at its height: what it takes without a file is a fifth of it.
constexpr std::size_t k_most_memory = 56 * k_megabyte;

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

    /// Also says how much memory it took, on the last line of stdout.
    Outcome measured(std::vector<std::string> arguments) {
        return headstart({.arguments = std::move(arguments),
                          .wrapper = {"python3", "-c",
                                      "import resource, subprocess, sys\n"
                                      "code = subprocess.run(sys.argv[1:]).returncode\n"
                                      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n"
                                      "sys.exit(code)"}});
    }

    static std::size_t memory_of(const Outcome& outcome) {
        const auto line = outcome.out.rfind('\n', outcome.out.size() - 2) + 1; // npos + 1 is 0
        return std::stoul(outcome.out.substr(line));
    }

    /// Upgrades up to a lock that is held, meddles with the file and lets go.
    template<typename Meddle>
    Outcome upgrade_while(const std::filesystem::path& file, Meddle meddle) {
        database.query("CREATE TABLE held ()");
        Session holder(database.url());
        holder.query("BEGIN; LOCK TABLE held");
        const auto running = start({"upgrade", "head", "--lock-timeout", "0"});
        REQUIRE(eventually(
            60s, [&] { return database.text("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1"; }));
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
    const auto outcome = project.measured({"upgrade", "head"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(LongFile::memory_of(outcome) < k_most_memory);
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
        text.seekp(-20, std::ios::end);
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
