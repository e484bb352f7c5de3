#include "database/open_session.hpp"

#include "database/postgres_session.hpp"
#include "pg/wait_for_server.hpp"

namespace headstart::database {

std::unique_ptr<Session> open_session(const pg::Conninfo& conninfo, const SessionOptions& options,
                                      base::StopToken stop) {
    const auto connect = [conninfo, connect_options = options.connect, stop](base::milliseconds patience) {
        return pg::wait_for_server(conninfo, connect_options, patience, stop);
    };
    return std::make_unique<PostgresSession>(connect, conninfo, options, stop);
}

} // namespace headstart::database
