#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <fstream>

using namespace headstart::test;

namespace {

/// `wait` at this URL, for a second.
Outcome wait_in_vain(Project& project, const std::string& url, Environment variables = {}) {
    variables.insert({{"DATABASE_URL", url}, {"HEADSTART_LOG_FORMAT", "json"}});
    return project.headstart(Call{{"wait", "--wait-timeout", "1s"}, std::move(variables)});
}

/// `run` with an application that says "started", at this URL.
std::unique_ptr<Process> start_run(Project& project, const std::string& url,
                                   std::vector<std::string> wrapper = {}) {
    return project.start(Call{{"run", "--", "echo", "started"},
                              {{"DATABASE_URL", url}, {"HEADSTART_LOG_FORMAT", "json"}},
                              {},
                              std::move(wrapper),
                              {}});
}

std::string waiting_for(std::string_view obstacle) {
    return R"("event":"waiting","obstacle":")" + std::string(obstacle) + '"';
}

void check_started(Process& process) {
    const auto outcome = process.wait();
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(values(outcome.err, "exec", "event") == "exec");
}

} // namespace

TEST_CASE("a server that refuses, starts up and shuts down is waited for") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    Cluster cluster;
    cluster.stop();
    {
        auto headstart = start_run(project, cluster.url());
        REQUIRE(headstart->wait_for_text(waiting_for("connection_refused")));
        // Archive recovery asks for the first file, and waits for it as long as the test likes.
        const auto block = cluster.data() / "block";
        std::ofstream(block) << "";
        std::ofstream(cluster.data() / "recovery.signal") << "";
        std::filesystem::permissions(cluster.data() / "recovery.signal", std::filesystem::perms::all);
        cluster.add_setting("restore_command = 'while [ -e block ]; do sleep 0.05; done; false'");
        cluster.start(false);
        REQUIRE(headstart->wait_for_text(waiting_for("starting_up")));
        std::filesystem::remove(block);
        check_started(*headstart);
        // Between the end of its recovery and its first write the server lets in who only reads.
        const auto met = obstacles(headstart->err());
        CHECK(
            (met == "connection_refused starting_up" || met == "connection_refused starting_up in_recovery"));
    }
    auto session = std::make_unique<Session>(cluster.url());
    cluster.stop("smart", false); // waits for the session to end, and lets nobody in
    REQUIRE(eventually(
        30s, [&] { return obstacles(wait_in_vain(project, cluster.url()).err) == "shutting_down"; }));
    auto headstart = start_run(project, cluster.url());
    REQUIRE(headstart->wait_for_text(waiting_for("shutting_down")));
    session.reset();
    REQUIRE(headstart->wait_for_text(waiting_for("connection_refused")));
    cluster.start();
    check_started(*headstart);
}

TEST_CASE("a standby does for reading, and is waited for until it is promoted") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    Cluster primary;
    const auto standby = primary.make_standby();
    const Environment at_standby{{"DATABASE_URL", standby->url()}};
    CHECK(project.headstart(Call{{"wait"}, at_standby}).status == 0);
    const auto current = project.headstart(Call{{"current"}, at_standby});
    CHECK(current.status == 0);
    CHECK(project.headstart(Call{{"status"}, at_standby}).status == 0);

    // The first host is the standby: with several, the writable one is taken, as with several names in a URL.
    const auto both = "postgresql://postgres:" + primary.password() + "@127.0.0.1:" + standby->port() +
                      ",127.0.0.1:" + primary.port() + "/postgres";
    const auto on_primary = start_run(project, both)->wait();
    CHECK(on_primary.out == "started\n");
    CHECK(obstacles(on_primary.err) == "");
    CHECK(Session(primary.url()).text("SELECT version_num FROM alembic_version") == "a1");

    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    auto headstart = start_run(project, standby->url());
    REQUIRE(headstart->wait_for_text(waiting_for("in_recovery")));
    standby->promote();
    check_started(*headstart);
    CHECK(Session(standby->url()).text("SELECT version_num FROM alembic_version") == "b2");
    CHECK(Session(primary.url()).text("SELECT version_num FROM alembic_version") == "a1");

    // The first is down, the second up.
    primary.stop("immediate");
    const auto reversed = "postgresql://postgres:" + primary.password() + "@127.0.0.1:" + primary.port() +
                          ",127.0.0.1:" + standby->port() + "/postgres";
    const auto on_second = start_run(project, reversed)->wait();
    CHECK(on_second.out == "started\n");
    CHECK(obstacles(on_second.err) == "");
}

