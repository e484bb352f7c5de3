#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/file_times.hpp"
#include "support/hostile_proxy.hpp"
#include "support/messages.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <fstream>

using namespace headstart::test;
using namespace std::string_literals;

// A server, or somebody in between, that floods, trickles, falls silent or answers what was not asked.

namespace {

using Said = HostileProxy::Said;
using Instead = HostileProxy::Instead;
using Then = Instead::Then;

const auto k_parameter = message('S', "application_name\0headstart\0"s);
const auto k_copy_in = message('G', "\0\0\0"s);
const auto k_copy_both = message('W', "\0\0\0"s);
const auto k_notification = message('A', "\0\0\0\1channel\0\0"s);
const auto k_notice = message('N', "SNOTICE\0VNOTICE\0C00000\0M"s + std::string(1000, 'x') + "\0\0"s);
const auto k_row = message('D', "\0\1"s + number_bytes(1000) + std::string(1000, 'x'));
const auto k_ready = message('Z', "I");

/// A message of a gigabyte: only its beginning, for ever.
const auto k_endless = "D"s + number_bytes(1 << 30) + std::string(1 << 20, '\0');

/// A project whose database is behind the proxy.
struct HostileProject : Project {
    explicit HostileProject(HostileProxy::Manner manner)
        : proxy(database.port(), std::move(manner)) {
        environment["DATABASE_URL"] = "postgresql://" + database.user() + ":" + database.password() +
                                      "@127.0.0.1:" + proxy.port() + "/" + database.name() +
                                      "?sslmode=disable";
        migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
    }

    HostileProxy proxy;
};

/// The most memory that it has had, in megabytes; 0 when it has ended.
long memory_of(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stol(line.substr(6)) / 1024;
        }
    }
    return 0;
}

struct Watched {
    Outcome outcome;
    long memory = 0;
    std::chrono::steady_clock::duration time{};
};

Watched watch(Process& process) {
    Watched watched;
    const auto begin = std::chrono::steady_clock::now();
    eventually(40s, [&] {
        watched.memory = std::max(watched.memory, memory_of(process.pid()));
        return !process.running();
    });
    watched.time = std::chrono::steady_clock::now() - begin;
    watched.outcome = process.wait();
    return watched;
}

