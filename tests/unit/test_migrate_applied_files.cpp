#include "migrate/applied_files.hpp"
#include "scripts/checksum.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

#include <string>
#include <vector>

using namespace headstart;

namespace {

/// a <- b <- d and a <- c, with d depending on x, a base of its own.
class Folder {
public:
    Folder() {
        write("a", "<base>");
        write("b", "a");
        write("c", "a");
        write("d", "b", "-- Depends On: x\n");
        write("x", "<base>");
    }

    void write(const std::string& id, const std::string& revises, const std::string& more = "",
               const std::string& section = "-- migrate:up\nSELECT 1;\n") {
        m_folder.write(id + ".sql",
                       "-- Revision ID: " + id + "\n-- Revises: " + revises + "\n" + more + section);
    }

    [[nodiscard]] scripts::ScriptDirectory load() const {
        return scripts::ScriptDirectory::load({m_folder.path()});
    }

private:
    test::TempFolder m_folder;
};

database::Recorded record(const std::string& id, const std::string& checksum) {
    return {id, "up", checksum, {}, "2026-11-21 10:00:00+00", "app", "web-1", "0.1.0"};
}

/// The journal of a run of everything in the folder.
std::vector<database::Recorded> journal_of(const scripts::ScriptDirectory& scripts) {
    std::vector<database::Recorded> journal;
    for (const auto& revision : scripts.graph().revisions()) {
        journal.push_back(record(revision.id, scripts::checksum(scripts.section_of(revision, true))));
    }
    return journal;
}

std::string ids(const std::vector<const revision::Revision*>& revisions) {
    std::string text;
    for (const auto* revision : revisions) {
        text += revision->id;
    }
    return text;
}

/// "applied / edited / unrecorded / unreadable"
std::string compare(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& rows,
                    const std::vector<database::Recorded>& journal) {
    const auto files = migrate::compare_files(scripts, rows, journal);
    std::string edited;
    for (const auto& entry : files.edited) {
        edited += entry.revision->id;
    }
    return ids(files.applied) + " / " + edited + " / " + ids(files.unrecorded) + " / " +
           ids(files.unreadable);
}

} // namespace

TEST_CASE("applied is what the rows imply, dependencies included, from base up") {
    const auto scripts = Folder().load();
    const auto journal = journal_of(scripts);
    CHECK(compare(scripts, {}, journal) == " /  /  / ");
    CHECK(compare(scripts, {"a"}, journal) == "a /  /  / ");
    CHECK(compare(scripts, {"c"}, journal) == "ac /  /  / ");
    CHECK(compare(scripts, {"other", "b"}, journal) == "ab /  /  / ");
    const auto all = migrate::compare_files(scripts, {"d"}, journal);
    CHECK(all.applied.size() == 4);
    CHECK(ids(all.applied).find('x') < ids(all.applied).find('d'));
}

TEST_CASE("an applied revision is edited, unrecorded, unreadable, or as it was") {
    Folder folder;
    const auto journal = journal_of(folder.load());
    folder.write("a", "<base>", "", "-- migrate:up\nSELECT 2;\n");
    folder.write("b", "a", "", "-- migrate:up\n-- only a comment\nSELECT  1;\n");
    folder.write("c", "a", "", "-- migrate:up\nSELECT 2;\n"); // not applied
    folder.write("d", "b", "", "-- migrate:sideways\n");
    const auto scripts = folder.load();
    CHECK(compare(scripts, {"d"}, journal) == "abd / a /  / d");
    CHECK(compare(scripts, {"d"}, {}) == "abd /  / abd / ");
    CHECK(compare(scripts, {"c"}, {journal.front()}) == "ac / a / c / ");
}

TEST_CASE("what an older headstart recorded is compared, what a newer one recorded is not known") {
    const auto scripts = Folder().load();
    auto journal = journal_of(scripts);
    for (auto& entry : journal) {
        entry.checksum = entry.revision == "a" ? "2:af" : entry.checksum.substr(2);
    }
    CHECK(compare(scripts, {"b"}, journal) == "ab /  / a / ");
}

TEST_CASE("an edit is told with its place, and with who applied it when") {
    Folder folder;
    const auto scripts = folder.load();
    const auto files = migrate::compare_files(scripts, {"a"}, {record("a", "other")});
    REQUIRE(files.edited.size() == 1);
    const auto finding = migrate::describe(files.edited.front());
    CHECK(finding.message == "revision a was edited after it had been applied");
    CHECK(finding.span.value().text() == "-- migrate:up");
    CHECK(finding.notes ==
          std::vector<std::string>{"applied 2026-11-21 10:00:00+00 by app from web-1, headstart 0.1.0"});
}
