#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/source_folder.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;

namespace {

/// The folder of example migrations at the top of the sources, on an empty database.
struct Shipped : Project {
    Shipped() { environment["HEADSTART_DIR"] = source_folder() + "/migrations"; }

    void go(const std::string& verb, const std::string& target) {
        const auto outcome = headstart({verb, target});
        INFO(verb << " " << target << "\n" << outcome.err);
        REQUIRE(outcome.status == 0);
    }

    /// Oldest first.
    std::vector<std::string> revisions() {
        std::vector<std::string> ids;
        for (const auto& revision : nlohmann::json::parse(headstart({"history", "--format", "json"}).out)) {
            ids.insert(ids.begin(), revision["revision"].get<std::string>());
        }
        return ids;
    }

    /// The schema, less headstart's own tables.
    std::string own_schema() {
        return database.dump({"--schema-only", "--exclude-table=alembic_version",
                              "--exclude-table=headstart_journal",
                              "--exclude-table=headstart_journal_id_seq"});
    }
};

} // namespace

TEST_CASE("the shipped migrations go up, all the way down to nothing, and up to the same schema") {
    Shipped project;
    project.go("ensure-version", "--log-level=info");
    const auto empty = project.database.schema();
    project.go("upgrade", "head");
    const auto full = project.database.schema();
    CHECK(full != empty);
    project.go("downgrade", "base");
    CHECK(project.database.schema() == empty);
    project.go("upgrade", "head");
    CHECK(project.database.schema() == full);
}

TEST_CASE("each shipped migration can be undone and done again") {
    Shipped project;
    const auto revisions = project.revisions();
    CHECK(revisions.size() >= 10);
    for (const auto& revision : revisions) {
        const auto before = project.own_schema();
        project.go("upgrade", revision);
        const auto after = project.own_schema();
        project.go("downgrade", "-1");
        INFO(revision);
        CHECK(project.own_schema() == before);
        project.go("upgrade", revision);
        CHECK(project.own_schema() == after);
    }
}

TEST_CASE("the shipped migrations make the schema that is declared beside them") {
    Shipped project;
    project.environment["HEADSTART_SCHEMA"] = source_folder() + "/migrations/schema";
    project.go("upgrade", "head");
    CHECK(project.transcript({"check"}) == "1| No pending revisions, one head.\nexit 0\n");
    CHECK(project.transcript({"diff", "--from", "database", "--to", "schema"}) == "exit 0\n");
}

TEST_CASE("the shipped schema keeps its promises") {
    Shipped project;
    project.go("upgrade", "head");
    auto& database = project.database;
    CHECK(database.text(
              "SELECT c.relname, a.amname, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_am a ON a.oid ="
              " c.relam WHERE c.relname IN ('ix_blogs_tags_gin', 'ix_blogs_status_created',"
              " 'ix_blogs_author_status') ORDER BY 1") ==
          "ix_blogs_author_status|btree|CREATE INDEX ix_blogs_author_status ON public.blogs USING btree "
          "(author_id, "
          "status)\n"
          "ix_blogs_status_created|btree|CREATE INDEX ix_blogs_status_created ON public.blogs USING btree "
          "(status, "
          "created_at)\n"
          "ix_blogs_tags_gin|gin|CREATE INDEX ix_blogs_tags_gin ON public.blogs USING gin (tags)");
    CHECK(database.text("SELECT conname, confrelid::regclass, confdeltype FROM pg_constraint"
                        " WHERE conrelid = 'blogs'::regclass AND contype = 'f'") ==
          "fk_blogs_author_id_users|users|c");
    CHECK(database.text("SELECT count(*) > 20 FROM information_schema.columns WHERE table_schema = 'public'"
                        " AND data_type = 'timestamp with time zone'") == "t");
    CHECK(database.text(
              "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
              " AND data_type = 'timestamp without time zone'") == "");
    CHECK(database.text("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
    // The chat bot's tables have the names that such bots use.
    CHECK(database.text("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' "
                        "AND relname IN"
                        " ('bot_settings', 'settings_history', 'reminders', 'onboarding',"
                        " 'guild_onboarding_questions', 'guild_rules', 'support_tickets', 'faq_entries',"
                        " 'faq_search_logs', 'audit_logs', 'health_check_history')") ==
          "audit_logs bot_settings faq_entries faq_search_logs guild_onboarding_questions guild_rules "
          "health_check_history onboarding reminders settings_history support_tickets");
    // Deleting an author deletes what was written.
    database.execute("DELETE FROM users");
    CHECK(database.text("SELECT count(*) FROM blogs") == "0");
}
