#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"
#include "pg/result.hpp"
#include "pg/server_error.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::pg {

/// One statement for the server, with its parameters.
struct Command {
    std::string sql;
    std::vector<ParameterValue> parameters = {};
};

/// Until when an answer must be there, and what becomes of the session when it is not.
struct AnswerLimit {
    enum class Overdue {
        cancelled, ///< on the server: AnswerOverdue, and the session goes on
        abandoned, ///< the session is closed without a word: ConnectionLost. Also when a stop is requested
    };

    base::Deadline deadline = base::Deadline::never();
    Overdue when_overdue = Overdue::cancelled;
};

bool is_error(const PGresult* result);

/// The socket's side of a session: what is sent, waited for and read, and how that is cut short by a stop or
/// a deadline. Used within one Turn at a time; the rest of pg/ knows Connection.
class Wire {
public:
    using NoticeHandler = std::function<void(const ServerError& notice)>;

    Wire(ConnectionHandle handle, base::WaitContext stop);

    /// Null once the session is closed; libpq's questions take that.
    [[nodiscard]] PGconn* get() const { return m_handle.get(); }

    void obey(base::WaitContext stop) { m_stop = stop; }

    void on_notice(NoticeHandler handler);

    /// Of the answers from now on. Returns the limit until now.
    AnswerLimit limit(AnswerLimit limit) { return std::exchange(m_limit, limit); }

    /// From the first word of a command to the end of its answer. Whatever ends it, the session is idle, in a
    /// transaction or closed afterwards: one that is left in the middle of an answer is closed.
    class Turn {
    public:
        /// Throws base::Stopped when a stop was requested before, ConnectionLost when the session is closed.
        explicit Turn(Wire& wire);
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn();

    private:
        Wire& m_wire;
    };

    void send(const Command& command);

    /// The next result of the command, or null behind the last. Errors are results too.
    ResultHandle next_result();

    /// What one command answered, to the end.
    struct Answer {
        enum class Copy { none, fed, refused };

        ResultHandle result;    ///< the first error, else the last result; null if there was none
        Copy copy = Copy::none; ///< what became of a COPY … FROM STDIN
    };

    /// Reads up to the null behind the last result. COPY … FROM STDIN is fed with `rows`, and refused when
    /// there are none. What COPY … TO STDOUT sends is dropped: a migration has no one to give it to.
    Answer read_answer(std::optional<std::string_view> rows = {});

    /// Closes the session without a word.
    void close() { m_handle.reset(); }

    /// Throws ConnectionLost if an error is the end of the session, and not of its command alone.
    void check_open(const ServerError& error);

    /// Throws AnswerOverdue or base::Stopped if an error says that the command was cancelled for that.
    void check_uncut(const ServerError& error) const;

    /// Throws what libpq itself fails at: ConnectionLost, or base::Stopped when that was on its way.
    [[noreturn]] void fail();

    [[nodiscard]] bool is_broken() const { return PQstatus(m_handle.get()) != CONNECTION_OK; }

private:
    enum class Interruption { none, stopped, overdue };

    void wait(bool also_writable);
    [[nodiscard]] Interruption wait_undisturbed(int socket, short events) const;
    void interrupt(Interruption interruption);
    void cancel_and_wait(int socket, short events);
    [[noreturn]] void give_up();
    [[noreturn]] void lose(ConnectionLost lost);
    void give_rows(std::string_view rows);
    void end_rows(const char* refusal);
    void skip_rows();

    ConnectionHandle m_handle;
    base::WaitContext m_stop;
    AnswerLimit m_limit;
    std::unique_ptr<NoticeHandler> m_on_notice; ///< libpq keeps a pointer to it: the address must not move
    // Of this turn.
    Interruption m_interruption = Interruption::none;
    base::Deadline m_grace = base::Deadline::never(); ///< while cancelling: until when an answer is awaited
    base::Deadline m_cancel_due = base::Deadline::never(); ///< while cancelling: when to ask for it again
};

} // namespace headstart::pg
