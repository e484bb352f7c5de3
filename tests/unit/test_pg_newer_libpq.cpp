#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/scoped_variable.hpp"

#include <libpq-fe.h>

using namespace headstart;
using pg::Conninfo;
using test::ScopedVariable;

namespace {

bool libpq_is_older_than(int major) {
    return PQlibVersion() / 10000 < major;
}

std::string refusal(const std::string& what, int major) {
    return "error[HS0005]: " + what + " needs libpq " + std::to_string(major) + ", and this is libpq " +
           pg::library_version() +
           "\nhint: use the static binary, which brings a newer libpq, or leave it out\n";
}

} // namespace

TEST_CASE("what a newer libpq protects by is either kept or refused, never passed over") {
    struct Case {
        const char* text;
        const char* key;
        const char* value;
        const char* name; ///< in the refusal
        int since;
    };

    const Case cases[] = {
        {"postgres://me:hunter2@db/app?require_auth=scram-sha-256", "require_auth", "scram-sha-256",
         "require_auth", 16},
        {"host=db password=hunter2 require_auth=scram-sha-256", "require_auth", "scram-sha-256",
         "require_auth", 16},
        {"postgres://db/app?sslcertmode=require", "sslcertmode", "require", "sslcertmode", 16},
        {"postgres://db/app?sslmode=verify-full&sslrootcert=system", "sslrootcert", "system",
         "sslrootcert=system", 16},
        {"host=db sslmode=verify-full sslrootcert=system", "sslrootcert", "system", "sslrootcert=system", 16},
        {"postgres://db/app?sslmode=require&sslnegotiation=direct", "sslnegotiation", "direct",
         "sslnegotiation", 17},
    };
    for (const auto& [text, key, value, name, since] : cases) {
        INFO(text);
        if (libpq_is_older_than(since)) {
            CHECK(test::error_text([&, url = text] { Conninfo::parse(url); }) == refusal(name, since));
        } else {
            CHECK(Conninfo::parse(text).get(key) == value);
        }
    }
    CHECK(Conninfo::parse("postgres://db/app?sslrootcert=ca.crt").get("sslrootcert") == "ca.crt");
}

TEST_CASE("the variables of a newer libpq that protect are not passed over either") {
    const std::pair<const char*, const char*> variables[] = {
        {"PGREQUIREAUTH", "scram-sha-256"}, {"PGSSLCERTMODE", "require"}, {"PGSSLROOTCERT", "system"}};
    for (const auto& [variable, value] : variables) {
        const ScopedVariable set(variable, value);
        for (const char* text : {"postgres://db/app", "host=db", ""}) {
            INFO(variable << " with " << text);
            if (libpq_is_older_than(16)) {
                const auto name = std::string(variable) + (value == std::string("system") ? "=system" : "");
                CHECK(test::error_text([url = text] { Conninfo::parse(url); }) == refusal(name, 16));
            } else {
                CHECK_NOTHROW(Conninfo::parse(text));
            }
        }
        const ScopedVariable empty(variable, "");
        CHECK_NOTHROW(Conninfo::parse("postgres://db/app"));
    }
}