/// Behind a message of this type.
HostileProxy::Manner behind(char type, Instead instead) {
    return [type, instead = std::move(instead)](const Said& said) {
        auto answer = HostileProxy::unchanged(said);
        if (said.type == type) {
            answer = {answer.bytes + instead.bytes, instead.then, instead.again};
        }
        return answer;
    };
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("who floods or trickles while a session begins is given up in time, and bounded") {
    struct Flood {
        std::string what;
        Then then;
        std::string again;
        std::string error;
    };

    const std::vector<Flood> floods{
        {"parameters", Then::flood, k_parameter, "the server answered what was not asked"},
        {"notices", Then::flood, k_notice, "the server answered what was not asked"},
        {"parameters that trickle", Then::trickle, k_parameter, "there is no answer"},
        {"silence", Then::silence, "", "there is no answer"},
    };
    for (const auto& flood : floods) {
        INFO(flood.what);
        HostileProject project(behind('S', {"", flood.then, flood.again}));
        const auto process = project.start(Call{{"wait", "--wait-timeout", "2s"}});
        const auto [outcome, memory, time] = watch(*process);
        INFO(outcome.err);
        CHECK((outcome.status == 1 || outcome.status == 3));
        CHECK(has(outcome.err, flood.error));
        CHECK(time < 2s + k_promptly);
        CHECK(memory < 150);

        const auto other = project.start(Call{{"wait", "--wait-timeout", "60s"}});
        if (flood.then != Then::flood) {
            CHECK_FALSE(eventually(500ms, [&] { return !other->running(); }));
            other->send(SIGTERM);
            CHECK(other->wait(k_promptly).status == 128 + SIGTERM);
        }
    }
}

TEST_CASE("who floods or trickles in place of an answer is given up in time, and bounded") {
    struct Flood {
        std::string what;
        Instead instead;
        std::string error;
    };

    const std::string refused = "error[HS0305]: the server answered what was not asked: ";
    const std::string overdue = "error[HS0301]: the database gave no answer within 2.0 s";
    const std::vector<Flood> floods{
        {"parameters", {"", Then::flood, k_parameter}, refused},
        {"notices", {"", Then::flood, k_notice}, refused},
        {"a COPY for ever", {"", Then::flood, k_copy_in}, refused},
        {"a replication for ever", {"", Then::flood, k_copy_both}, refused},
        {"notifications", {"", Then::flood, k_notification}, refused},
        {"a message that does not end", {"D"s + number_bytes(1 << 30), Then::flood, k_endless}, refused},
        {"parameters that trickle", {"", Then::trickle, k_parameter}, overdue},
        {"a message that trickles", {"D"s + number_bytes(1 << 30), Then::trickle, "\0"s}, overdue},
        {"silence", {"", Then::silence, ""}, overdue},
    };
    for (const auto& flood : floods) {
        INFO(flood.what);
        HostileProject project(behind('T', flood.instead));
        const auto process = project.start(Call{{"status"}, {{"HEADSTART_ANSWER_TIMEOUT", "2s"}}});
        const auto [outcome, memory, time] = watch(*process);
        INFO(outcome.err.substr(0, 10000));
        // A flood meets the limit of bytes or that of time, by how fast it is.
        const bool is_overdue = has(outcome.err, overdue);
        CHECK((has(outcome.err, flood.error) || (is_overdue && flood.instead.then == Then::flood)));
        CHECK(outcome.status == (is_overdue ? 3 : 1));
        CHECK(time < 4s + k_promptly);
        // libpq goes on reading a message that it has begun for as long as it comes without a pause: a
        // gigabyte is what it takes of one at most.
        CHECK(memory < (flood.what == "a message that does not end" ? 1200 : 500));
        CHECK(outcome.err.size() < 300000);
    }
    HostileProject project(behind('T', {"", Then::flood, k_row}));
    const auto rows = watch(*project.start(Call{{"status"}}));
    CHECK(has(rows.outcome.err, refused + "it does not end"));
    CHECK(rows.memory < 500);
}

TEST_CASE("who gets no answer says so after ten seconds") {
    for (const auto& [type, words] :
         {std::pair{'T', "info    no answer for 10."}, {'S', "info    no answer from "}}) {
        HostileProject project(behind(type, {"", Then::silence}));
        const auto process = project.start(
            Call{{"status"}, {{"HEADSTART_ANSWER_TIMEOUT", "60s"}, {"HEADSTART_CONNECT_TIMEOUT", "60s"}}});
        CHECK(process->wait_for_text(words, 20s));
        process->send(SIGTERM);
        CHECK(process->wait(k_promptly).status == 128 + SIGTERM);
    }
}

TEST_CASE("an error in place of whether the server can be written to is the server's") {
    HostileProject project([](const Said& said) {
        const bool is_told = said.type == 'S' && (has(said.body, "in_hot_standby") ||
                                                  has(said.body, "default_transaction_read_only"));
        const bool is_answer = said.type == 'D' || said.type == 'T';
        return is_told     ? Instead{}
               : is_answer ? Instead{message('E', "SERROR\0VERROR\0CXX000\0Mno idea\0\0"s)}
                           : HostileProxy::unchanged(said);
    });
    const auto outcome = project.headstart({"upgrade", "head"});
    INFO(outcome.err);
    CHECK(outcome.status == 3);
    CHECK(has(outcome.err,
              "error[HS0301]: the database is not ready: the connection is refused, for a reason "
              "that may pass\n"));
    CHECK(has(outcome.err, " said: no idea\n"));
    CHECK(has(outcome.err, "hint: look at the log of the server, and of the proxy in front of it\n"));
}

TEST_CASE("a signal is heard while a server floods") {
    // While a migration's own statement runs there is no limit but the signal.
    for (const auto& again : {k_parameter, k_notice, k_row}) {
        HostileProject project([&](const Said& said) {
            const bool is_row = said.type == 'D' && has(said.body, "flood me");
            return is_row ? Instead{message('D', said.body), Then::flood, again}
                          : HostileProxy::unchanged(said);
        });
        project.migration("a1", "", "SELECT 'flood me';");
        const auto process = project.start(Call{{"upgrade", "head"}});
        long memory = 0;
        CHECK_FALSE(eventually(4s, [&] {
            memory = std::max(memory, memory_of(process->pid()));
            return !process->running();
        }));
        process->send(SIGTERM);
        const auto outcome = process->wait(k_promptly);
        CHECK(outcome.status == 128 + SIGTERM);
        CHECK(memory < 150);
        CHECK(outcome.err.size() < 300000);
    }
}

TEST_CASE("rows that a migration's statement returns take no memory") {
    const std::string millions = "SELECT repeat('x', 200) FROM generate_series(1, 1000000);";
    for (const auto& [text, options] : {std::pair{millions, ""}, std::pair{millions, "transaction:false"},
                                        std::pair{"COPY a FROM stdin;\n1\n\\.\n" + millions, ""}}) {
        Project project;
        project.migration("a1", "", "CREATE TABLE a (id int);" + text, {}, options);
        const auto process = project.start(Call{{"upgrade", "head"}});
        const auto [outcome, memory, time] = watch(*process);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.version() == "a1");
        CHECK(memory < 100);
    }
}

