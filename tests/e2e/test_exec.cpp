#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/ioctl.h>
#include <sys/stat.h>

using namespace headstart::test;

namespace {

Call run_app(std::vector<std::string> application) {
    Call call{{"run", "--"}, {}};
    call.arguments.insert(call.arguments.end(), application.begin(), application.end());
    return call;
}

/// What is in front of the binary: a shell that arranges something and gives way.
std::vector<std::string> shell(const std::string& arrangement) {
    return {"sh", "-c", arrangement, "sh"};
}

std::string proc(const Process& process, const std::string& name) {
    return "/proc/" + std::to_string(process.pid()) + "/" + name;
}

/// Waits until the process has become `sleep` and does sleep: only then has its loader closed what it opened
/// itself, and descriptors and signals can be looked at from outside.
bool has_become_sleep(const Process& process) {
    return eventually(30s, [&] {
        std::string pid;
        std::string name;
        std::string state;
        std::ifstream(proc(process, "stat")) >> pid >> name >> state;
        return name == "(sleep)" && state == "S";
    });
}

/// Numbers, joined by spaces. What runs the tests may have left some open for every child.
std::string descriptors(const Process& process) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(proc(process, "fd"))) {
        names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    std::string joined;
    for (const auto& name : names) {
        joined += (joined.empty() ? "" : " ") + name;
    }
    return joined;
}

/// "SigBlk 0 SigIgn 0 SigCgt 0": the masks in hexadecimal.
std::string signal_state(const Process& process) {
    std::ifstream status(proc(process, "status"));
    std::string text;
    for (std::string word; status >> word;) {
        if (word == "SigBlk:" || word == "SigIgn:" || word == "SigCgt:") {
            unsigned long long mask = 0;
            status >> std::hex >> mask;
            std::ostringstream line;
            line << (text.empty() ? "" : " ") << word.substr(0, 6) << ' ' << std::hex << mask;
            text += line.str();
        }
    }
    return text;
}

std::string sorted_lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    std::string result;
    for (const auto& line : lines) {
        result += line + "\n";
    }
    return result;
}

std::string as_lines(const Environment& environment) {
    std::string lines;
    for (const auto& [name, value] : environment) {
        lines += name + "=" + value + "\n";
    }
    return sorted_lines(lines);
}

} // namespace

TEST_CASE("the application has headstart's place") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");

    SECTION("process id") {
        const auto headstart = project.start(run_app({"sh", "-c", "echo $$"}));
        CHECK(headstart->wait().out == std::to_string(headstart->pid()) + "\n");
    }
    SECTION("arguments") {
        const auto outcome =
            project.headstart(run_app({"printf", "<%s>", "", "a b", "--help", "--", "-v", "$HOME\n"}));
        CHECK(outcome.out == "<><a b><--help><--><-v><$HOME\n>");
    }
    SECTION("working folder") {
        std::filesystem::create_directory(project.folder.path() / "below");
        auto call = run_app({"pwd", "-P"});
        call.folder = "below";
        call.variables = {{"HEADSTART_DIR", "../migrations"}};
        CHECK(project.headstart(call).out ==
              std::filesystem::canonical(project.folder.path() / "below").string() + "\n");
    }
    SECTION("standard input") {
        project.folder.write("input", "one\ntwo\n");
        auto call = run_app({"cat"});
        call.wrapper = shell(R"(exec "$@" <input)");
        CHECK(project.headstart(call).out == "one\ntwo\n");
    }
    SECTION("exit code, or the signal that ended it") {
        CHECK(project.headstart(run_app({"sh", "-c", "exit 42"})).status == 42);
        CHECK(project.headstart(run_app({"sh", "-c", "kill -KILL $$"})).signal == SIGKILL);
    }
}

TEST_CASE("the application has the environment, less the owner's credentials and what .env brought") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto role = project.database.role("app");
    project.folder.write(".env", "PGPASSWORD=" + project.database.password() +
                                     "\nPGOPTIONS=-c geqo=off\nFROM_FILE=1\n");
    const auto secret = project.folder.write("secret", "postgresql://nobody:wrong@127.0.0.1/none\n");
    auto call = run_app({"env"});
    // The password comes from .env only.
    const auto owner = "postgresql://" + project.database.user() + "@" + project.database.host() + ":" +
                       project.database.port() + "/" + project.database.name();
    call.variables = {{"DATABASE_URL", project.database.url_as(role, "secret")},
                      {"MIGRATION_DATABASE_URL_FILE", secret},
                      {"ODD", "a=b\tc"},
                      {"EMPTY", ""}};
    auto expected = project.environment;
    expected.insert({{"ODD", "a=b\tc"}, {"EMPTY", ""}});
    expected["DATABASE_URL"] = call.variables["DATABASE_URL"];

    SECTION("MIGRATION_DATABASE_URL") {
        call.variables["MIGRATION_DATABASE_URL"] = owner;
    }
    SECTION("HEADSTART_URL") {
        call.variables["HEADSTART_URL"] = owner;
    }
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 0);
    CHECK(sorted_lines(outcome.out) == as_lines(expected));
    CHECK(project.database.text("SELECT tableowner FROM pg_tables WHERE tablename = 'a'") ==
          project.database.user());
}

