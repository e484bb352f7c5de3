#pragma once

#include "support/project.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// The lines of a log in JSON; throws when a line is no object.
std::vector<nlohmann::json> records(const std::string& log);

/// Those with this `event`.
std::vector<nlohmann::json> records(const std::string& log, std::string_view event);

/// The values of `field` in the records with this `event`, in order, joined by spaces, equal neighbours once;
/// of one that has none "".
std::string values(const std::string& log, std::string_view event, std::string_view field);

/// What stood in the way, in order: "connection_refused starting_up".
std::string obstacles(const std::string& log);

/// The record of the error that ended it; throws when there is none.
nlohmann::json error_record(const std::string& log);

/// The sessions of headstart on the project's database, and the advisory locks there: "0 sessions, 0 locks"
/// when nothing is left. Advisory locks of the test itself do not count.
std::string traces(Project& project);

/// Waits until nothing is left of headstart on the server.
bool is_gone(Project& project);

/// Ends the session of a headstart that was killed inside a statement, as an administrator would, where the
/// server would not notice by itself before the statement ends.
void end_sessions_of_the_dead(Project& project);

/// Those that are connected to this database and wait for the lock of the upgraders.
int count_waiters(Session& session);

/// Whether they keep nothing while they wait. A look now and then is a transaction of its own: those that
/// have a snapshot or stand in the queue for a lock at this moment are free of it soon, though nobody else
/// moves.
bool waiters_let_go(Session& session);

/// Waits until a session of headstart runs a statement that begins so.
bool runs_statement(Project& project, const std::string& beginning);

/// Whether namespaces can be made here: root, or a kernel that lets users make their own.
bool can_unshare();

/// Words in front of a command that give it a view of its own: `/etc/resolv.conf` is that file.
std::vector<std::string> with_resolv_conf(const std::filesystem::path& file);

/// Words in front of a command that make it process 1 of a pid namespace.
std::vector<std::string> as_pid_1();

/// The process that is 1 in the namespace that `outer` made by as_pid_1(); waits for it to come to life.
pid_t inner_pid(pid_t outer);

} // namespace headstart::test
