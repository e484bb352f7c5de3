#include "imports/history.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <sstream>

/// Files of tools that send a file as it stands can be sent so here, too: schema and rows are then the same.
using namespace headstart::test;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// What pg_dump says of all but our own tables.
std::string dump(const TestDatabase& database) {
    return database.dump({"-Ox", "-T", "alembic_version", "-T", "headstart_journal*"});
}

struct Sent {
    std::string history;
    std::vector<std::string> files; ///< in their order
};

const std::vector<Sent> k_sent{
    {"golang_migrate",
     {"migrations/000001_create_books.up.sql", "migrations/000002_add_title.up.sql",
      "migrations/000010_index_title.up.sql", "migrations/000011_two_transactions.up.sql"}},
    {"prisma",
     {"prisma/migrations/20240101000000_init/migration.sql",
      "prisma/migrations/20240102000000_add_name/migration.sql"}},
    {"diesel",
     {"migrations/00000000000000_diesel_initial_setup/up.sql",
      "migrations/2024-01-31-235959_create_posts/up.sql",
      "migrations/2024-02-01-000000-0000_index_posts/up.sql"}},
    {"rails", {"db/structure.sql"}},
};

} // namespace

TEST_CASE("schema and rows are those of the files sent as they stand") {
    for (const auto& [history, files] : k_sent) {
        DYNAMIC_SECTION(history) {
            OtherProject project(history);
            REQUIRE(project.import({}).status == 0);
            REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
            TestDatabase other;
            for (const auto& file : files) {
                other.execute(read(project.folder.path() / file));
                other.execute("DISCARD ALL");
            }
            CHECK(dump(project.database) == dump(other));
        }
    }
}
