#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/project.hpp"
#include "support/temp_folder.hpp"

#include <nlohmann/json.hpp>

using namespace headstart::test;
using nlohmann::json;

namespace {

/// A folder with a branch, a merge, a label and a dependency; the binary is run in it without a database.
class Folder {
public:
    Folder() {
        write("a1", "<base>", "");
        write("b2", "a1", "");
        write("c3", "a1", "-- Branch Labels: api\n");
        write("d4", "b2, c3", "");
        write("x1", "<base>", "-- Depends On: b2\n");
    }

    json run(std::vector<std::string> arguments, int status = 0) const {
        arguments.insert(arguments.begin(), headstart_binary());
        const auto outcome = headstart::test::run({arguments, {}, m_folder.path()});
        CHECK(outcome.err == "");
        CHECK(outcome.status == status);
        return json::parse(outcome.out);
    }

private:
    void write(const std::string& id, const std::string& revises, const std::string& more) {
        m_folder.write("migrations/" + id + ".sql", "-- Make " + id + "\n-- Slowly.\n-- Revision ID: " + id +
                                                        "\n-- Revises: " + revises + "\n" + more +
                                                        "-- Create Date: 2025-10-03\n-- migrate:up\n");
    }

    TempFolder m_folder;
};

json revision(const std::string& id, const json& parents, const json& more) {
    json value{{"revision", id},
               {"down_revisions", parents},
               {"depends_on", json::array()},
               {"branch_labels", json::array()},
               {"message", "Make " + id},
               {"create_date", "2025-10-03"},
               {"path", "migrations/" + id + ".sql"},
               {"is_head", false},
               {"is_branchpoint", false},
               {"is_mergepoint", false}};
    value.update(more);
    return value;
}

const json k_a1 = revision("a1", json::array(), {{"is_branchpoint", true}});
const json k_b2 = revision("b2", {"a1"}, json::object());
const json k_c3 = revision("c3", {"a1"}, {{"branch_labels", {"api"}}});
const json k_d4 =
    revision("d4", {"b2", "c3"}, {{"branch_labels", {"api"}}, {"is_head", true}, {"is_mergepoint", true}});
const json k_x1 = revision("x1", json::array(), {{"depends_on", {"b2"}}, {"is_head", true}});

json with(json value, const json& more) {
    value.update(more);
    return value;
}

} // namespace

TEST_CASE("history as JSON, whole and by range") {
    const Folder folder;
    CHECK(folder.run({"history", "--format", "json"}) == json{k_d4, k_x1, k_b2, k_c3, k_a1});
    CHECK(folder.run({"history", "--format", "json", "-r", "c3:"}) == json{k_d4, k_c3});
    CHECK(folder.run({"history", "--format", "json", "-r", "base:b2"}) == json{k_b2, k_a1});
}

TEST_CASE("heads as JSON") {
    const Folder folder;
    CHECK(folder.run({"heads", "--format", "json"}) == json{k_d4, k_x1});
}

TEST_CASE("branches as JSON hold what branches") {
    const Folder folder;
    CHECK(folder.run({"branches", "--format", "json"}) ==
          json::array({with(k_a1, {{"children", {k_b2, k_c3}}})}));
}

TEST_CASE("show as JSON adds the whole description") {
    const Folder folder;
    CHECK(folder.run({"show", "api", "x1", "--format=json"}) ==
          json{with(k_c3, {{"description", "Make c3\nSlowly."}}),
               with(k_x1, {{"description", "Make x1\nSlowly."}})});
    CHECK(folder.run({"show", "base", "--format=json"}) == json::array());
}

TEST_CASE("check --heads-file as JSON") {
    const Folder folder;
    CHECK(folder.run({"check", "--heads-file", "--format", "json"}, 5) ==
          json{{"ok", false},
               {"heads", {"d4", "x1"}},
               {"heads_file", "cannot read migrations/heads.txt: No such file or directory"}});
}
