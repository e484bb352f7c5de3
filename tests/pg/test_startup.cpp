#include "e2e/pooler.hpp"
#include "pg/pooling.hpp"
#include "pg/session.hpp"
#include "pg/wait_for_server.hpp"
#include "support/catch.hpp"
#include "support/scoped_variable.hpp"
#include "support/startup_proxy.hpp"
#include "support/temp_folder.hpp"

#include <stdexcept>

using namespace headstart;
using namespace headstart::test;
using namespace std::chrono_literals;

namespace {

using Rules = StartupProxy::Rules;

std::string shown(const std::vector<pg::ServerSetting>& settings) {
    std::string text;
    for (const auto& [name, value] : settings) {
        text += (text.empty() ? "" : "; ") + name + "=" + value;
    }
    return text;
}

const std::string k_ours = "tcp_keepalives_idle=10; tcp_keepalives_interval=5; tcp_keepalives_count=3; "
                           "tcp_user_timeout=25000; "
                           "idle_in_transaction_session_timeout=0; client_connection_check_interval=2s; "
                           "idle_session_timeout=0";

std::string url_at(const TestDatabase& database, const std::string& port, const std::string& query) {
    return "postgresql://" + database.user() + ":" + database.password() + "@127.0.0.1:" + port + "/" +
           database.name() + query;
}

/// What these settings of a session are in a transaction in which the late ones have been sent.
std::string values_in(pg::Connection& connection, const std::vector<std::string>& names,
                      bool behind_pooler = false) {
    std::vector<pg::Command> commands{{"BEGIN"}};
    for (const auto& setting : connection.late_settings(behind_pooler)) {
        commands.push_back(pg::set_setting(setting, pg::SettingScope::transaction));
    }
    for (const auto& name : names) {
        commands.push_back({"SELECT current_setting($1)", {name}});
    }
    commands.push_back({"ROLLBACK"});
    const auto results = connection.run_pipeline(commands);
    std::string text;
    for (auto i = commands.size() - 1 - names.size(); i + 1 < commands.size(); ++i) {
        text += (text.empty() ? "" : "; ") + std::string(results[i].value(0, 0));
    }
    return text;
}

std::string failure_at(const std::string& url) {
    try {
        connect(url);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("what a proxy refuses in the start-up packet is sent as settings, whatever it says") {
    const TestDatabase database;
    const std::string options =
        "?options=-c%20search_path%3Dapp,%5C%20%22B%22%20--work-mem%3D5MB&application_name=web";
    const std::string theirs = "search_path=app, \"B\"; work_mem=5MB";

    struct Row {
        Rules rules;
        std::string query;
        std::string late;
        std::string values; ///< of search_path, work_mem and application_name
        int refusals;
    };

    const std::vector<Row> rows{
        {{}, options, "", "app, \"B\"; 5MB; web", 0},
        {{{"options"}, "0A000", "RDS Proxy currently doesn't support command-line options."},
         options,
         k_ours + "; " + theirs,
         "app, \"B\"; 5MB; web",
         2},
        {{{"options"}, "08P01", "unsupported startup parameter: options"},
         options,
         k_ours + "; " + theirs,
         "app, \"B\"; 5MB; web",
         2},
        {{{"options"}, "42704", R"(unrecognized configuration parameter "options")"},
         options,
         k_ours + "; " + theirs,
         "app, \"B\"; 5MB; web",
         3},
        {{{"options"}, "XX000", "whatever it is"},
         options,
         k_ours + "; " + theirs,
         "app, \"B\"; 5MB; web",
         2},
        {{{"options"}, "22023", "no options here"}, "", k_ours, R"("$user", public; 4MB; headstart)", 1},
        {{{"options"}, "55000", "no options here"}, "", k_ours, R"("$user", public; 4MB; headstart)", 1},
        {{{"application_name"}, "08P01", "unsupported startup parameter: application_name"},
         options,
         k_ours + "; " + theirs + "; application_name=web",
         "app, \"B\"; 5MB; web",
         3},
        {{{"client_encoding", "options"}, "0A000", "no"},
         "",
         k_ours + "; application_name=headstart",
         R"("$user", public; 4MB; headstart)",
         2},
    };
    for (const auto& row : rows) {
        INFO(row.rules.sqlstate << " for " << (row.rules.refused.empty() ? "nothing" : row.rules.refused[0]));
        const StartupProxy proxy(database.port(), row.rules);
        auto connection = connect(url_at(database, proxy.port(), row.query));
        CHECK(shown(connection.late_settings(false)) == row.late);
        CHECK(values_in(connection, {"search_path", "work_mem", "application_name"}) == row.values);
        CHECK(connection.exec("SHOW client_encoding").value(0, 0) == "UTF8");
        CHECK(proxy.refusals() == row.refusals);
    }
}

TEST_CASE("who is not let in for another reason is not asked a second time") {
    const TestDatabase database;
    const std::vector<std::pair<std::string, std::string>> rows{
        {"28P01", "password authentication failed for user \"me\""},
        {"28000", "no pg_hba.conf entry"},
        {"3D000", "database \"x\" does not exist"},
        {"42501", "permission denied for database \"x\""},
        {"53300", "sorry, too many clients already"},
        {"57P03", "the database system is starting up"},
        {"08P01", "no such user: me"},
        {"08P01", "SASL authentication failed"},
        {"08P01", "no more connections allowed (max_client_conn)"},
    };
    for (const auto& [sqlstate, words] : rows) {
        INFO(sqlstate << " " << words);
        const StartupProxy proxy(database.port(), {{"options"}, sqlstate, words});
        CHECK(failure_at(url_at(database, proxy.port(), "")).find(words) != std::string::npos);
        CHECK(proxy.refusals() == 1);
    }
}

TEST_CASE("options that only the packet can carry, or that the server does not know, are not lost silently") {
    const TestDatabase database;
    const StartupProxy proxy(database.port(), {{"options"}, "0A000", "no options"});
    const auto failure = [&](const std::string& query) {
        return failure_at(url_at(database, proxy.port(), query));
    };
    CHECK(failure("?options=-e%20-c%20jit%3Doff") == "rejected: no options");
    CHECK(failure("?options=-c%20nonsense%3D1") ==
          R"(rejected: unrecognized configuration parameter "nonsense")");
    CHECK(failure("?options=-c%20work_mem%3Dmuch") ==
          R"(rejected: invalid value for parameter "work_mem": "much")");
    CHECK(failure("?options=-c%20log_connections%3Don") ==
          R"(rejected: parameter "log_connections" cannot be set after connection start)");
    // What routes by a word of its own is left its word.
    CHECK(failure_at(database.url() + "?options=endpoint%3Dep-1%20-c%20jit%3Doff") ==
          "rejected: invalid command-line argument for server process: endpoint=ep-1");
    // A server that takes options says the same of a setting that it does not know.
    CHECK(failure_at(database.url() + "?options=-c%20nonsense%3D1") ==
          R"(rejected: unrecognized configuration parameter "nonsense")");
}

TEST_CASE("PGOPTIONS and a service's options reach the server, and go another way where they must") {
    const TestDatabase database;
    const TempFolder folder;
    const auto services = folder.write("services", "[app]\noptions=-c search_path=from_service\n"
                                                   "keepalives_idle=33\nuser=" +
                                                       database.user() + "\n");
    const StartupProxy proxy(database.port(), {{"options"}, "0A000", "no options"});
    const ScopedVariable file("PGSERVICEFILE", services.c_str());
    const auto check = [&](const std::string& port, const std::string& query, const std::string& path,
                           bool is_late) {
        auto connection = connect("postgresql://:" + database.password() + "@127.0.0.1:" + port + "/" +
                                  database.name() + query);
        CHECK(values_in(connection, {"search_path"}) == path);
        CHECK(shown(connection.late_settings(false)) == (is_late ? k_ours + "; search_path=" + path : ""));
    };
    {
        const ScopedVariable user("PGUSER", database.user().c_str());
        const ScopedVariable options("PGOPTIONS", "-c search_path=from_environment");
        check(database.port(), "", "from_environment", false);
        check(proxy.port(), "", "from_environment", true);
        check(database.port(), "?service=app", "from_service", false);
        check(proxy.port(), "?service=app", "from_service", true);
        check(proxy.port(), "?service=app&options=-c%20search_path%3Dfrom_url", "from_url", true);
    }
    {
        const ScopedVariable service("PGSERVICE", "app");
        check(database.port(), "", "from_service", false);
        check(proxy.port(), "", "from_service", true);
    }
}

TEST_CASE("what libpq itself puts into the packet goes another way too") {
    const TestDatabase database;
    const ScopedVariable zone("PGTZ", "Asia/Tokyo");
    const ScopedVariable optimizer("PGGEQO", "off");
    const ScopedVariable style("PGDATESTYLE", "German");
    const ScopedVariable name("PGAPPNAME", "of the environment");
    const StartupProxy proxy(database.port(), {{"geqo"}, "08P01", "unsupported startup parameter: geqo"});
    auto connection = connect(url_at(database, proxy.port(), ""));
    CHECK(values_in(connection, {"timezone", "geqo", "datestyle", "application_name"}) ==
          "Asia/Tokyo; off; German, DMY; of the environment");
    CHECK(connection.exec("SHOW application_name").value(0, 0) == ""); // until somebody sends it
}

TEST_CASE("PgBouncer, which takes no options or passes over them, gets them as settings") {
    if (!Pooler::is_installed()) {
        WARN("skipped: PgBouncer is not installed");
        return;
    }
    const TestDatabase database;
    const std::string query = "?options=-c%20search_path%3Dapp";
    for (const std::string mode : {"transaction", "session"}) {
        {
            const Pooler refuses(mode);
            auto connection = connect(refuses.url(database) + query);
            CHECK(shown(connection.late_settings(false)) == k_ours + "; search_path=app");
            CHECK(shown(connection.late_settings(true)) == k_ours + "; search_path=app");
            CHECK(values_in(connection, {"search_path"}) == "app");
            CHECK(connection.exec("SHOW search_path").value(0, 0) == R"("$user", public)");
        }
        const Pooler passes_over(mode, 5, "ignore_startup_parameters = options");
        auto connection = connect(passes_over.url(database) + query);
        CHECK(shown(connection.late_settings(false)).empty());
        CHECK(shown(connection.late_settings(true)) == k_ours + "; search_path=app");
        CHECK(values_in(connection, {"search_path"}) == R"("$user", public)");
        CHECK(values_in(connection, {"search_path"}, true) == "app");
    }
}

TEST_CASE("a session speaks UTF-8, whatever it is told and whoever passes over it") {
    const TestDatabase utf8;
    const TestDatabase latin1("ENCODING 'LATIN1' LOCALE 'C'");
    const TempFolder folder;
    const auto services = folder.write("services", "[latin]\nclient_encoding=latin1\n"
                                                   "options=-c client_encoding=latin1\n");
    const ScopedVariable file("PGSERVICEFILE", services.c_str());
    for (const auto* database : {&utf8, &latin1}) {
        const StartupProxy honest(database->port(), {});
        const StartupProxy deaf(database->port(), {{}, "", "", {"client_encoding"}});
        const StartupProxy bare(database->port(), {{"options", "client_encoding"}, "0A000", "no"});
        for (const auto* proxy : {&honest, &deaf, &bare}) {
            for (const std::string query : {"", "?client_encoding=latin1", "?client_encoding=auto",
                                            "?options=-c%20client_encoding%3Dlatin1",
                                            "?options=--Client-Encoding%3Dlatin1", "?service=latin"}) {
                INFO(query);
                const ScopedVariable variable("PGCLIENTENCODING", "latin1");
                auto connection = connect(url_at(*database, proxy->port(), query));
                CHECK(connection.parameter_status("client_encoding") == "UTF8");
                CHECK(
                    connection.exec(pg::Command{"SELECT length($1), ascii($1)", {"\xc3\xbc"}}).value(0, 1) ==
                    "252");
                CHECK(values_in(connection, {"client_encoding"}) == "UTF8");
            }
        }
    }
}

TEST_CASE("a pool that is full ends the wait when it is over, in connecting and behind it") {
    if (!Pooler::is_installed()) {
        WARN("skipped: PgBouncer is not installed");
        return;
    }
    const TestDatabase database;
    const Pooler pooler("transaction", 1);
    auto waiting = connect(pooler.url(database));
    Session holder(pooler.url(database));
    holder.query("BEGIN");
    const auto begin = base::Clock::now();
    auto attempt = pg::try_connect(pg::Conninfo::parse(pooler.url(database)), {.connect_timeout = 300ms}, {});
    CHECK(base::Clock::now() - begin < 5s);
    const auto* failure = std::get_if<pg::ConnectFailure>(&attempt);
    REQUIRE(failure != nullptr);
    CHECK(pg::traits_of(failure->obstacle).name == "no_answer");
    CHECK(failure->words == "it lets us in, and does not answer a first question in time");
    const auto thrown = thrown_by([&] {
        const pg::LimitAnswers limit(waiting, {base::Deadline::after(300ms)});
        waiting.exec("SELECT 1");
    });
    CHECK(thrown == "ConnectionLost no_answer: no answer in time"); // a cancel waits in the same queue
    CHECK(state_of(waiting) == "closed");
    CHECK(base::Clock::now() - begin < 5s);
}

TEST_CASE("the two kinds of pooler are told apart, and the probe waits for none") {
    if (!Pooler::is_installed()) {
        WARN("skipped: PgBouncer is not installed");
        return;
    }

    struct Row {
        std::string mode;
        int pool_size;
        pg::Pooling pooling;
    };

    const TestDatabase database;
    for (const auto& [mode, pool_size, pooling] :
         {Row{"transaction", 5, pg::Pooling::transaction}, Row{"session", 5, pg::Pooling::session},
          // The second session never comes to a question: nobody can tell, and the careful answer is given.
          Row{"session", 1, pg::Pooling::transaction}}) {
        INFO(mode << " " << pool_size);
        const Pooler pooler(mode, pool_size);
        auto connection = connect(pooler.url(database));
        connection.exec("SELECT 1"); // in a pool of sessions the server connection is ours from now on
        const auto begin = base::Clock::now();
        CHECK(pg::probe_pooling(connection, [&](base::milliseconds patience) {
                  return pg::wait_for_server(pg::Conninfo::parse(pooler.url(database)), {}, patience,
                                             base::WaitContext::none());
              }) == pooling);
        CHECK(base::Clock::now() - begin < 5s);
        CHECK(state_of(connection) == "idle");
    }
}