TEST_CASE("a read-only database is waited for until it can be written to") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.database.execute("ALTER DATABASE " + project.database.name() +
                             " SET default_transaction_read_only = on");
    auto headstart = start_run(project, project.database.url());
    REQUIRE(headstart->wait_for_text(waiting_for("read_only")));
    project.database.execute("ALTER DATABASE " + project.database.name() +
                             " RESET default_transaction_read_only");
    check_started(*headstart);
    CHECK(project.version() == "a1");
}

TEST_CASE("a free connection is waited for") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    Cluster cluster({"max_connections=5", "superuser_reserved_connections=2"});
    {
        Session admin(cluster.url());
        admin.query("CREATE ROLE app LOGIN PASSWORD 'secret'");
        admin.query("CREATE DATABASE app OWNER app");
    }
    const auto url = cluster.url_as("app", "secret", "app");
    std::vector<std::unique_ptr<Session>> hoard;
    REQUIRE(eventually(10s, [&] { // a session that has just been closed may still hold its place
        try {
            hoard.push_back(std::make_unique<Session>(url));
        } catch (const std::runtime_error&) {
        }
        return hoard.size() == 3;
    }));
    auto headstart = start_run(project, url);
    REQUIRE(headstart->wait_for_text(waiting_for("too_many_connections")));
    CHECK(values(headstart->err(), "waiting", "sqlstate") == "53300");
    hoard.clear();
    check_started(*headstart);
}

TEST_CASE("a name is waited for until it is found") {
    if (skips_without("a mount namespace, for a resolv.conf of its own", can_unshare())) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    NameServer names(NameServer::Manner::unknown);
    const auto wrapper = with_resolv_conf(project.folder.write("resolv.conf", names.resolv_conf()));
    const auto url = "postgresql://" + project.database.user() + ":" + project.database.password() +
                     "@db.invalid:" + project.database.port() + "/" + project.database.name();
    auto headstart = start_run(project, url, wrapper);
    REQUIRE(headstart->wait_for_text(waiting_for("name_not_found")));
    names.set(NameServer::Manner::loopback);
    check_started(*headstart);

    // Without an end to it, the cause is that of the last real attempt, not that time was up.
    names.set(NameServer::Manner::unknown);
    const auto outcome =
        project.headstart(Call{{"wait", "--wait-timeout", "2s"}, {{"DATABASE_URL", url}}, {}, wrapper, {}});
    CHECK(outcome.status == 3);
    const auto text = project.steady(outcome.err);
    const std::string reason = "Name or service not known";
    CHECK(text ==
          "info: waiting for the database at db.invalid:<port>: the host name is not found (" + reason +
              ")\n"
              "error[HS0301]: the database was not ready within 2.0 s: the host name is not found\n"
              "note: db.invalid:<port> said: " +
              reason +
              "\n"
              "note: the database URL: postgresql://" +
              project.database.user() +
              ":***@db.invalid:<port>/<database>\n"
              "hint: check the host of the database URL, and that this container is in the database's "
              "network\n");
}

TEST_CASE("a warning before the session stands is no line between the records of the log") {
    Project project;
    const Listener server(Listener::warns("beware", "57P03", "the database system is shutting down"));
    const auto outcome = wait_in_vain(project, server.url());
    INFO(outcome.err);
    CHECK(outcome.status == 3);
    CHECK(obstacles(outcome.err) == "shutting_down");
    CHECK(outcome.err.find("beware") == std::string::npos);
}