TEST_CASE("a journal of ten thousand revisions is no flood") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute(
        "INSERT INTO headstart_journal (direction, revision, parents, message, checksum, state, statements,"
        " statements_done, started_at, finished_at, duration_ms, database_user, host, headstart_version)"
        " SELECT direction, 'r' || n, ARRAY['r' || n - 1], repeat('message ', 50), checksum, state, 1, 1, "
        "now(),"
        " now(), 1, database_user, repeat('host', 50), headstart_version"
        " FROM headstart_journal, generate_series(1, 10000) n");
    project.database.execute("UPDATE alembic_version SET version_num = 'r10000'");
    const auto outcome = project.headstart({"status"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(has(outcome.out, "r10000"));
}

TEST_CASE("of notices no more are shown than can be read, and the rest is counted") {
    Project project;
    project.migration("a1", "",
                      "DO $$BEGIN FOR i IN 1..50000 LOOP RAISE NOTICE 'notice %', i; END LOOP;"
                      " RAISE WARNING 'the end'; END$$;"
                      "DO $$BEGIN PERFORM pg_sleep(1); RAISE NOTICE '%', repeat('é', 5000); END$$;");
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 0);
    const auto& err = outcome.err;
    int shown = 0;
    for (auto at = err.find("the server says: notice "); at != std::string::npos;
         at = err.find("the server says: notice ", at + 1)) {
        ++shown;
    }
    CHECK(shown >= 100);
    CHECK(shown < 150);
    CHECK(has(err, "the server says: notice 1\n"));
    std::string long_one;
    for (int i = 0; i < 1000; ++i) {
        long_one += "é";
    }
    CHECK(has(err, "the server says: " + long_one + "… (8,000 more bytes left out)\n"));
    CHECK(has(err, " … 49,"));
    CHECK(has(err, " more notices left out\n"));
}

TEST_CASE("the heartbeat stops when a server is silent where it should speak") {
    // Behind the migration's own statement; with a watch that is answered, or not.
    for (const bool is_all_silent : {true, false}) {
        std::atomic<bool> is_silent = false;
        HostileProject project([&](const Said& said) {
            is_silent = is_silent || (said.connection == 0 && has(said.body, "silent from here"));
            const bool is_meant = is_silent && (is_all_silent || said.connection == 0);
            // What it returned is passed on, and what comes with it.
            return is_meant && said.type == '1' ? Instead{"", Then::silence} : HostileProxy::unchanged(said);
        });
        project.migration("a1", "", "SELECT 'silent from here';");
        const auto file = project.folder.path() / "alive";
        const auto process = project.start(Call{{"run"},
                                                {{"HEADSTART_HEARTBEAT_FILE", "alive"},
                                                 {"HEADSTART_LOCK_TIMEOUT", "0"},
                                                 {"HEADSTART_ANSWER_TIMEOUT", "3s"}}});
        REQUIRE(eventually(10s, [&] { return is_silent.load(); }));
        const auto is_touched_within = [&](std::chrono::milliseconds time) {
            make_older(file, 3600s);
            return eventually(time, [&] {
                return std::filesystem::last_write_time(file) >
                       std::filesystem::file_time_type::clock::now() - 1800s;
            });
        };
        CHECK(is_touched_within(2500ms));
        const bool has_stopped = eventually(8s, [&] { return !is_touched_within(2500ms); });
        CHECK(has_stopped == is_all_silent);
        CHECK(process->running());
        process->send(SIGTERM);
        CHECK(process->wait().status == 128 + SIGTERM);
    }
}

