#pragma once

#include "pg/connect.hpp"
#include "pg/conninfo.hpp"

#include <string_view>

/// What is done to a database as a whole, from another one of its server: `postgres`, or `template1` where
/// that is missing or meant itself.
namespace headstart::postgres {

/// How its server is reached.
struct ServerAccess {
    pg::Conninfo conninfo; ///< of the database that is meant
    pg::ConnectOptions options;
    base::milliseconds patience{0}; ///< for the server to be ready; 0: one attempt
    base::WaitContext stop;
};

/// As `CREATE DATABASE name` makes it: encoding, locale and extensions of template1, owned by the role. False
/// where it is there already; of several that create it at once, one has made it. Throws diag::Error
/// (whole_database) where the server refuses, and as pg::wait_for_server().
bool create_database(const ServerAccess& access);

/// False where there is none. While others are connected it is refused with who they are, unless
/// `ends_sessions`. Throws as create_database().
bool drop_database(const ServerAccess& access, bool ends_sessions);

/// Whether it is one of those that every server has: `postgres` and the templates.
bool is_servers_own(std::string_view database);

/// Whether every server that may be meant is reached by a Unix socket or a loopback address. False where only
/// a service file knows.
bool is_on_this_machine(const pg::Conninfo& conninfo);

} // namespace headstart::postgres
