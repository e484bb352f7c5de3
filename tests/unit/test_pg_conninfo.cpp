#include "pg/conninfo.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/scoped_variable.hpp"

using namespace headstart;
using pg::Conninfo;
using test::ScopedVariable;

namespace {

/// "user=me host=db", in order.
std::string shown(const std::vector<pg::Parameter>& parameters) {
    std::string text;
    for (const auto& [key, value] : parameters) {
        text += (text.empty() ? "" : " ") + key + "=" + value;
    }
    return text;
}

std::string shown(const std::vector<Conninfo::Endpoint>& endpoints) {
    std::string text;
    for (const auto& [host, hostaddr, port] : endpoints) {
        text += "[" + host + "|" + hostaddr + "|" + port + "]";
    }
    return text;
}

/// The tests' own environment must not answer in place of the defaults.
struct NoPgVariables {
    ScopedVariable host{"PGHOST", nullptr}, hostaddr{"PGHOSTADDR", nullptr}, port{"PGPORT", nullptr},
        user{"PGUSER", nullptr}, database{"PGDATABASE", nullptr}, service{"PGSERVICE", nullptr},
        attributes{"PGTARGETSESSIONATTRS", nullptr};
};

} // namespace

TEST_CASE("every form of URL that applications share is read") {
    const NoPgVariables none;

    struct Case {
        const char* url;
        const char* parameters;
    };

    const Case cases[] = {
        {"postgres://me:pw@db:5433/app", "user=me password=pw host=db port=5433 dbname=app"},
        {"postgresql://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+asyncpg://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+psycopg://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+psycopg2://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+psycopg_async://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+pg8000://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"postgresql+psycopg2cffi://me:pw@db/app", "user=me password=pw host=db dbname=app"},
        {"POSTGRES://me@db/app\n", "user=me host=db dbname=app"},
        {"  postgres://me@db/app  ", "user=me host=db dbname=app"},
        // empty parts
        {"postgres://", ""},
        {"postgres:///app", "dbname=app"},
        {"postgres://me@", "user=me"},
        {"postgres://me:@db", "user=me host=db"},
        {"postgres://:pw@db/", "password=pw host=db"},
        {"postgres://db:/app?", "host=db dbname=app"},
        {"postgres://:5433/app", "port=5433 dbname=app"},
        {"postgres://me@/app", "user=me dbname=app"},
        // escapes; ":" needs none in a password
        {"postgres://m%40e:p%40%23%2F%3A%3F%25%20w@db/a%20b",
         "user=m@e password=p@#/:?% w host=db dbname=a b"},
        {"postgres://me:a:b:c@db/app", "user=me password=a:b:c host=db dbname=app"},
        {"postgres://me:gr%C3%BC%c3%9fe@db/app", "user=me password=grüße host=db dbname=app"},
        {"postgres://me:a+b!$&'()*;=w@db/app", "user=me password=a+b!$&'()*;=w host=db dbname=app"},
        // addresses, sockets, several hosts
        {"postgres://me@[::1]:5433/app", "user=me host=::1 port=5433 dbname=app"},
        {"postgres://[fe80::1%25eth0]/app", "host=fe80::1%eth0 dbname=app"},
        {"postgres://me@%2Fvar%2Frun%2Fpostgresql:5433/app",
         "user=me host=/var/run/postgresql port=5433 dbname=app"},
        {"postgresql:///app?host=/var/run/postgresql", "dbname=app host=/var/run/postgresql"},
        {"postgresql+asyncpg://me:pw@/app?host=/cloudsql/a:b:c",
         "user=me password=pw dbname=app host=/cloudsql/a:b:c"},
        {"postgres://me@h1:1,h2:2/app",
         "user=me host=h1,h2 port=1,2 dbname=app target_session_attrs=read-write"},
        {"postgres://h1,[::1]:2,h3/app?target_session_attrs=any",
         "host=h1,::1,h3 port=,2, dbname=app target_session_attrs=any"},
        {"postgresql+psycopg2://me@/app?host=h1:1&host=h2:2",
         "user=me dbname=app host=h1,h2 port=1,2 target_session_attrs=read-write"},
        {"postgresql+asyncpg://me@/app?host=h1,h2&port=1,2",
         "user=me dbname=app host=h1,h2 port=1,2 target_session_attrs=read-write"},
        {"postgres://me@old/app?host=new", "user=me dbname=app host=new"},
        // the query
        {"postgres://db/app?sslmode=verify-full&sslrootcert=/ca.pem&application_name=my%20app",
         "host=db dbname=app sslmode=verify-full sslrootcert=/ca.pem application_name=my app"},
        {"postgres://db/app?ssl=require", "host=db dbname=app sslmode=require"},
        {"postgres://db/app?ssl=no-verify", "host=db dbname=app sslmode=require"},
        {"postgres://db/app?ssl=False", "host=db dbname=app sslmode=disable"},
        {"postgres://db/app?ssl=verify-ca", "host=db dbname=app sslmode=verify-ca"},
        {"postgres://db/app?ssl=true&sslmode=VERIFY-FULL", "host=db dbname=app sslmode=verify-full"},
        {"postgres://db/app?sslmode=", "host=db dbname=app"},
        {"postgres://db/app?search_path=a,%20b", "host=db dbname=app options=-c search_path=a,\\ b"},
        {"postgres://db/app?options=-c%20jit%3Doff&search_path=a",
         "host=db dbname=app options=-c jit=off -c search_path=a"},
        {"postgres://db?user=me@tenant&password=pw&database=app",
         "host=db user=me@tenant password=pw dbname=app"},
        // libpq's own words
        {"host=db user=me password='p w\\'s' dbname=app port=5433",
         "user=me password=p w's dbname=app host=db port=5433"},
        {"dbname = app", "dbname=app"},
        {"host=h1,h2 port=1,2", "host=h1,h2 port=1,2 target_session_attrs=read-write"},
        {"service=prod", "service=prod"},
    };
    for (const auto& [url, parameters] : cases) {
        INFO(url);
        CHECK(shown(Conninfo::parse(url).parameters()) == parameters);
        CHECK(Conninfo::parse(url).remarks().empty());
    }
}

TEST_CASE("what only drivers and pools understand is left out and named") {
    const NoPgVariables none;
    const auto conninfo = Conninfo::parse(
        "postgres://db/app?pool_size=5&connection_limit=3&pgbouncer=true&sslmode=require&"
        "prepared_statement_cache_size=0&statementCacheSize=0&command_timeout=5&timeout=5&pool_timeout=1&"
        "connection_timeout=3&max_overflow=1&socket_timeout=2&pool=1&charset=utf8&pool_size=6&flavour=1");
    CHECK(shown(conninfo.parameters()) == "host=db dbname=app sslmode=require");
    std::string names;
    for (const auto& [parameter, warning] : conninfo.remarks()) {
        CHECK(warning.empty());
        names += parameter + " ";
    }
    CHECK(names == "pool_size connection_limit pgbouncer prepared_statement_cache_size statementCacheSize "
                   "command_timeout timeout pool_timeout connection_timeout max_overflow socket_timeout pool "
                   "charset flavour ");
}

TEST_CASE("drivers' own words for what libpq and the server know are theirs") {
    const NoPgVariables none;
    const std::vector<std::pair<std::string, std::string>> cases{
        {"schema=app", "options=-c search_path=\"app\""},
        {"schema=My%20%22App%22%2C%C3%A9", "options=-c search_path=\"My\\ \"\"App\"\",é\""},
        {"schema=", ""},
        {"currentSchema=app,public", "options=-c search_path=app,public"},
        {"searchPath=a&search_path=a", "options=-c search_path=a"},
        {"variables[search_path]=a", "options=-c search_path=a"},
        {"sslmode=no-verify", "sslmode=require"},
        {"sslmode=VerifyFull", "sslmode=verify-full"},
        {"sslmode=require&ssl=true", "sslmode=require"},
        {"sslmode=disable&sslmode=disable", "sslmode=disable"},
        {"schema_search_path=a", "options=-c search_path=a"},
        {"options[search_path]=a&options[role]=b", "options=-c search_path=a -c role=b"},
        {"TimeZone=Europe/Berlin", "options=-c timezone=Europe/Berlin"},
        {"ApplicationName=web", "application_name=web"},
        {"ssl-ca=/ca.pem", "sslrootcert=/ca.pem"},
        {"targetServerType=primary", "target_session_attrs=read-write"},
        {"targetServerType=preferSecondary", "target_session_attrs=prefer-standby"},
    };
    for (const auto& [query, parameters] : cases) {
        INFO(query);
        const auto conninfo = Conninfo::parse("postgres://db/app?" + query);
        CHECK(shown(conninfo.parameters()) ==
              "host=db dbname=app" + (parameters.empty() ? "" : " " + parameters));
        CHECK(conninfo.remarks().empty());
    }
    const test::ScopedVariable options("PGOPTIONS", "-c jit=off");
    CHECK(shown(Conninfo::parse("postgres://db/app?schema=a").parameters()) ==
          "host=db dbname=app options=-c jit=off -c search_path=\"a\"");
}

TEST_CASE("what changes the connection's meaning, and has no effect, is told with the way out") {
    const NoPgVariables none;
    const std::vector<std::pair<std::string, std::string>> cases{
        {"sslaccept=strict",
         "is left out, for it is a driver's: say it as libpq does: sslmode=verify-full with "
         "sslrootcert, or sslmode=require"},
        {"Trust%20Server%20Certificate=true",
         "is left out, for it is a driver's: say it as libpq does: sslmode=verify-full with sslrootcert, or "
         "sslmode=require"},
        {"statement_timeout=5s",
         "is left out, for it is a driver's: migrations are bounded by --statement-timeout alone"},
        {"targetServerType=x", "is left out: say which server is meant with target_session_attrs"},
        {"x-migrations-table=v", "is left out, for it is a driver's: name it with --version-table or "
                                 "HEADSTART_VERSION_TABLE"},
        {"corporateTlsPolicy=v",
         "is left out: libpq has no such parameter: say what is meant in libpq's words"},
        {"ssl=true",
         "is read as sslmode=require, which encrypts and does not look at the server's certificate, "
         "as some drivers do; write sslmode=verify-full, or sslmode=require"},
        {"sslmode=prefer&ssl=true", "says another thing than sslmode, which is the one that counts"},
        {"ssl=false&sslmode=require", "says another thing than sslmode, which is the one that counts"},
        {"sslmode=require&sslmode=disable", "is given more than once: the last one counts"},
        {"user=a&username=b", "is given more than once: the last one counts"},
        {"connect_timeout=abc", "has no effect: --connect-timeout bounds an attempt to connect"},
        {"variables[statement_timeout]=5", "is left out: say it with options=-c%20NAME%3DVALUE"},
        {"standard_conforming_strings=off", "is left out: some drivers hand it to the server as a setting: "
                                            "say it with options=-c%20NAME%3DVALUE"},
        {"default_transaction_deferrable=on", "is left out: some drivers hand it to the server as a "
                                              "setting: say it with options=-c%20NAME%3DVALUE"},
        {"app.tenant=5", "is left out: some drivers hand it to the server as a setting: say it with "
                         "options=-c%20NAME%3DVALUE"},
        {"search_path=b&options=-c%20search_path%3Da",
         "is the search_path that counts, and not the one in options"},
    };
    for (const auto& [query, warning] : cases) {
        INFO(query);
        const auto conninfo = Conninfo::parse("postgres://db/app?" + query);
        const auto& remarks = conninfo.remarks();
        REQUIRE(remarks.size() == 1);
        CHECK(remarks.front().warning == warning);
    }
}

namespace {

struct Refusal {
    const char* url;
    const char* what;
    const char* hint;
};

constexpr const char* k_form =
    "the form is postgresql://user:password@host:5432/dbname; in user and password write \"@\" as %40, \"/\" "
    "as %2F, \"#\" as %23, \"?\" as %3F, \":\" as %3A, \"%\" as %25, a space as %20";
constexpr const char* k_escape =
    "the password probably holds a character that must be escaped: write \"@\" as %40";
constexpr const char* k_keywords = "a value with a space, or none, stands in '…'; inside, write \\' and \\\\";

// "hunter2" and "s3cret" stand for what must never be shown.
const Refusal k_refusals[] = {
    {"postgres://db/app?schema=a&currentSchema=b",
     "the database URL names two search paths, as \"schema\" and as \"currentSchema\"", "keep one of them"},
    {"postgres://db/app?currentSchema=%22a",
     "the search_path that the database URL names as \"currentSchema\" has a quotation mark that is not "
     "closed",
     "a name stands between two quotation marks (%22), or without any; one inside is doubled"},
    {"postgres://db/app?options=-c%20search_path%3D%22a",
     "the search_path that the database URL names has a quotation mark that is not closed",
     "a name stands between two quotation marks (%22), or without any; one inside is doubled"},
    {"host=db dbname=app search_path=public",
     "the connection string has a keyword that libpq does not know: search_path",
     "say it with options='-c search_path=NAME', or write a URL: postgresql://…?schema=NAME"},
    {"host=db dbname=app schema=public",
     "the connection string has a keyword that libpq does not know: schema",
     "say it with options='-c search_path=NAME', or write a URL: postgresql://…?schema=NAME"},
    {"host=db dbname=app pool_size=5",
     "the connection string has a keyword that libpq does not know: pool_size",
     "leave it out, or write a URL, in which drivers' words may stand"},
    {"postgres://me:hunter2@s3cret@db/app",
     "the database URL cannot be read: there is more than one \"@\" in it", k_escape},
    {"postgres://me:hunter2/s3cret@db/app",
     "the database URL cannot be read: its port is not a number from 1 to 65535",
     "the password probably holds a character that must be escaped: write \"/\" as %2F"},
    {"postgres://me:12/s3cret@db/app",
     "the database URL cannot be read: there is an \"@\" after its first \"/\"",
     "the password probably holds a character that must be escaped: write \"/\" as %2F"},
    {"postgres://me:hunter2#s3cret@db/app",
     "the database URL cannot be read: there is a \"#\" in it, where a URL ends for most programs",
     "the password probably holds a character that must be escaped: write \"#\" as %23"},
    {"postgres://me:hunter2?s3cret@db/app",
     "the database URL cannot be read: its port is not a number from 1 to 65535",
     "the password probably holds a character that must be escaped: write \"?\" as %3F"},
    {"postgres://me:12?s3cret@db/app",
     "the database URL cannot be read: there is an \"@\" after its first \"?\"",
     "the password probably holds a character that must be escaped: write \"?\" as %3F"},
    {"postgres://me:12?hunter2=s3cret@db/app",
     "the database URL cannot be read: there is an \"@\" after its first \"?\"",
     "the password probably holds a character that must be escaped: write \"?\" as %3F"},
    {"postgres://me:hunter2%s3cret@db/app",
     "the database URL cannot be read: there is a \"%\" in it that is not followed by two hexadecimal digits",
     "the password probably holds a character that must be escaped: write \"%\" as %25"},
    {"postgres://me:hunter2 s3cret@db/app", "the database URL cannot be read: there is a space in it",
     "the password probably holds a character that must be escaped: write a space as %20"},
    {"postgres://me:hunter2:/@s3cret@db/app",
     "the database URL cannot be read: its port is not a number from 1 to 65535",
     "the password probably holds a character that must be escaped: write \"@\" as %40, \"/\" as %2F, \":\" "
     "as %3A"},
    {"postgres://me:hunter2", "the database URL cannot be read: its port is not a number from 1 to 65535",
     k_form},
    {"postgres://me:hunter2@db:port/app",
     "the database URL cannot be read: its port is not a number from 1 to 65535", k_form},
    {"postgres://me:hunter2@db:65536/app",
     "the database URL cannot be read: its port is not a number from 1 to 65535", k_form},
    {"postgres://me:hunter2@[::1/app",
     "the database URL cannot be read: the \"[\" before its host is never closed", k_form},
    {"postgres://me:hunter2@[::1]x/app",
     "the database URL cannot be read: after the \"]\" of its host comes neither a port nor the end", k_form},
    {"postgres://me:hunter2%00@db/app", "the database URL cannot be read: there is a %00 in it", k_form},
    {"postgres://me:hunter2@db/app?s3cret",
     "the database URL cannot be read: a part of its query, after the \"?\", is not name=value", k_form},
    {"postgres://me:hunter2@db/app?=s3cret",
     "the database URL cannot be read: a part of its query, after the \"?\", is not name=value", k_form},
    {"postgres://me:hunter2@db/app?sslmod=require",
     "the database URL has a parameter \"sslmod\" that libpq does not know", "did you mean \"sslmode\"?"},
    {"postgres://me:hunter2@db/app?ssl_mode=require",
     "the database URL has a parameter \"ssl_mode\" that libpq does not know", "did you mean \"sslmode\"?"},
    {"postgres://me:hunter2@db/app?sslMode=require",
     "the database URL has a parameter \"sslMode\" that libpq does not know", "did you mean \"sslmode\"?"},
    {"postgres://me:hunter2@db/app?target_session_attr=any",
     "the database URL has a parameter \"target_session_attr\" that libpq does not know",
     "did you mean \"target_session_attrs\"?"},
    {"postgres://me:hunter2@db/app?sslmode=required", "sslmode (or ssl) has a value that libpq does not know",
     "choose one of disable, allow, prefer, require, verify-ca, verify-full"},
    {"postgres://me:a@?sslmode=hunter2@db/app", "sslmode (or ssl) has a value that libpq does not know",
     "choose one of disable, allow, prefer, require, verify-ca, verify-full"},
    {"postgres://me:a@?hunter2=1&user=2@db/app",
     "the database URL cannot be read: there is an \"@\" after its first \"?\"",
     "the password probably holds a character that must be escaped: write \"@\" as %40, \"?\" as %3F"},
    {"mysql://me:hunter2@db/app", "the database URL begins with \"mysql://\", which is not PostgreSQL's",
     "headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname"},
    {"mysql+pymysql://me:hunter2@db/app",
     "the database URL begins with \"mysql+pymysql://\", which is not PostgreSQL's",
     "headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname"},
    {"sqlite:///hunter2.db", "the database URL begins with \"sqlite://\", which is not PostgreSQL's",
     "headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname"},
    {"sqlite+aiosqlite:///hunter2.db",
     "the database URL begins with \"sqlite+aiosqlite://\", which is not PostgreSQL's",
     "headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname"},
    {"postgressql://me:hunter2@db/app",
     "the database URL begins with \"postgressql://\", which is not PostgreSQL's",
     "did you mean \"postgresql://\"?"},
    {"jdbc:postgresql://db/app?password=hunter2", "the database URL is JDBC's",
     "leave out \"jdbc:\" and write postgresql://user:password@host:5432/dbname"},
    {"postgres://me:hunter2@db/app'", "the database URL ends with a quote", "take the quote off"},
    {"postgres://me:hunter2@db/app”", "the database URL ends with a quote", "take the quote off"},
    {"“postgres://me:hunter2@db/app”", "the database URL begins with a quote",
     "take the quotes off: docker's --env-file and Kubernetes' secrets keep them"},
    {"\"postgres://me:hunter2@db/app\"", "the database URL begins with a quote",
     "take the quotes off: docker's --env-file and Kubernetes' secrets keep them"},
    {"hunter2", "this is neither a database URL nor libpq's key=value words",
     "the form is postgresql://user:password@host:5432/dbname"},
    {"host=db password=hunter2 s3cret", "the connection string is not made of libpq's key=value words",
     k_keywords},
    {"host=db password=hunter2 s3cret=x", "the connection string is not made of libpq's key=value words",
     k_keywords},
    {"host=db password='hunter2", "the connection string is not made of libpq's key=value words", k_keywords},
    {"host=db pasword=hunter2", "the connection string has a keyword that libpq does not know",
     "did you mean \"password\"?"},
};

} // namespace

TEST_CASE("a URL that cannot be read is explained without showing it") {
    for (const auto& [url, what, hint] : k_refusals) {
        INFO(url);
        CHECK(test::error_text([&] { Conninfo::parse(url); }) ==
              std::string("error[HS0005]: ") + what + "\nhint: " + hint + "\n");
    }
}

TEST_CASE("no refusal shows any part of the password, in text or as JSON") {
    for (const auto& refusal : k_refusals) {
        try {
            Conninfo::parse(refusal.url);
        } catch (const diag::Error& error) {
            for (const auto& diagnostic : error.diagnostics()) {
                const auto text = diag::render_text(diagnostic) + diag::render_json(diagnostic);
                INFO(text);
                CHECK(text.find("hunter2") == std::string::npos);
                CHECK(text.find("s3cret") == std::string::npos);
            }
        }
    }
}

TEST_CASE("the endpoints are what was given, else what libpq would take") {
    const NoPgVariables none;
    const auto endpoints = [](const char* text) { return shown(Conninfo::parse(text).endpoints()); };
    CHECK(endpoints("postgres://db/app") == "[db||5432]");
    CHECK(endpoints("postgres://h1,h2:2/app") == "[h1||5432][h2||2]");
    CHECK(endpoints("host=h1,h2 port=7") == "[h1||7][h2||7]");
    CHECK(endpoints("host=h1,,h3 port=1,2,") == "[h1||1][||2][h3||5432]");
    CHECK(endpoints("host=db hostaddr=10.0.0.1") == "[db|10.0.0.1|5432]");
    CHECK(endpoints("hostaddr=10.0.0.1,::1") == "[|10.0.0.1|5432][|::1|5432]");
    CHECK(endpoints("postgres:///app?host=/run/pg") == "[/run/pg||5432]");
    CHECK(endpoints("service=prod").empty());
    const ScopedVariable host("PGHOST", "a,b");
    const ScopedVariable port("PGPORT", "5433");
    CHECK(endpoints("postgres:///app") == "[a||5433][b||5433]");
    CHECK(endpoints("postgres://db/app") == "[db||5433]");
}

TEST_CASE("nothing but white space means the PG* variables") {
    const NoPgVariables none;
    CHECK(Conninfo::parse(" \n").parameters().empty());
    const ScopedVariable host("PGHOST", "a,b");
    CHECK(shown(Conninfo::from_environment().parameters()) == "target_session_attrs=read-write");
    const ScopedVariable attributes("PGTARGETSESSIONATTRS", "any");
    CHECK(Conninfo::from_environment().parameters().empty());
}

TEST_CASE("a connection is described with its defaults and without its password") {
    const NoPgVariables none;
    const ScopedVariable user("PGUSER", "someone");
    const auto describe = [](const char* text) { return Conninfo::parse(text).describe(); };
    CHECK(describe("postgres://me:hunter2@db/app") == "postgresql://me:***@db:5432/app");
    CHECK(describe("postgres://db/app") == "postgresql://someone:***@db:5432/app");
    CHECK(describe("postgres://db") == "postgresql://someone:***@db:5432/someone");
    CHECK(describe("postgres://me@[::1]:5433/a%2Fb") == "postgresql://me:***@[::1]:5433/a%2Fb");
    CHECK(describe("postgres://me@h1:1,h2/app") == "postgresql://me:***@h1:1,h2:5432/app");
    CHECK(describe("postgres://me@/app?host=/run/pg") == "postgresql://me:***@%2Frun%2Fpg/app");
    CHECK(describe("host=/run/pg port=5433 user=me password=hunter2") ==
          "postgresql://me:***@%2Frun%2Fpg:5433/me");
    CHECK(describe("service=prod password=hunter2") == "service=prod");
}

TEST_CASE("parameters take the place of others, or take them out") {
    const auto several = Conninfo::parse("postgresql://me:pw@h1:1,h2/app?application_name=web");
    CHECK(
        shown(
            several
                .with({{"host", "h2"}, {"hostaddr", "10.0.0.2"}, {"port", "5432"}, {"application_name", ""}})
                .parameters()) ==
        "user=me password=pw dbname=app target_session_attrs=read-write host=h2 hostaddr=10.0.0.2 port=5432");
    CHECK(shown(several.with({}).parameters()) == shown(several.parameters()));
}
