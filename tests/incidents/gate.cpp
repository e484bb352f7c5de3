#include "incidents/gate.hpp"

#include "support/eventually.hpp"
#include "support/process.hpp"
#include "support/test_database.hpp"

namespace headstart::test {

Gates::Gates(const std::string& url, std::string_view names) {
    Session(url).query("CREATE SCHEMA IF NOT EXISTS aside; CREATE TABLE aside.gate AS SELECT * FROM"
                       " unnest(string_to_array('" +
                       std::string(names) + "', ',')) AS name");
}

std::string Gates::wait_at(const std::string& name) {
    return "DO $$ BEGIN WHILE EXISTS (SELECT FROM aside.gate WHERE name = '" + name +
           "') LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\n";
}

void Gates::open(const std::string& url, const std::string& name) {
    Session(url).query("DELETE FROM aside.gate WHERE name = '" + name + "'");
}

bool Gates::is_reached(const std::string& url, const std::string& name) {
    Session session(url);
    return eventually(30s, [&] {
        return session.text("SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active'"
                            " AND application_name = 'headstart' AND starts_with(query, 'DO $$ BEGIN WHILE')"
                            " AND query LIKE '%" +
                            name + "%'") == "t";
    });
}

} // namespace headstart::test
