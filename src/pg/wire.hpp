#pragma once

#include "base/wait.hpp"
#include "pg/handles.hpp"
#include "pg/result.hpp"
#include "pg/server_error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::pg {

/// How the answer of a command is awaited, and what becomes of its rows.
enum class Awaited {
    question,  ///< of ours: within all limits, and its rows are kept
    patiently, ///< of ours, and may last: a COMMIT runs what was deferred, and waits for standbys
    statement, ///< of a migration: takes what it takes, and nobody asked for its rows
};

/// One statement for the server, with its parameters.
struct Command {
    std::string sql;
    std::vector<ParameterValue> parameters = {};
    Awaited awaited = Awaited::question;
    /// In place of `sql`: a text of any length that outlives the command, and is copied no longer than it
    /// takes to send it.
    std::string_view text = {};
    /// In a pipeline its answer is asked for at once, and not with those behind it.
    bool is_milestone = false;

    [[nodiscard]] std::size_t size() const { return sql.size() + text.size(); }
};

/// Until when an answer must be there, and what becomes of the session when it is not.
struct AnswerLimit {
    enum class Overdue {
        cancelled, ///< on the server: AnswerOverdue, and the session goes on
        abandoned, ///< the session is closed without a word: ConnectionLost. Also when a stop is requested
    };

    base::Deadline deadline = base::Deadline::never();
    Overdue when_overdue = Overdue::cancelled;
    /// For each question by itself, from when it is its turn to be answered. 0: none.
    base::milliseconds each_question{0};
    /// When nothing has been heard for so long, who waits for what is ours is in doubt whether all is well.
    /// 0: never.
    base::milliseconds silence{0};
};

/// What the rows of one question may take. Our own answers are small: of ten thousand revisions and their
/// journal a few megabytes.
inline constexpr std::size_t k_most_memory = std::size_t{128} * 1024 * 1024;
/// What may come for one question over the network, rows and all else.
inline constexpr std::uint64_t k_most_bytes = std::uint64_t{64} * 1024 * 1024;

bool is_error(const PGresult* result);

/// The socket's side of a session: what is sent, waited for and read, and how that is cut short by a stop or
/// a deadline. Used within one Turn at a time; the rest of pg/ knows Connection.
class Wire {
public:
    using NoticeHandler = std::function<void(const ServerError& notice)>;

    /// What the server says without being asked.
    struct Notices {
        NoticeHandler handler;
        /// The last was that it ends the session: where a session goes down with all others (an immediate
        /// shutdown, a crash of another one), the server sends that as a mere warning (quickdie() in its
        /// postgres.c).
        std::optional<ServerError> farewell;

        void receive(const ServerError& notice);
    };

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

    /// A statement to be parsed, and not executed.
    void send_parse(const std::string& sql);

    /// In a pipeline: ends what belongs together, also where it failed.
    void sync();
    /// In the middle of one: what is answered up to here is to come at once. Else the server keeps it until
    /// the end, behind whatever comes in between.
    void ask_for_answers();
    /// Sends what is not sent yet.
    void flush();

    /// The next result of the command, or null behind the last. Errors are results too.
    ResultHandle next_result();

    /// What one command answered, to the end.
    struct Answer {
        enum class Copy { none, fed, refused };

        ResultHandle result;    ///< the first error, else the last result; null if there was none
        Result rows;            ///< of a question
        Copy copy = Copy::none; ///< what became of a COPY … FROM STDIN
    };

    /// Reads up to the null behind the last result. COPY … FROM STDIN is fed with `rows`, and refused when
    /// there are none. What COPY … TO STDOUT sends is dropped, and so are the rows of a migration's
    /// statement: it has no one to give them to. Throws UnexpectedAnswer for more than a question may have
    /// for an answer. `patience`: of what the answer may be held back by, which was sent with it.
    Answer read_answer(Awaited awaited, std::optional<std::string_view> rows = {},
                       Awaited patience = Awaited::question);

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
    void begin_answer(Awaited awaited, Awaited patience);
    void keep_rows(Answer& answer, const PGresult* rows);
    [[noreturn]] void refuse(const std::string& words);
    [[noreturn]] void lose(ConnectionLost lost);
    void give_rows(std::string_view rows);
    void end_rows(const char* refusal);
    void skip_rows();

    ConnectionHandle m_handle;
    base::WaitContext m_stop;
    AnswerLimit m_limit;
    base::Clock::time_point m_heard = base::Clock::now();
    // Of this answer.
    std::uint64_t m_bytes_before =
        0; ///< what had come when it was its turn: others' rows may stand before it
    Awaited m_awaited = Awaited::question;
    Awaited m_patience = Awaited::question; ///< with which it is awaited: at least as much
    base::Deadline m_deadline = base::Deadline::never();
    std::unique_ptr<Notices> m_notices; ///< libpq keeps a pointer to it: the address must not move
    // Of this turn.
    Interruption m_interruption = Interruption::none;
    base::Deadline m_grace = base::Deadline::never(); ///< while cancelling: until when an answer is awaited
    base::Deadline m_cancel_due = base::Deadline::never(); ///< while cancelling: when to ask for it again
};

} // namespace headstart::pg