TEST_CASE("the application has the descriptors and signals that headstart was given") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    auto call = run_app({"sleep", "300"});
    const Process plain(Command{{"sleep", "300"}, project.environment});
    REQUIRE(has_become_sleep(plain));
    const auto inherited = descriptors(plain);
    REQUIRE(inherited.find(" 9") == std::string::npos);

    SECTION("nothing special") {
        const auto headstart = project.start(call);
        REQUIRE(has_become_sleep(*headstart));
        CHECK(descriptors(*headstart) == inherited);
        CHECK(signal_state(*headstart) == signal_state(plain));
        headstart->send(SIGTERM);
        CHECK(headstart->wait().signal == SIGTERM);
    }
    SECTION("a descriptor of the parent") {
        call.wrapper = shell(R"(exec "$@" 9</dev/null)");
        const auto headstart = project.start(call);
        REQUIRE(has_become_sleep(*headstart));
        CHECK(descriptors(*headstart) == inherited + " 9");
    }
    SECTION("a signal that the parent ignores, as nohup does") {
        call.wrapper = shell(R"(trap '' HUP PIPE; exec "$@")");
        const Process nohup(Command{{"sh", "-c", "trap '' HUP PIPE; exec sleep 300"}, project.environment});
        const auto headstart = project.start(call);
        REQUIRE(has_become_sleep(*headstart));
        REQUIRE(has_become_sleep(nohup));
        // What else is ignored comes from what runs the tests: docker exec, for one, ignores signals 32
        // and 33.
        CHECK(signal_state(*headstart) == signal_state(nohup));
        CHECK(signal_state(nohup) != signal_state(plain));
    }
}

TEST_CASE("a signal at the last moment keeps the application from starting") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    // The log is a pipe with room for one line: headstart stands still in its last one, "starting …".
    const auto fifo = project.folder.path() / "log";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const headstart::base::Fd pipe(::open(fifo.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
    const int capacity = ::fcntl(pipe.get(), F_SETPIPE_SZ, 4096);
    REQUIRE(capacity == 4096);
    const std::string filling(static_cast<std::size_t>(capacity) - 100, '.');
    REQUIRE(::write(pipe.get(), filling.data(), filling.size()) == static_cast<ssize_t>(filling.size()));
    const auto application = project.folder.write(std::string(150, 'a'), "#!/bin/sh\necho started\n");
    std::filesystem::permissions(application, std::filesystem::perms::all);
    auto call = run_app({application});
    call.wrapper = shell(R"(exec "$@" 2>log)");
    const auto headstart = project.start(call);
    const auto pending = [&] {
        int count = 0;
        ::ioctl(pipe.get(), FIONREAD, &count);
        return count;
    };
    REQUIRE(eventually(30s, [&] { return pending() > static_cast<int>(filling.size()); }));
    REQUIRE(is_gone(project));
    headstart->send(SIGTERM);
    std::string log(2 * static_cast<std::size_t>(capacity), '\0');
    REQUIRE(::read(pipe.get(), log.data(), log.size()) > static_cast<ssize_t>(filling.size()));
    const auto outcome = headstart->wait();
    CHECK(outcome.status == 128 + SIGTERM);
    CHECK(outcome.out == "");
}

TEST_CASE("a command that cannot run costs no migration") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.folder.write("app", "#!/bin/sh\necho started\n");
    std::filesystem::create_directory(project.folder.path() / "folder");

    const auto missing = project.headstart(run_app({"no-such-app"}));
    CHECK(missing.status == 127);
    CHECK(missing.err ==
          "error[HS0501]: command not found: no-such-app\n"
          "hint: the command stands after `--`; is it in the image, and its folder in PATH?\n");
    const auto absent = project.headstart(run_app({"./no-such-app"}));
    CHECK(absent.status == 127);
    CHECK(absent.err == "error[HS0501]: command not found: ./no-such-app\n"
                        "hint: the command stands after `--`; is it in the image, and its folder in PATH?\n");
    const auto no_executable = project.headstart(run_app({"./app"}));
    CHECK(no_executable.status == 126);
    CHECK(no_executable.err == "error[HS0502]: cannot execute ./app: Permission denied\n"
                               "hint: is the file executable (chmod +x), and built for this machine?\n");
    CHECK(project.headstart(run_app({"./folder"})).status == 126);
    CHECK(project.version() == "no table");
}

TEST_CASE("a script without an interpreter line runs in sh") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto script = project.folder.write("app", "echo \"$0\" \"$@\"\n");
    std::filesystem::permissions(script, std::filesystem::perms::all);
    const auto outcome = project.headstart(run_app({"./app", "one", "two words"}));
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "./app one two words\n");
}

TEST_CASE("run without a command is an init container") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    const auto partial = project.headstart({"run", "--target", "a1"});
    CHECK(partial.status == 0);
    CHECK(partial.out == "");
    CHECK(project.version() == "a1");
    const auto outcome = project.headstart({"run"});
    CHECK(outcome.status == 0);
    CHECK(project.steady(outcome.err) == "info: Running upgrade a1 -> b2, Make b2\n"
                                         "info: 1 revision applied in <time>\n");
    CHECK(project.headstart({"run", "--target", "b2", "--", "echo", "started"}).out == "started\n");
    CHECK(project.version() == "b2");
}

TEST_CASE("a command without the dashes is told where they belong") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto outcome = project.headstart({"run", "echo", "started"});
    CHECK(outcome.status == 2);
    CHECK(outcome.out == "");
    CHECK(outcome.err == "error[HS0001]: headstart run has no use for \"echo\"\n"
                         "hint: the application's command stands after \"--\": headstart run -- …\n");
    CHECK(project.version() == "no table");
}
