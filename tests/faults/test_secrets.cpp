#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

using namespace headstart::test;

namespace {

/// The part of every password here that stays as it is in a URL.
constexpr std::string_view k_needle = "Xq7geheim4711";
/// As it is, and as a URL needs it.
const std::string k_password = std::string(k_needle) + "@/#%";
const std::string k_encoded = std::string(k_needle) + "%40%2F%23%25";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A server that logs all it is told, with a role whose password is looked for.
struct Guarded {
    Guarded() {
        Session(cluster.url()).query("CREATE ROLE owner LOGIN PASSWORD '" + k_password + "'");
        Session(cluster.url()).query("CREATE DATABASE app OWNER owner");
        // The only place where the password may be: the statement above, in the server's log.
        log_begin = cluster.log().size();
    }

    [[nodiscard]] std::string url(std::string_view password) const {
        return cluster.url_as("owner", password, "app");
    }

    [[nodiscard]] std::string log() const { return cluster.log().substr(log_begin); }

    Cluster cluster{{"log_statement=all", "log_connections=on", "log_min_messages=debug1"}};
    std::size_t log_begin = 0;
};

/// Runs headstart on every way it has, once as people read its log and once as programs do, and looks for the
/// password in all that can be seen of it meanwhile and afterwards.
class Search {
public:
    explicit Search(Project& project, const Guarded& server)
        : m_project(project)
        , m_watcher(server.cluster.url("app")) {}

    /// Expects this exit status.
    void run(const std::string& way, Call call, int status) {
        call.variables.insert({"HEADSTART_LOG_LEVEL", "debug"});
        call.variables.insert({"HEADSTART_WAIT_TIMEOUT", status == 3 ? "1s" : "60s"});
        for (const std::string format : {"text", "json"}) {
            call.variables["HEADSTART_LOG_FORMAT"] = format;
            INFO(way << ", log in " << format);
            const auto outcome = watch(call);
            INFO(outcome.out << outcome.err);
            CHECK(outcome.status == status);
            look_into("standard output", outcome.out);
            look_into("standard error", outcome.err);
            ++m_count;
        }
    }

    void look_into(const std::string& place, const std::string& text) {
        INFO(place);
        CHECK_FALSE(text.find(k_needle) != std::string::npos);
        m_places.insert(place);
    }

    [[nodiscard]] int count() const { return m_count; }

    [[nodiscard]] std::string places() const {
        std::string joined;
        for (const auto& place : m_places) {
            joined += (joined.empty() ? "" : ", ") + place;
        }
        return joined;
    }

private:
    Outcome watch(const Call& call) {
        const auto headstart = m_project.start(call);
        const auto path = "/proc/" + std::to_string(headstart->pid()) + "/cmdline";
        const bool is_in_argument =
            std::any_of(call.arguments.begin(), call.arguments.end(), [](const std::string& argument) {
                return argument.find(k_needle) != std::string::npos;
            });
        // Nobody can take it out of the process list before main() does.
        REQUIRE((!is_in_argument || eventually(10s, [&] {
            return read_file(path).find("***") != std::string::npos || !headstart->running();
        })));
        while (headstart->running()) {
            look_into("/proc/<pid>/cmdline", read_file(path));
            look_into("pg_stat_activity", m_watcher.text("SELECT a::text FROM pg_stat_activity a"));
        }
        return headstart->wait();
    }

    Project& m_project;
    Session m_watcher;
    int m_count = 0;
    std::set<std::string> m_places;
};

Call call_of(std::vector<std::string> arguments, Environment variables) {
    return {std::move(arguments), std::move(variables)};
}

void write_migrations(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
    project.migration("b2", "a1", "SELECT pg_sleep(0.2);\nSELECT 1 / 0;");
}

} // namespace

