#include "base/text.hpp"
#include "diag/events.hpp"
#include "diag/subject.hpp"
#include "support/catch.hpp"
#include "support/log_schema.hpp"

#include <algorithm>
#include <set>
#include <string>

using namespace headstart;
using test::breaches_of_schema;

namespace {

std::set<std::string_view> names_of_fields() {
    std::set<std::string_view> names;
    for (const auto& field : diag::k_fields) {
        CHECK(names.insert(field.name).second);
    }
    return names;
}

std::string record(const std::string& rest) {
    return R"({"time":"2026-01-01T00:00:00.000Z","level":"info","message":"m",)" + rest + "}\n";
}

} // namespace

TEST_CASE("each field of an event has its type, each event stands once, and no field is of no event") {
    const auto names = names_of_fields();
    std::set<std::string_view> events;
    std::set<std::string_view> used;
    for (const auto& event : diag::k_events) {
        INFO(event.name);
        CHECK(events.insert(event.name).second);
        for (const auto list : {event.always, event.where_known}) {
            for (const auto name : base::split_list(list, " ")) {
                INFO(name);
                CHECK(names.contains(name));
                used.insert(name);
            }
        }
    }
    CHECK(used == names);
}

TEST_CASE("a record that is not of the schema is found") {
    CHECK(breaches_of_schema(record(R"("event":"stopped","signal":15,"exit_code":143)")).empty());
    for (const auto* rest : {
             R"("event":"nothing_known")",
             R"("event":"stopped","signal":15)",
             R"("event":"stopped","signal":"15","exit_code":143)",
             R"("event":"stopped","signal":15,"exit_code":143,"host":"h")",
             R"("event":"stamp","revision":"")",
             R"("event":"open_schema","roles":[])",
         }) {
        INFO(rest);
        CHECK(breaches_of_schema(record(rest)).size() == 1);
    }
    CHECK(breaches_of_schema("error: text\n").size() == 1);
}

TEST_CASE("an endpoint is a host and a port, and a socket's folder is a host") {
    const auto shown = [](std::string_view endpoint) {
        const auto server = diag::server_at(endpoint);
        return server.host + " " + std::to_string(server.port);
    };
    CHECK(shown("db2.internal:5432") == "db2.internal 5432");
    CHECK(shown("::1:6432") == "::1 6432");
    CHECK(shown("/run/postgresql:5433") == "/run/postgresql 5433");
    CHECK(shown("/run/postgresql") == "/run/postgresql 0");
    CHECK(shown("/run/odd:folder") == "/run/odd:folder 0");
    CHECK(shown("h:99999") == "h:99999 0");
}

TEST_CASE("a subject is completed by what the layer above knows, and not mixed with it") {
    diag::Subject inner{.revision = "b2", .direction = "up", .statement = 3, .statements = 4};
    inner.complete_with({.revision = "a1", .direction = "down", .statement = 9, .host = "h", .port = 1});
    CHECK(inner.revision == "b2");
    CHECK(inner.direction == "up");
    CHECK(inner.statement == 3);
    CHECK(inner.host == "h");
    diag::Subject outer;
    outer.complete_with(inner);
    CHECK(outer.revision == "b2");
    CHECK(outer.statements == 4);
    CHECK(fields_of(outer).size() == 6);
    CHECK(fields_of(diag::Subject{}).empty());
}