namespace {

std::string same(const Said& said) {
    return message(said.type, said.body);
}

std::string row_of(std::size_t columns, const std::string& cell) {
    std::string body{static_cast<char>(columns >> 8U), static_cast<char>(columns)};
    for (std::size_t i = 0; i < columns; ++i) {
        body += cell;
    }
    return message('D', body);
}

std::size_t columns_of(const Said& said) {
    return static_cast<unsigned char>(said.body[1]);
}

/// A row with other cells in it, or the message with something behind it.
template<char Kind>
Instead mutate(const Said& said) {
    const bool is_row = said.type == 'D';
    const auto cells = [&](std::size_t columns, const std::string& cell) {
        return Instead{is_row ? row_of(columns, cell) : same(said)};
    };
    const auto columns = is_row ? columns_of(said) : 0;
    switch (Kind) {
    case 'n': // nothing but NULL
        return cells(columns, number_bytes(0xFFFFFFFFU));
    case 'g': // no text
        return cells(columns, number_bytes(3) + "\xff\0\x1b"s);
    case 'a': // an array, but none
        return cells(columns, number_bytes(4) + "{\\\"\\");
    case 'i': // larger than any number
        return cells(columns, number_bytes(30) + std::string(30, '9'));
    case '-':
        return cells(columns, number_bytes(2) + "-1");
    case 'c': // a column too few
        return cells(columns == 0 ? 0 : columns - 1, number_bytes(1) + "t");
    case 't': // twice
        return {same(said) + same(said)};
    case 'd': // never
        return {};
    case 'e': // an error in its place
        return {message('E', "SERROR\0VERROR\0CXX000\0Mno\0\0"s)};
    case 'z':
        return {k_ready + same(said)};
    case 'Z':
        return {same(said) + k_ready};
    case 'C':
        return {message('C', "SELECT 0\0"s) + same(said)};
    case 'G':
        return {message('G', "\0\0\0"s) + same(said)};
    case 'H':
        return {message('H', "\0\0\0"s) + same(said)};
    case 'W':
        return {message('W', "\0\0\0"s) + same(said)};
    case 'T': // a row's description that describes nothing
        return {message('T', "\0\0"s) + same(said)};
    case 'x':
        return {message('x', "???") + same(said)};
    case 's': // cut short
        return {message(said.type, said.body.substr(0, said.body.size() / 2))};
    case '?':
        return {message(said.type, std::string(said.body.size(), '?'))};
    default:
        return HostileProxy::unchanged(said);
    }
}

constexpr auto k_mutations = std::to_array<Instead (*)(const Said&)>({
    mutate<'n'>, mutate<'g'>, mutate<'a'>, mutate<'i'>, mutate<'-'>, mutate<'c'>, mutate<'t'>,
    mutate<'d'>, mutate<'e'>, mutate<'z'>, mutate<'Z'>, mutate<'C'>, mutate<'G'>, mutate<'H'>,
    mutate<'W'>, mutate<'T'>, mutate<'x'>, mutate<'s'>, mutate<'?'>,
});

/// A project at a server that mutates one message of every connection.
struct Lane {
    std::atomic<int> number = -1;
    std::atomic<std::size_t> mutation = 0;
    HostileProject project{[this](const Said& said) {
        return said.number == number ? k_mutations.at(mutation)(said) : HostileProxy::unchanged(said);
    }};
    std::unique_ptr<Process> process = nullptr;

    void begin(const std::vector<std::string>& command, int at_message, std::size_t by) {
        number = at_message;
        mutation = by;
        process = project.start(Call{command,
                                     {{"HEADSTART_ANSWER_TIMEOUT", "500ms"},
                                      {"HEADSTART_CONNECT_TIMEOUT", "500ms"},
                                      {"HEADSTART_WAIT_TIMEOUT", "1s"},
                                      {"HEADSTART_LOCK_TIMEOUT", "200ms"},
                                      {"HEADSTART_LOCK_RETRY_TIMEOUT", "200ms"}}});
    }

    void end() {
        if (!process) {
            return;
        }
        INFO("message " << number << ", mutation " << mutation);
        // What became of a migration's own statement may be awaited for ever, until a signal comes.
        const bool is_over = eventually(k_promptly, [&] { return !process->running(); });
        if (!is_over) {
            process->send(SIGTERM);
        }
        const auto outcome = process->wait(k_promptly);
        INFO(outcome.err);
        CHECK_FALSE(outcome.signal.has_value());
        CHECK_FALSE(has(outcome.err, "HS0901"));
        if (is_over) {
            CHECK((outcome.status >= 0 && outcome.status <= 3));
            CHECK((outcome.status == 0 || has(outcome.err, "error[HS")));
        } else {
            CHECK(outcome.status == 128 + SIGTERM);
            CHECK(has(outcome.err, "Running upgrade"));
        }
        process.reset();
        project.database.execute("DROP TABLE IF EXISTS a, alembic_version, headstart_journal");
    }
};

/// Every message of a command's talk with the server meets a share of the mutations, every mutation a share
/// of the messages.
void mutate_each_message(const std::vector<std::string>& command, std::size_t share) {
    int messages = 0;
    {
        HostileProject undisturbed(HostileProxy::unchanged);
        REQUIRE(undisturbed.headstart(command).status == 0);
        messages = undisturbed.proxy.heard();
    }
    std::array<Lane, 6> lanes;
    std::size_t next = 0;
    for (int number = 0; number < messages; ++number) {
        for (std::size_t i = 0; i < k_mutations.size(); ++i) {
            if ((static_cast<std::size_t>(number) + i) % share == 0) {
                auto& lane = lanes.at(next++ % lanes.size());
                lane.end();
                lane.begin(command, number, i);
            }
        }
    }
    for (auto& lane : lanes) {
        lane.end();
    }
}

} // namespace

TEST_CASE("an answer that was not asked for ends in an error, while looking around") {
    mutate_each_message({"status"}, 10);
}

TEST_CASE("an answer that was not asked for ends in an error, while migrating") {
    mutate_each_message({"upgrade", "head"}, k_mutations.size());
}

TEST_CASE("an answer that was not asked for ends in an error, while stamping") {
    mutate_each_message({"stamp", "head"}, k_mutations.size());
}
