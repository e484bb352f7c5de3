#include "database/open_session.hpp"

#include "database/postgres_session.hpp"
#include "pg/wait_for_server.hpp"

namespace headstart::database {

std::unique_ptr<Session> open_session(const pg::Conninfo& conninfo, const SessionOptions& options,
                                      base::StopToken stop) {
    return std::make_unique<PostgresSession>(
        pg::wait_for_server(conninfo, options.connect, options.wait_timeout, stop), conninfo.describe(),
        options, stop);
}

} // namespace headstart::database
