#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"
#include "pg/result.hpp"
#include "pg/server_error.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// One statement for the server, with its parameters.
struct Command {
    std::string sql;
    std::vector<ParameterValue> parameters = {};
};

/// Of the commands of a pipeline, the one that failed; those after it were not executed.
class PipelineError : public std::exception {
public:
    PipelineError(std::size_t failed, ServerError cause)
        : index(failed)
        , error(std::move(cause)) {} // NOLINT(bugprone-throw-keyword-missing): a member

    [[nodiscard]] const char* what() const noexcept override { return error.what(); }

    std::size_t index;
    ServerError error;
};

/// What came of a pipeline: a result for each command up to the one that failed, if one did.
struct PipelineOutcome {
    std::vector<Result> results;
    std::optional<PipelineError> error;
};

/// A session of the server. Every call is asynchronous underneath (manual, "libpq: Asynchronous Command
/// Processing"): it waits on the socket and gives way to the stop token, in which case the running statement
/// is cancelled on the server, its answer awaited for a moment, and base::Stopped thrown. An answer that says
/// the statement did succeed is returned as such; the next call throws then.
///
/// Throws ServerError for what the server refuses, ConnectionLost when the session is gone.
class Connection {
public:
    using NoticeHandler = std::function<void(const ServerError& notice)>;

    /// Takes over an established connection. `stop` is obeyed by every later call.
    Connection(ConnectionHandle handle, base::StopToken stop);

    Result exec(const Command& command);

    Result exec(const std::string& sql) { return exec(Command{sql}); }

    /// Sends all commands at once and one Sync after them: one round trip (manual, "libpq: Pipeline Mode").
    /// Without BEGIN among them they are one implicit transaction. COPY cannot take part. Throws
    /// PipelineError.
    std::vector<Result> run_pipeline(const std::vector<Command>& commands);
    /// The same, for a caller who expects that a command may fail.
    PipelineOutcome try_pipeline(const std::vector<Command>& commands);

    /// A COPY … FROM STDIN with its data, as it stands in a migration file.
    Result copy_in(const std::string& sql, std::string_view data);

    /// An answer that is not there by then counts as a lost connection; never, by default. For queries that
    /// are only worth a short wait: when they are stopped, the session is closed and nothing cancelled.
    void answer_by(base::Deadline deadline) { m_answer_by = deadline; }

    /// Where the server's notices go; none by default.
    void on_notice(NoticeHandler handler);

    /// In place of the token given at first: the same request, with another pulse to keep.
    void obey(base::StopToken stop) { m_stop = stop; }

    [[nodiscard]] int server_version() const { return PQserverVersion(m_handle.get()); }

    [[nodiscard]] int backend_pid() const { return PQbackendPID(m_handle.get()); }

    /// A setting the server reports by itself, empty if it does not (manual, "libpq: PQparameterStatus").
    [[nodiscard]] std::string parameter_status(const char* name) const;

    [[nodiscard]] std::string database() const { return PQdb(m_handle.get()); }

    [[nodiscard]] std::string user() const { return PQuser(m_handle.get()); }

    [[nodiscard]] std::string host() const { return PQhost(m_handle.get()); }

    /// The address that `host` stands for; empty for a socket.
    [[nodiscard]] std::string hostaddr() const { return PQhostaddr(m_handle.get()); }

    [[nodiscard]] std::string port() const { return PQport(m_handle.get()); }

    [[nodiscard]] bool is_idle() const { return PQtransactionStatus(m_handle.get()) == PQTRANS_IDLE; }

private:
    void check_not_stopped() const;
    void send(const Command& command);
    void wait_for_socket(bool also_writable);
    void begin_cancelling();
    void cancel_and_wait(short events);
    ResultHandle next_result();
    Result last_of_results();
    void throw_farewell(const PipelineOutcome& outcome) const;
    [[noreturn]] void fail(ResultHandle result);
    [[noreturn]] void lost();

    ConnectionHandle m_handle;
    base::StopToken m_stop;
    base::Deadline m_grace = base::Deadline::never(); ///< while cancelling: until when an answer is awaited
    bool m_is_cancelling = false;
    base::Deadline m_answer_by = base::Deadline::never();
    std::unique_ptr<NoticeHandler> m_on_notice; ///< libpq keeps a pointer to it: the address must not move
};

/// Of the libpq that runs: "17.6".
std::string library_version();

} // namespace headstart::pg
