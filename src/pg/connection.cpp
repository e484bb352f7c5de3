#include "pg/connection.hpp"

#include "base/text.hpp"
#include "pg/cancel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <poll.h>
#include <utility>

namespace headstart::pg {

using namespace std::chrono_literals;

namespace {

/// How long a cancelled statement may take to say so. `docker stop` grants ten seconds, an orchestrator under
/// pressure less; past this the socket is closed and client_connection_check_interval ends the statement.
constexpr auto k_cancel_grace = 1500ms;
/// A cancel that reaches the backend between two statements of a pipeline is dropped by it, so it is sent
/// again.
constexpr auto k_cancel_again = 250ms;

void receive_notice(void* handler, const PGresult* notice) {
    (*static_cast<Connection::NoticeHandler*>(handler))(ServerError(notice));
}

void ignore_notice(void* /*unused*/, const PGresult* /*unused*/) {}

bool is_error(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

/// The server's last words in a session that it ends: "terminating connection due to administrator command".
bool is_farewell(const ServerError& error) {
    return error.is(sqlstate::admin_shutdown) || error.is(sqlstate::crash_shutdown);
}

/// libpq adds lines of guesses to "server closed the connection unexpectedly".
std::string first_line(std::string_view text) {
    text = base::trim(text);
    return std::string(text.substr(0, text.find('\n')));
}

} // namespace

Connection::Connection(ConnectionHandle handle, base::StopToken stop)
    : m_handle(std::move(handle))
    , m_stop(stop) {
    PQsetnonblocking(m_handle.get(), 1);
    PQsetNoticeReceiver(m_handle.get(), ignore_notice, nullptr);
}

void Connection::on_notice(NoticeHandler handler) {
    m_on_notice = std::make_unique<NoticeHandler>(std::move(handler));
    PQsetNoticeReceiver(m_handle.get(), receive_notice, m_on_notice.get());
}

std::string Connection::parameter_status(const char* name) const {
    const char* value = PQparameterStatus(m_handle.get(), name);
    return value != nullptr ? value : "";
}

Result Connection::exec(const Command& command) {
    check_not_stopped();
    send(command);
    return last_of_results();
}

std::vector<Result> Connection::run_pipeline(const std::vector<Command>& commands) {
    auto outcome = try_pipeline(commands);
    if (outcome.error) {
        throw PipelineError(*outcome.error);
    }
    return std::move(outcome.results);
}

PipelineOutcome Connection::try_pipeline(const std::vector<Command>& commands) {
    check_not_stopped();
    PQenterPipelineMode(m_handle.get());
    for (const auto& command : commands) {
        send(command);
    }
    if (PQpipelineSync(m_handle.get()) != 1) {
        lost();
    }
    PipelineOutcome outcome;
    // Each command answers with one result and then a null; the Sync answers once, with nothing after it.
    for (std::size_t i = 0; i < commands.size(); ++i) {
        while (auto result = next_result()) {
            if (is_error(result.get()) && PQstatus(m_handle.get()) == CONNECTION_BAD) {
                throw_farewell(outcome);
                fail(std::move(result));
            }
            if (is_error(result.get()) && !outcome.error) {
                outcome.error.emplace(i, ServerError(result.get()));
            } else if (!outcome.error) {
                outcome.results.emplace_back(std::move(result));
            }
        }
    }
    const auto sync = next_result();
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(m_handle.get()) != 1) {
        throw_farewell(outcome);
        lost();
    }
    if (outcome.error && m_is_cancelling && outcome.error->error.is(sqlstate::query_canceled)) {
        throw base::Stopped{};
    }
    return outcome;
}

/// What the server said before it closed the connection says more than libpq's "closed unexpectedly".
void Connection::throw_farewell(const PipelineOutcome& outcome) const {
    if (outcome.error && is_farewell(outcome.error->error) && !m_is_cancelling) {
        throw ConnectionLost(outcome.error->error.message);
    }
}

Result Connection::copy_in(const std::string& sql, std::string_view data) {
    check_not_stopped();
    send(Command{sql});
    auto answer = next_result();
    if (PQresultStatus(answer.get()) != PGRES_COPY_IN) {
        fail(std::move(answer));
    }
    // In pieces, so that a signal is heard and libpq's buffer does not hold a second copy of the whole data.
    constexpr std::size_t k_piece = std::size_t{64} * 1024;
    const char* refusal = nullptr;
    while (!data.empty() && refusal == nullptr) {
        const auto piece = data.substr(0, k_piece);
        const int sent = PQputCopyData(m_handle.get(), piece.data(), static_cast<int>(piece.size()));
        if (sent < 0) {
            lost();
        }
        if (sent == 0 || PQflush(m_handle.get()) == 1) {
            wait_for_socket(true);
        }
        data.remove_prefix(sent == 1 ? piece.size() : 0);
        // A server that keeps up never lets us wait, and one that has been cancelled reads on to the end of
        // the data: saying that no more will come is heard in both cases.
        m_stop.keep_pulse();
        if (m_is_cancelling || m_stop.is_requested()) {
            begin_cancelling();
            refusal = "stopped by a signal";
        }
    }
    while (PQputCopyEnd(m_handle.get(), refusal) == 0) {
        wait_for_socket(true);
    }
    return last_of_results();
}

void Connection::check_not_stopped() const {
    if (m_stop.is_requested()) {
        throw base::Stopped{};
    }
}

void Connection::send(const Command& command) {
    std::vector<const char*> values;
    values.reserve(command.parameters.size());
    for (const auto& parameter : command.parameters) {
        values.push_back(parameter ? parameter->c_str() : nullptr);
    }
    // The extended protocol for all of ours: it takes exactly one statement, so none hides in an implicit
    // transaction of several (manual, "Multiple Statements in a Simple Query").
    if (PQsendQueryParams(m_handle.get(), command.sql.c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) != 1) {
        lost();
    }
}

void Connection::wait_for_socket(bool also_writable) {
    const short events = static_cast<short>(POLLIN | (also_writable ? POLLOUT : 0));
    if (m_is_cancelling) {
        cancel_and_wait(events);
    } else {
        try {
            const auto socket = PQsocket(m_handle.get());
            if (base::wait_for_fd(socket, events, {m_answer_by, m_stop}) == base::Readiness::timed_out) {
                throw ConnectionLost("no answer in time");
            }
        } catch (const base::Stopped&) {
            if (m_answer_by.remaining()) {
                m_handle.reset(); // not worth the time that cancelling takes
                throw;
            }
            begin_cancelling();
            cancel_and_wait(events);
        }
    }
    PQconsumeInput(m_handle.get()); // a failure shows in the result that PQgetResult gives next
}

void Connection::begin_cancelling() {
    if (!m_is_cancelling) {
        m_is_cancelling = true;
        m_grace = base::Deadline::after(k_cancel_grace);
    }
}

/// Beyond this point the token stays raised: only the grace period bounds the waiting.
void Connection::cancel_and_wait(short events) {
    while (true) {
        request_cancel(m_handle.get(), m_grace);
        const auto until = base::Deadline::earlier(m_grace, base::Deadline::after(k_cancel_again));
        if (base::wait_for_fd(PQsocket(m_handle.get()), events, {until}) == base::Readiness::ready) {
            return;
        }
        if (m_grace.has_passed()) {
            m_handle.reset();
            throw base::Stopped{};
        }
    }
}

ResultHandle Connection::next_result() {
    while (PQisBusy(m_handle.get()) != 0 && PQstatus(m_handle.get()) == CONNECTION_OK) {
        wait_for_socket(PQflush(m_handle.get()) == 1);
    }
    return ResultHandle(PQgetResult(m_handle.get()));
}

/// The answer of a single statement. COPY … TO STDOUT is drained: a migration has no one to give it to.
Result Connection::last_of_results() {
    ResultHandle last;
    while (auto result = next_result()) {
        if (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
            char* row = nullptr;
            int length = 0;
            while ((length = PQgetCopyData(m_handle.get(), &row, 1)) >= 0) {
                PQfreemem(row);
                if (length == 0) {
                    wait_for_socket(false);
                }
            }
            continue;
        }
        if (!last || !is_error(last.get())) {
            last = std::move(result);
        }
    }
    if (!last) {
        lost();
    }
    if (is_error(last.get())) {
        fail(std::move(last));
    }
    return Result(std::move(last));
}

void Connection::fail(ResultHandle result) {
    const ServerError error(result.get());
    if (PQstatus(m_handle.get()) == CONNECTION_BAD) {
        if (m_is_cancelling) {
            throw base::Stopped{};
        }
        throw ConnectionLost(first_line(error.message));
    }
    if (m_is_cancelling && error.is(sqlstate::query_canceled)) {
        throw base::Stopped{};
    }
    throw error;
}

void Connection::lost() {
    const auto reason = first_line(PQerrorMessage(m_handle.get()));
    if (m_is_cancelling) {
        throw base::Stopped{};
    }
    throw ConnectionLost(reason.empty() ? "the server closed the connection" : reason);
}

std::string library_version() {
    return fmt::format("{}.{}", PQlibVersion() / 10000, PQlibVersion() % 10000);
}

} // namespace headstart::pg
