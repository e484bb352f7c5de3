#include "pg/wire.hpp"

#include "base/text.hpp"
#include "pg/cancel.hpp"
#include "pg/received.hpp"

#include <algorithm>
#include <poll.h>
#include <utility>

namespace headstart::pg {

using namespace std::chrono_literals;

bool is_error(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

namespace {

/// How long a cancelled statement may take to say so. `docker stop` grants ten seconds, an orchestrator under
/// pressure less; past this the socket is closed and client_connection_check_interval ends the statement.
constexpr auto k_cancel_grace = 1500ms;
/// A cancel that reaches the backend between two statements of a pipeline is dropped by it, so it is sent
/// again.
constexpr auto k_cancel_again = 250ms;

/// PostgreSQL puts "COPY from stdin failed: " before it.
constexpr const char* k_no_rows = "no rows stand below the statement";

void receive_notice(void* receiver, const PGresult* notice) {
    static_cast<Wire::Notices*>(receiver)->receive(ServerError(notice));
}

/// In one answer: that of a replication is three to libpq.
constexpr int k_most_copies = 3;

bool is_copy(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

/// Of an error, the more the further it reaches: the server's word that it ends the session says more than
/// libpq's that it is gone, and that more than the error of a statement before it.
int gravity(const PGresult* result) {
    if (result == nullptr || !is_error(result)) {
        return 0;
    }
    const ServerError error(result);
    return error.ends_session() ? 3 : error.sqlstate.empty() ? 2 : 1;
}

/// libpq adds lines of guesses to "server closed the connection unexpectedly".
std::string first_line(std::string_view text) {
    text = base::trim(text);
    return std::string(text.substr(0, text.find('\n')));
}

} // namespace

Wire::Wire(ConnectionHandle handle, base::WaitContext stop)
    : m_handle(std::move(handle))
    , m_stop(stop) {
    PQsetnonblocking(get(), 1);
}

void Wire::on_notice(NoticeHandler handler) {
    m_notices = std::make_unique<Notices>(Notices{std::move(handler), std::nullopt});
    PQsetNoticeReceiver(get(), receive_notice, m_notices.get());
}

void Wire::Notices::receive(const ServerError& notice) {
    farewell.reset();
    if (notice.is(sqlstate::admin_shutdown) || notice.is(sqlstate::crash_shutdown)) {
        farewell = notice;
    }
    handler(notice);
}

Wire::Turn::Turn(Wire& wire)
    : m_wire(wire) {
    wire.m_stop.require_no_stop();
    if (wire.get() == nullptr) {
        throw ConnectionLost(ConnectionLost::Cause::closed, "the connection has been closed");
    }
    wire.m_interruption = Interruption::none;
}

Wire::Turn::~Turn() {
    if (PQtransactionStatus(m_wire.get()) == PQTRANS_ACTIVE ||
        PQpipelineStatus(m_wire.get()) != PQ_PIPELINE_OFF) {
        m_wire.close();
    }
}

void Wire::send(const Command& command) {
    std::vector<const char*> values;
    values.reserve(command.parameters.size());
    for (const auto& parameter : command.parameters) {
        values.push_back(parameter ? parameter->c_str() : nullptr);
    }
    // The extended protocol for all of ours: it takes exactly one statement, so none hides in an implicit
    // transaction of several (manual, "Multiple Statements in a Simple Query").
    const auto copy = std::string(command.text);
    const auto& sql = copy.empty() ? command.sql : copy;
    if (PQsendQueryParams(get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                          nullptr, nullptr, 0) != 1) {
        fail();
    }
}

void Wire::send_parse(const std::string& sql) {
    if (PQsendPrepare(get(), "", sql.c_str(), 0, nullptr) != 1) {
        fail();
    }
}

void Wire::sync() {
    if (PQpipelineSync(get()) != 1) {
        fail();
    }
}

void Wire::ask_for_answers() {
    if (PQsendFlushRequest(get()) != 1) {
        fail();
    }
}

void Wire::flush() {
    if (PQflush(get()) < 0) {
        fail();
    }
}

ResultHandle Wire::next_result() {
    while (PQisBusy(get()) != 0 && !is_broken()) {
        wait(PQflush(get()) == 1);
    }
    return ResultHandle(PQgetResult(get()));
}

void Wire::wait(bool also_writable) {
    const int socket = PQsocket(get());
    if (socket < 0) {
        return; // closed: the result that PQgetResult gives next says so
    }
    const auto events = static_cast<short>(POLLIN | (also_writable ? POLLOUT : 0));
    if (m_interruption == Interruption::none) {
        if (const auto interruption = wait_undisturbed(socket, events); interruption != Interruption::none) {
            interrupt(interruption);
        }
    }
    if (m_interruption != Interruption::none) {
        cancel_and_wait(socket, events);
    }
    PQconsumeInput(get());                                 // a failure shows in the result too
    while (auto* const notification = PQnotifies(get())) { // else libpq keeps those of a LISTEN
        PQfreemem(notification);
    }
    m_heard = base::Clock::now();
    if (m_awaited == Awaited::question && received_bytes(socket) > m_bytes_before + k_most_bytes) {
        refuse("it does not end");
    }
}

Wire::Interruption Wire::wait_undisturbed(int socket, short events) const {
    try {
        // A server that goes on sending never lets poll(2) wait until the deadline.
        const bool may_doubt = m_patience != Awaited::statement && m_limit.silence.count() > 0;
        const auto stop =
            may_doubt ? m_stop.in_doubt_from(base::Deadline::at(m_heard + m_limit.silence)) : m_stop;
        return m_deadline.has_passed() ||
                       base::wait_for_fd(socket, events, {m_deadline, stop}) == base::Readiness::timed_out
                   ? Interruption::overdue
                   : Interruption::none;
    } catch (const base::Stopped&) {
        return Interruption::stopped;
    }
}

void Wire::interrupt(Interruption interruption) {
    m_interruption = interruption;
    if (m_limit.when_overdue == AnswerLimit::Overdue::abandoned) {
        give_up(); // not worth the time that cancelling takes
    }
    m_grace = base::Deadline::after(k_cancel_grace);
    m_cancel_due = base::Deadline::after(0ms);
}

/// Beyond this point only the grace period bounds the waiting: a token that is raised stays raised.
void Wire::cancel_and_wait(int socket, short events) {
    while (!m_grace.has_passed()) {
        if (m_cancel_due.has_passed()) {
            request_cancel(get(), m_grace);
            m_cancel_due = base::Deadline::after(k_cancel_again);
        }
        if (base::wait_for_fd(socket, events, {base::Deadline::earlier(m_grace, m_cancel_due)}) ==
            base::Readiness::ready) {
            return;
        }
    }
    give_up();
}

void Wire::give_up() {
    lose({ConnectionLost::Cause::no_answer, "no answer in time"});
}

void Wire::begin_answer(Awaited awaited, Awaited patience) {
    m_awaited = awaited;
    m_patience = std::max(awaited, patience);
    m_deadline = m_limit.deadline;
    if (m_patience == Awaited::question && m_limit.each_question.count() > 0) {
        m_deadline = base::Deadline::earlier(m_deadline, base::Deadline::after(m_limit.each_question));
    }
    m_heard = base::Clock::now();
    // Of a statement nobody asks how much it answers: a file has thousands.
    m_bytes_before = awaited == Awaited::question ? received_bytes(PQsocket(get())) : 0;
}

Wire::Answer Wire::read_answer(Awaited awaited, std::optional<std::string_view> rows, Awaited patience) {
    begin_answer(awaited, patience);
    Answer answer;
    PQsetSingleRowMode(get()); // else libpq collects them all
    int copies = 0;
    while (auto result = next_result()) {
        if (is_copy(result.get()) && ++copies > k_most_copies) {
            refuse("it begins one COPY after the other");
        }
        switch (PQresultStatus(result.get())) {
        case PGRES_SINGLE_TUPLE:
            keep_rows(answer, result.get());
            break;
        case PGRES_PIPELINE_SYNC: // of a command, and not of the end
            refuse("it ends before it has begun");
        case PGRES_COPY_IN:
            if (rows && answer.copy == Answer::Copy::none) {
                answer.copy = Answer::Copy::fed;
                give_rows(*rows);
            } else {
                answer.copy = Answer::Copy::refused;
                end_rows(k_no_rows);
            }
            break;
        case PGRES_COPY_BOTH: // a replication that somebody has begun: our side of it ends here
            end_rows(nullptr);
            break;
        case PGRES_COPY_OUT:
            skip_rows();
            break;
        default:
            if (gravity(result.get()) > gravity(answer.result.get()) || gravity(answer.result.get()) == 0) {
                answer.result = std::move(result);
            }
        }
    }
    return answer;
}

void Wire::keep_rows(Answer& answer, const PGresult* rows) {
    if (m_awaited == Awaited::statement) {
        return;
    }
    answer.rows.add(rows);
    if (answer.rows.size() > k_most_memory) {
        refuse("its rows do not end");
    }
}

/// In pieces, so that a signal is heard and libpq's buffer does not hold a second copy of the whole data.
void Wire::give_rows(std::string_view rows) {
    constexpr std::size_t k_piece = std::size_t{64} * 1024;
    while (!rows.empty() && m_interruption == Interruption::none) {
        const auto piece = rows.substr(0, k_piece);
        const int sent = PQputCopyData(get(), piece.data(), static_cast<int>(piece.size()));
        if (sent < 0) {
            break; // the connection is broken: what the server said before that is still to be read
        }
        if (sent == 0 || PQflush(get()) == 1) {
            wait(true);
        }
        rows.remove_prefix(sent == 1 ? piece.size() : 0);
        // A server that keeps up never lets us wait, and one that has been cancelled reads on to the end of
        // the data: saying that no more will come is heard in both cases.
        m_stop.keep_pulse();
        if (m_interruption == Interruption::none && m_stop.is_stop_requested()) {
            interrupt(Interruption::stopped);
        } else if (m_interruption == Interruption::none && m_deadline.has_passed()) {
            interrupt(Interruption::overdue);
        }
    }
    end_rows(m_interruption == Interruption::none ? nullptr : "stopped before the end of the rows");
}

void Wire::end_rows(const char* refusal) {
    int sent = 0;
    while ((sent = PQputCopyEnd(get(), refusal)) == 0) {
        wait(true);
    }
    if (sent < 0 && !is_broken()) {
        fail();
    }
}

void Wire::skip_rows() {
    while (true) {
        char* row = nullptr;
        const int length = PQgetCopyData(get(), &row, 1);
        const std::unique_ptr<char, FreeMemory> owner(row);
        if (length < 0 || (length == 0 && is_broken())) {
            return; // the result that PQgetResult gives next says which
        }
        if (length == 0) {
            wait(false);
        }
    }
}

void Wire::check_open(const ServerError& error) {
    using Cause = ConnectionLost::Cause;
    if (error.sqlstate.empty()) { // libpq's own
        lose({is_broken() ? Cause::closed : Cause::protocol, first_line(error.message)});
    }
    if (error.ends_session()) {
        lose({Cause::ended_by_server, first_line(error.message), error.sqlstate});
    }
}

void Wire::check_uncut(const ServerError& error) const {
    if (error.is(sqlstate::query_canceled) && m_interruption == Interruption::stopped) {
        throw base::Stopped{};
    }
    if (error.is(sqlstate::query_canceled) && m_interruption == Interruption::overdue) {
        throw AnswerOverdue{};
    }
}

void Wire::fail() {
    using Cause = ConnectionLost::Cause;
    const auto words = first_line(PQerrorMessage(get()));
    lose(
        {is_broken() ? Cause::closed : Cause::protocol, words.empty() ? "the server gave no answer" : words});
}

/// What such a server goes on to say is of no interest.
void Wire::refuse(const std::string& words) {
    close();
    throw UnexpectedAnswer(words);
}

void Wire::lose(ConnectionLost lost) {
    using Cause = ConnectionLost::Cause;
    if (lost.cause() == Cause::closed && m_notices && m_notices->farewell) {
        const auto& farewell = *m_notices->farewell;
        lost = {Cause::ended_by_server, first_line(farewell.message), farewell.sqlstate};
    }
    close();
    if (m_interruption == Interruption::stopped) {
        throw base::Stopped(true);
    }
    throw lost; // NOLINT(misc-throw-by-value-catch-by-reference)
}

} // namespace headstart::pg