TEST_CASE("no password is in a log, an error, the journal or the process list") {
    const Guarded server;
    Project project;
    write_migrations(project);
    Search search(project, server);
    const auto url = server.url(k_encoded);
    const Environment given{{"DATABASE_URL", url}};

    search.run("success", call_of({"upgrade", "a1"}, given), 0);
    for (const std::string verb : {"current", "history", "heads", "status", "branches"}) {
        search.run(verb, call_of({verb}, given), 0);
    }
    search.run("check", call_of({"check"}, given), 5);
    search.run("dry run", call_of({"upgrade", "head", "--dry-run"}, given), 0);
    search.run("offline", call_of({"upgrade", "head", "--sql"}, given), 0);
    search.run("wait", call_of({"wait", "--for", "a1"}, given), 0);
    search.run("run, and the application",
               call_of({"run", "--target", "a1", "--", "env"},
                       {{"DATABASE_URL", "postgresql://app@db/app"}, {"MIGRATION_DATABASE_URL", url}}),
               0);
    search.run("failing statement", call_of({"run"}, given), 1);
    search.run("in an argument", call_of({"run", "--url", url}, {}), 1);
    search.run("in an argument, joined", call_of({"--url=" + url, "run"}, {}), 1);
    search.run("in a file", call_of({"run"}, {{"DATABASE_URL_FILE", project.folder.write("secret", url)}}),
               1);
    search.run(
        "as keywords",
        call_of({"run"}, {{"DATABASE_URL", "host=127.0.0.1 port=" + server.cluster.port() +
                                               " user=owner dbname=app password='" + k_password + "'"}}),
        1);
    search.run(
        "in PGPASSWORD",
        call_of({"run"}, {{"DATABASE_URL", "postgresql://owner@127.0.0.1:" + server.cluster.port() + "/app"},
                          {"PGPASSWORD", k_password}}),
        1);
    search.run("wrong password", call_of({"run"}, {{"DATABASE_URL", server.url(k_encoded + "x")}}), 1);
    const Listener silent(Listener::silent());
    search.run("black hole",
               call_of({"run"}, {{"DATABASE_URL", "postgresql://owner:" + k_encoded +
                                                      "@127.0.0.1:" + silent.port() + "/app"}}),
               3);
    search.run(
        "black hole in an argument",
        call_of({"run", "--url", "postgresql://owner:" + k_encoded + "@127.0.0.1:" + silent.port() + "/app"},
                {}),
        3);
    const Listener drops(Listener::drops());
    search.run("dropped",
               call_of({"run"}, {{"DATABASE_URL", "postgresql://owner:" + k_encoded +
                                                      "@127.0.0.1:" + drops.port() + "/app"}}),
               3);
    // Every way to get it wrong that people have.
    for (const auto& bad : {
             "postgresql://owner:" + k_password + "@127.0.0.1/app",
             "postgresql://owner:" + std::string(k_needle) + "%zz@127.0.0.1/app",
             "postgresql://owner:" + std::string(k_needle) + "/x@127.0.0.1/app",
             "postgresql://owner:" + std::string(k_needle) + "#x@127.0.0.1/app",
             "postgresql://owner:" + std::string(k_needle) + ":x@127.0.0.1:port/app",
             "postgresql://" + std::string(k_needle) + "@127.0.0.1:99999/app",
             "mysql://owner:" + k_encoded + "@127.0.0.1/app",
             "jdbc:postgresql://owner:" + k_encoded + "@127.0.0.1/app",
             "'" + url + "'",
             "\"" + url + "\"",
             url + "?sslmode=sometimes",
             url + "?password=" + k_encoded + "&nonsense",
             url + "?passwrd=" + std::string(k_needle),
             "host=127.0.0.1 passwort=" + k_password,
             "host=127.0.0.1 password=two words " + k_password,
             k_password,
         }) {
        search.run("unreadable URL", call_of({"run"}, {{"DATABASE_URL", bad}}), 2);
        search.run("unreadable URL in an argument", call_of({"run", "--url", bad}, {}), 2);
    }
    for (const std::string& line :
         {"url = \"" + url, "url = " + url, "urll = \"" + url + "\"", "[database]\nurl = \"" + url + "\"\n",
          "password = \"" + k_password + "\""}) {
        project.folder.write("headstart.toml", line);
        search.run("unreadable headstart.toml", call_of({"run"}, {}), 2);
    }
    std::filesystem::remove(project.folder.path() / "headstart.toml");
    project.folder.write(".env", "DATABASE_URL=\"" + url + "\nnonsense " + k_password + "\n");
    search.run("unreadable .env", Call{{"run"}, {}, {"DATABASE_URL"}}, 2);
    std::filesystem::remove(project.folder.path() / ".env");

    Session session(server.cluster.url("app"));
    search.look_into("journal", session.text("SELECT j::text FROM headstart_journal j"));
    search.look_into("server's log", server.log());
    report({"headstart's main ways, the password looked for in: " + search.places(), search.count()});
}

TEST_CASE("a lost connection and a server that ends say nothing of the password") {
    const Guarded server;
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(0.1);");
    Search search(project, server);
    Proxy proxy(server.cluster.port());
    proxy.arm({Fault::Kind::reset, Sender::client, {20}});
    search.run("reset", call_of({"run"}, {{"DATABASE_URL", proxy.url(server.url(k_encoded))}}), 0);
    CHECK(proxy.has_struck());
    server.cluster.stop("immediate");
    const auto outcome = project.headstart(
        call_of({"run", "--wait-timeout", "1s"}, {{"DATABASE_URL", server.url(k_encoded)}}));
    CHECK(outcome.status == 3);
    search.look_into("standard error", outcome.err);
    search.look_into("server's log", server.log());
}

TEST_CASE("headstart leaves no core file, and the application may") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    const auto dumps_core = [&](std::vector<std::string> arguments, bool waits_for_statement) {
        Call call{std::move(arguments)};
        call.variables["ASAN_OPTIONS"] = "handle_segv=0"; // a sanitizer would make an exit of it
        call.wrapper = {"sh", "-c", R"(ulimit -c unlimited; exec "$@")", "sh"};
        const auto headstart = project.start(call);
        if (waits_for_statement) {
            REQUIRE(runs_statement(project, "SELECT pg_sleep"));
            headstart->send(SIGSEGV);
        }
        const auto outcome = headstart->wait();
        CHECK(outcome.signal == SIGSEGV);
        return outcome.dumped_core;
    };
    const bool is_kept = dumps_core({"run", "--", "sh", "-c", "kill -SEGV $$"}, false);
    if (skips_without("a kernel that keeps core files", is_kept)) {
        return;
    }
    project.migration("b2", "a1", "SELECT pg_sleep(300);");
    CHECK_FALSE(dumps_core({"run"}, true));
}
