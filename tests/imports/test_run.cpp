#include "imports/history.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

struct History {
    std::string name;
    std::vector<std::string> arguments;
    std::string objects;            ///< behind `upgrade head`
    std::string lowest = "base";    ///< where a downgrade can get to
    std::string objects_there = ""; ///< behind it
};

/// Each format's history, as an empty database gets it from the tool itself.
const std::vector<History> k_histories{
    {"atlas", {}, "i trees_id, r trees", ""},
    {"dbmate", {}, "i users_name, i users_pkey, r users"},
    {"diesel", {}, "f set_updated_at, i posts_id, i posts_pkey, r posts"},
    {"flyway", {}, "i shops_city, i shops_pkey, r shops, v shops_by_city", ""},
    {"flyway_baseline", {}, "r one, r three, r two", ""},
    {"golang_migrate", {}, "i books_pkey, i books_title, r books"},
    {"goose", {"--placeholder", "FIRST=1"}, "f one, i items_id, r items"},
    {"graphile_migrate", {"--placeholder", "DATABASE_OWNER=current_user"}, "i people_id, r people", ""},
    {"liquibase", {}, "f two, i orders_id, r customers, r orders"},
    {"node_pg_migrate", {}, "r pets", ""},
    {"prisma", {}, "i User_pkey, r User", "20240101000000", "i User_pkey, r User"},
    {"rails", {}, "r articles, r schema_migrations", ""},
    {"refinery", {}, "i dogs_name, r dogs", ""},
    {"sqitch", {"--placeholder", "who=Marge"}, "r users"},
    {"sql_migrate", {}, "f one, i tills_id, r tills"},
    {"sqlx", {}, "i cars_id, r cars", "20240101000000", "r cars"},
    {"tern", {}, "f one, i cats_id, r app_cats", ""},
};

} // namespace

TEST_CASE("a history that is imported makes what the tool makes, and goes back as far as it does") {
    for (const auto& history : k_histories) {
        DYNAMIC_SECTION(history.name) {
            OtherProject project(history.name);
            const auto imported = project.import(history.arguments);
            INFO(imported.out << imported.err);
            REQUIRE(imported.status == 0);
            const auto upgraded = project.headstart({"upgrade", "head"});
            INFO(upgraded.err);
            REQUIRE(upgraded.status == 0);
            CHECK(project.objects() == history.objects);
            CHECK(project.headstart({"check"}).status == 0);
            if (history.lowest.empty()) {
                CHECK(project.headstart({"downgrade", "base"}).status == 2);
                CHECK(project.objects() == history.objects);
                return;
            }
            const auto undone = project.headstart({"downgrade", history.lowest});
            INFO(undone.err);
            CHECK(undone.status == 0);
            CHECK(project.objects() == history.objects_there);
        }
    }
}