TEST_CASE("what stood in the way is told when the time is up") {
    struct Row {
        std::string obstacle;
        std::string sqlstate;
        std::string sentence;
        Listener::Manner manner;
    };

    const std::vector<Row> rows{
        {"connection_dropped", "", "the connection is accepted and dropped", Listener::drops()},
        {"starting_up", "57P03", "the server is starting up",
         Listener::says("57P03", "the database system is starting up")},
        {"starting_up", "57P03", "the server is starting up",
         Listener::says("57P03", "the database system is not yet accepting connections")},
        {"crash_recovery", "57P03", "the server recovers from a crash",
         Listener::says("57P03", "the database system is in recovery mode")},
        {"shutting_down", "57P03", "the server is shutting down",
         Listener::says("57P03", "the database system is shutting down")},
        {"too_many_connections", "53300", "the server has no connection free",
         Listener::says("53300", "sorry, too many clients already")},
    };
    Project project;
    for (const auto& row : rows) {
        const Listener server(row.manner);
        const auto outcome = wait_in_vain(project, server.url());
        INFO(outcome.err);
        CHECK(outcome.status == 3);
        CHECK(outcome.out == "");
        CHECK(obstacles(outcome.err) == row.obstacle);
        CHECK(values(outcome.err, "waiting", "sqlstate") == row.sqlstate);
        CHECK(values(outcome.err, "waiting", "endpoint") == "127.0.0.1:" + server.port());
        const auto error = error_record(outcome.err);
        CHECK(error.at("code") == "HS0301");
        CHECK(error.at("message") == "the database was not ready within 1.0 s: " + row.sentence);
        CHECK(outcome.err.find("secret") == std::string::npos);
        CHECK(server.count() > 1); // tried again; how often is up to the jitter
    }
}

TEST_CASE("a server that never answers costs no more than the time-outs allow") {
    Project project;
    const Listener silent(Listener::silent());
    const FullQueue full;
    for (const auto& url : {silent.url(), full.url()}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto outcome = wait_in_vain(project, url, {{"HEADSTART_CONNECT_TIMEOUT", "100ms"}});
        CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
        CHECK(outcome.status == 3);
        CHECK(obstacles(outcome.err) == "no_answer");
        CHECK(error_record(outcome.err).at("message") ==
              "the database was not ready within 1.0 s: there is no answer");
    }
    CHECK(silent.count() > 1); // connect_timeout ended an attempt, and another was made
}

TEST_CASE("localhost is tried at each of its addresses") {
    if (skips_without("a mount namespace, for a hosts file of its own", can_unshare())) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    // The server listens on 127.0.0.1 only, and ::1 comes first.
    const auto hosts = project.folder.write("hosts", "::1 localhost\n127.0.0.1 localhost\n");
    auto wrapper = with_resolv_conf(project.folder.write("resolv.conf", "nameserver 127.0.0.1\n"));
    wrapper.insert(wrapper.end(), {"sh", "-c", R"(mount --bind "$0" /etc/hosts && exec "$@")", hosts});
    const auto url = "postgresql://" + project.database.user() + ":" + project.database.password() +
                     "@localhost:" + project.database.port() + "/" + project.database.name();
    auto headstart = start_run(project, url, wrapper);
    check_started(*headstart);
    CHECK(obstacles(headstart->err()) == "");
}

TEST_CASE("service file and password file are libpq's") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto& database = project.database;
    const auto service = project.folder.write("pg_service.conf", "[app]\nhost=" + database.host() +
                                                                     "\nport=" + database.port() +
                                                                     "\nuser=" + database.user() + "\n");
    const auto passwords =
        project.folder.write("pgpass", database.host() + ":" + database.port() + ":*:" + database.user() +
                                           ":" + database.password() + "\n");
    std::filesystem::permissions(passwords, std::filesystem::perms::owner_read);
    const Environment variables{{"PGSERVICEFILE", service}, {"PGPASSFILE", passwords}};
    for (const auto& url :
         {"service=app dbname=" + database.name(), "postgresql:///" + database.name() + "?service=app"}) {
        auto call = Call{{"run", "--", "echo", "started"}, variables};
        call.variables["DATABASE_URL"] = url;
        const auto outcome = project.headstart(call);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
    }
    auto call = Call{{"run", "--", "echo", "started"}, variables, {"DATABASE_URL"}, {}, {}};
    call.variables.insert({{"PGSERVICE", "app"}, {"PGDATABASE", database.name()}});
    CHECK(project.headstart(call).out == "started\n");
    CHECK(project.version() == "a1");
}
