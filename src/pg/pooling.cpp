#include "pg/pooling.hpp"

#include "diag/diagnostic.hpp"

namespace headstart::pg {

using namespace std::chrono_literals;

namespace {

/// PgBouncer hands out the server connection that was used last, so one round shows it on an idle pool. On a
/// busy one others may get in between, hence several.
constexpr int k_rounds = 8;
/// A pool with a single connection of sessions would let the second client wait for as long as we are there.
constexpr auto k_patience = 2s;

std::string server_pid(Connection& connection) {
    return std::string(connection.exec("SELECT pg_catalog.pg_backend_pid()").value(0, 0));
}

} // namespace

Pooling probe_pooling(Connection& connection,
                      const std::function<Connection(base::milliseconds patience)>& connect) {
    const auto deadline = base::Deadline::after(k_patience);
    const LimitAnswers limit(connection, {deadline});
    try {
        auto other = connect(k_patience);
        other.limit_answers({deadline, AnswerLimit::Overdue::abandoned});
        const auto ours = server_pid(connection);
        for (int round = 0; round < k_rounds; ++round) {
            if (server_pid(other) == ours || server_pid(connection) != ours) {
                return Pooling::transaction;
            }
        }
        return Pooling::session;
    } catch (const ConnectionLost&) {
        return Pooling::transaction;
    } catch (const AnswerOverdue&) {
        return Pooling::transaction;
    } catch (const UnexpectedAnswer&) {
        return Pooling::transaction;
    } catch (const ServerError&) {
        return Pooling::transaction;
    } catch (const diag::Error&) {
        return Pooling::transaction;
    }
}

} // namespace headstart::pg
