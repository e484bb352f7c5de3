#include "prove/run_steps.hpp"

namespace headstart::prove {

std::optional<RefusedStatement> run_steps(pg::Connection& connection, const std::vector<diff::Step>& steps,
                                          const std::set<std::string>& committed) {
    for (const auto& step : steps) {
        for (const auto& statement : step.statements) {
            if (committed.contains(statement.sql)) {
                continue;
            }
            try {
                connection.exec(pg::Command{.sql = statement.sql, .awaited = pg::Awaited::statement});
            } catch (const pg::ServerError& error) {
                return RefusedStatement{statement.sql, error};
            }
        }
    }
    return std::nullopt;
}

} // namespace headstart::prove
