#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// What stands between us and a usable session. The kinds are told apart because some pass by themselves and
/// some never do: waiting for a right password is a time-out with the wrong message.
enum class Obstacle {
    // passing
    name_not_found,
    connection_refused,
    no_answer,
    connection_dropped,
    starting_up,
    shutting_down,
    crash_recovery,
    in_recovery, ///< as a standby is
    read_only,
    too_many_connections,
    refused_for_now, ///< by somebody who does not say clearly why
    // lasting
    wrong_password,
    unknown_database,
    unknown_role,
    not_permitted,
    address_not_allowed,
    switched_off,
    quota_exhausted,
    tls_refused,
    cleartext_password,
    misconfigured,
    unexpected_answer,
    forbidden_here, ///< by the system that we run on
    no_descriptor,  ///< left to this process
    rejected,
};

/// How each kind is handled and named.
struct ObstacleTraits {
    Obstacle obstacle;
    std::string_view name;     ///< stable, for JSON logs: "starting_up"
    std::string_view sentence; ///< "the server is starting up"
    bool is_passing;           ///< waiting can help
    std::string_view hint;     ///< what to do when it lasts
};

const ObstacleTraits& traits_of(Obstacle obstacle);

/// A failed attempt to connect.
struct ConnectFailure {
    Obstacle obstacle;
    std::string sqlstate;                 ///< empty where the server did not get to say anything
    std::string words;                    ///< what the server, the resolver or the system said
    std::string endpoint;                 ///< "db:5432" or the socket's path
    bool has_timed_out = false;           ///< the limits were over before anybody said anything
    std::vector<std::string> others = {}; ///< of several hosts: "db2:5432 said: …", of each behind the first
};

/// Works out the kind from what the server said, with its SQLSTATE.
ConnectFailure classify(std::string_view sqlstate, std::string_view words, std::string endpoint);

/// The same from the text of PQerrorMessage, taken at PQERRORS_VERBOSE: libpq has no other way to
/// the SQLSTATE of a failed connection, and in the verbose form it stands in front of the message whatever
/// language that is in.
ConnectFailure classify(std::string_view error_message, std::string endpoint);

} // namespace headstart::pg
