#include "e2e/scenario.hpp"

#include "support/eventually.hpp"
#include "support/server_version.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace headstart::test {

namespace {

/// Root needs no more; others become root of a user namespace first.
std::vector<std::string> unshare(std::vector<std::string> options) {
    std::vector<std::string> words{"unshare"};
    if (::geteuid() != 0) {
        words.emplace_back("--map-root-user");
    }
    words.insert(words.end(), options.begin(), options.end());
    return words;
}

} // namespace

std::vector<nlohmann::json> records(const std::string& log) {
    std::vector<nlohmann::json> result;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        try {
            result.push_back(nlohmann::json::parse(line));
        } catch (const nlohmann::json::exception&) {
            throw std::runtime_error("not JSON: " + line);
        }
    }
    return result;
}

std::vector<nlohmann::json> records(const std::string& log, std::string_view event) {
    auto found = records(log);
    std::erase_if(found, [&](const auto& record) { return record.value("event", "") != event; });
    return found;
}

std::string values(const std::string& log, std::string_view event, std::string_view field) {
    std::string joined;
    std::string last;
    for (const auto& record : records(log, event)) {
        const auto value = record.value(std::string(field), "");
        if (value != last) {
            joined += (joined.empty() ? "" : " ") + value;
        }
        last = value;
    }
    return joined;
}

std::string obstacles(const std::string& log) {
    return values(log, "waiting", "obstacle");
}

nlohmann::json error_record(const std::string& log) {
    for (const auto& record : records(log)) {
        if (record.at("level") == "error") {
            return record;
        }
    }
    throw std::runtime_error("no error in the log: " + log);
}

std::string traces(Project& project) {
    return project.database.text(
        "SELECT (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart'"
        " AND datname = current_database()) || ' sessions, ' || (SELECT count(*) FROM pg_locks"
        " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) || ' locks'");
}

bool is_gone(Project& project) {
    return eventually(k_promptly, [&] { return traces(project) == "0 sessions, 0 locks"; });
}

void end_sessions_of_the_dead(Project& project) {
    if (!server_has(Since::dead_clients_are_noticed)) {
        project.database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
            " 'headstart' AND datname = current_database()");
    }
}

bool runs_statement(Project& project, const std::string& beginning) {
    return eventually(30s, [&] {
        return project.database.text("SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active'"
                                     " AND datname = current_database() AND application_name = 'headstart'"
                                     " AND starts_with(query, '" +
                                     beginning + "')") == "t";
    });
}

namespace {

constexpr std::string_view k_waiters =
    " FROM pg_stat_activity a WHERE application_name = 'headstart' AND datname = current_database() AND NOT "
    "EXISTS"
    " (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)";

} // namespace

int count_waiters(Session& session) {
    return std::stoi(session.text("SELECT count(*)" + std::string(k_waiters)));
}

bool waiters_let_go(Session& session) {
    const auto holding =
        session.text("SELECT coalesce(array_agg(pid || '@' || xact_start), '{}')" + std::string(k_waiters) +
                     " AND (backend_xmin IS NOT NULL OR wait_event_type = 'Lock')");
    return eventually(30s, [&] {
        return session.text("SELECT count(*) FROM pg_stat_activity WHERE pid || '@' || xact_start = ANY ('" +
                            holding + "')") == "0";
    });
}

bool can_unshare() {
    Command command{unshare({"--mount", "--pid", "--fork", "--mount-proc", "true"}),
                    {{"PATH", std::getenv("PATH")}}};
    return run(command).status == 0;
}

std::vector<std::string> with_resolv_conf(const std::filesystem::path& file) {
    auto words = unshare({"--mount"});
    for (const auto* word : {"sh", "-c", R"(mount --bind "$0" /etc/resolv.conf && exec "$@")"}) {
        words.emplace_back(word);
    }
    words.push_back(file);
    return words;
}

std::vector<std::string> as_pid_1() {
    return unshare({"--pid", "--fork", "--mount-proc", "--kill-child"});
}

pid_t inner_pid(pid_t outer) {
    const auto path = "/proc/" + std::to_string(outer) + "/task/" + std::to_string(outer) + "/children";
    pid_t inner = 0;
    const bool found = eventually(10s, [&] { return static_cast<bool>(std::ifstream(path) >> inner); });
    if (!found) {
        throw std::runtime_error("no child of the process " + std::to_string(outer));
    }
    return inner;
}

} // namespace headstart::test
