#include "pg/keywords.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace headstart;

TEST_CASE("libpq's variables are asked of libpq") {
    CHECK(pg::variable_of("host") == "PGHOST");
    CHECK(pg::variable_of("dbname") == "PGDATABASE");
    CHECK(pg::variable_of("client_encoding") == "PGCLIENTENCODING");
    CHECK(pg::variable_of("keepalives").empty());
    CHECK(pg::variable_of("no_such_keyword").empty());
    CHECK(pg::location_variables() ==
          std::vector<std::string>{"PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGUSER", "PGPORT"});
}

TEST_CASE("no variable that libpq reads is left out, also where a newer libpq is the first to know it") {
    const auto variables = pg::libpq_variables();
    CHECK(std::is_sorted(variables.begin(), variables.end()));
    CHECK(std::adjacent_find(variables.begin(), variables.end()) == variables.end());
    // The manual's list as of PostgreSQL 15, "libpq: Environment Variables", but for those of PostgreSQL's
    // own messages, and the words that 16 and 17 have brought for protection.
    for (const std::string name : {"PGHOST",
                                   "PGHOSTADDR",
                                   "PGPORT",
                                   "PGDATABASE",
                                   "PGUSER",
                                   "PGPASSWORD",
                                   "PGPASSFILE",
                                   "PGCHANNELBINDING",
                                   "PGSERVICE",
                                   "PGSERVICEFILE",
                                   "PGOPTIONS",
                                   "PGAPPNAME",
                                   "PGSSLMODE",
                                   "PGREQUIRESSL",
                                   "PGSSLCOMPRESSION",
                                   "PGSSLCERT",
                                   "PGSSLKEY",
                                   "PGSSLROOTCERT",
                                   "PGSSLCRL",
                                   "PGSSLCRLDIR",
                                   "PGSSLSNI",
                                   "PGREQUIREPEER",
                                   "PGSSLMINPROTOCOLVERSION",
                                   "PGSSLMAXPROTOCOLVERSION",
                                   "PGGSSENCMODE",
                                   "PGKRBSRVNAME",
                                   "PGCONNECT_TIMEOUT",
                                   "PGCLIENTENCODING",
                                   "PGTARGETSESSIONATTRS",
                                   "PGDATESTYLE",
                                   "PGTZ",
                                   "PGGEQO",
                                   "PGSYSCONFDIR",
                                   "PGREQUIREAUTH",
                                   "PGSSLCERTMODE",
                                   "PGSSLNEGOTIATION"}) {
        INFO(name);
        CHECK(std::find(variables.begin(), variables.end(), name) != variables.end());
    }
}
