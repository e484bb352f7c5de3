#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"
#include "pg/result.hpp"
#include "pg/server_error.hpp"
#include "pg/server_setting.hpp"
#include "pg/wire.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

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

/// What a pipeline sends, in order. Each command is made when it is sent: those of a file may be millions.
class CommandSource {
public:
    CommandSource() = default;
    CommandSource(const CommandSource&) = delete;
    CommandSource& operator=(const CommandSource&) = delete;
    virtual ~CommandSource() = default;

    [[nodiscard]] virtual std::size_t size() const = 0;

    /// Asked for once, one behind the other.
    [[nodiscard]] virtual Command at(std::size_t index) const = 0;
};

/// What came of a pipeline: a result for each command up to the one that failed, if one did. A migration's
/// statements (Awaited::statement) have none to give.
struct PipelineOutcome {
    std::vector<Result> results;
    std::optional<PipelineError> error;
};

/// What a session was asked to be like, beyond what libpq itself has to know.
struct SessionSettings {
    std::vector<ServerSetting> carried = {}; ///< by the start-up packet
    std::vector<ServerSetting> late = {};    ///< left out of it
};

/// A session of the server. Every call is asynchronous underneath (manual, "libpq: Asynchronous Command
/// Processing"): it waits on the socket and gives way to the stop token and the limit for answers, in which
/// case the running statement is cancelled on the server and its answer awaited for a moment. An answer that
/// says the statement did succeed is returned as such; the next call throws base::Stopped then.
///
/// Throws ServerError for what the server refuses, UnexpectedAnswer for what is no answer, AnswerOverdue when
/// the limit was over, base::Stopped, and ConnectionLost when the session is gone. Whatever a call throws,
/// the session is afterwards idle, in a transaction, or closed; of a closed one every call throws
/// ConnectionLost.
class Connection {
public:
    using NoticeHandler = Wire::NoticeHandler;

    /// Takes over an established connection. `stop` is obeyed by every later call.
    Connection(ConnectionHandle handle, base::WaitContext stop)
        : m_wire(std::move(handle), stop) {}

    Result exec(const Command& command);

    Result exec(const std::string& sql) { return exec(Command{sql}); }

    /// Sends all commands at once and one Sync after them: one round trip (manual, "libpq: Pipeline Mode").
    /// Without BEGIN among them they are one implicit transaction. COPY … FROM STDIN fails, since its rows
    /// cannot take part, and costs the session unless it comes last. Throws PipelineError.
    std::vector<Result> run_pipeline(const std::vector<Command>& commands);
    /// The same, for a caller who expects that a command may fail. What is long is sent in several turns of a
    /// round trip each, so that it is not all in memory at once. `reached` hears of each milestone's answer
    /// when it comes, by its index; it must not throw.
    PipelineOutcome try_pipeline(const CommandSource& commands,
                                 const std::function<void(std::size_t)>& reached = {});
    PipelineOutcome try_pipeline(const std::vector<Command>& commands);

    /// Has texts parsed, each a statement, many in one round trip; none is executed. What the server says of
    /// those that it does not take, in their order.
    std::vector<std::optional<ServerError>> parse(const std::vector<std::string>& texts);

    /// A COPY … FROM STDIN with its data, as it stands in a migration file. A ServerError without SQLSTATE if
    /// the statement was another one: it has run, and nobody has taken the rows.
    Result copy_in(const Command& command, std::string_view data);

    Result copy_in(const std::string& sql, std::string_view data) { return copy_in(Command{sql}, data); }

    /// Of all answers from now on; never over by default. Returns the limit until now.
    AnswerLimit limit_answers(AnswerLimit limit) { return m_wire.limit(limit); }

    /// What the session was asked to be like, as far as its start-up packet could not carry it, in order: to
    /// be sent by set_setting(), and again after RESET ALL. `behind_pooler`: also what the packet did carry,
    /// since a pooler may answer it itself and pass over `options`.
    [[nodiscard]] std::vector<ServerSetting> late_settings(bool behind_pooler) const;

    void keep_settings(SessionSettings settings) { m_settings = std::move(settings); }

    /// Where the server's notices go; none by default.
    void on_notice(NoticeHandler handler) { m_wire.on_notice(std::move(handler)); }

    /// In place of the token given at first: the same request, with another pulse to keep.
    void obey(base::WaitContext stop) { m_wire.obey(stop); }

    [[nodiscard]] int server_version() const { return PQserverVersion(m_wire.get()); }

    [[nodiscard]] int backend_pid() const { return PQbackendPID(m_wire.get()); }

    /// A setting the server reports by itself, empty if it does not (manual, "libpq: PQparameterStatus").
    [[nodiscard]] std::string parameter_status(const char* name) const;

    [[nodiscard]] std::string database() const;
    [[nodiscard]] std::string user() const;
    [[nodiscard]] std::string host() const;
    /// The address that `host` stands for; empty for a socket.
    [[nodiscard]] std::string hostaddr() const;
    [[nodiscard]] std::string port() const;

    [[nodiscard]] bool is_idle() const { return PQtransactionStatus(m_wire.get()) == PQTRANS_IDLE; }

    /// False once the session is gone.
    [[nodiscard]] bool is_open() const { return !m_wire.is_broken(); }

private:
    /// The rows of an answer that is one. Throws what its error means, or that there is none.
    Result checked(Wire::Answer answer);
    /// What the server says of as many texts as were sent to be parsed.
    void read_parsed(std::size_t count, std::vector<std::optional<ServerError>>& errors);

    /// Commands that were sent at once. The server keeps its answers until it is asked for them, or has
    /// nothing more to do: so an answer may come as late as that of what was sent behind it.
    struct Batch {
        /// What is remembered of a command that was sent.
        struct Sent {
            Awaited awaited;
            bool is_milestone;
        };

        std::size_t begin;
        std::size_t end;
        std::vector<Sent> sent = {};
        std::size_t asked_for = 0;      ///< up to here answers come at once
        std::size_t statements_end = 0; ///< behind the last statement of a migration
        std::size_t patient_end = 0;    ///< behind the last that may last for another reason

        [[nodiscard]] const Sent& at(std::size_t command) const { return sent[command - begin]; }

        [[nodiscard]] Awaited patience_at(std::size_t command) const {
            return command < asked_for        ? Awaited::question
                   : command < statements_end ? Awaited::statement
                   : command < patient_end    ? Awaited::patiently
                                              : Awaited::question;
        }
    };

    /// The first commands from `begin` on, up to a Sync behind the last or a Flush.
    Batch send_some(const CommandSource& commands, std::size_t begin);
    void end_of_sync();
    void leave_pipeline();

    Wire m_wire;
    SessionSettings m_settings;
};

/// Limits the answers for a scope: to its end, the former limit counts again.
class LimitAnswers {
public:
    LimitAnswers(Connection& connection, AnswerLimit limit)
        : m_connection(connection)
        , m_former(connection.limit_answers(limit)) {}

    LimitAnswers(const LimitAnswers&) = delete;
    LimitAnswers& operator=(const LimitAnswers&) = delete;

    ~LimitAnswers() { m_connection.limit_answers(m_former); }

private:
    Connection& m_connection;
    AnswerLimit m_former;
};

/// Of the libpq that runs: "17.6".
std::string library_version();

} // namespace headstart::pg
