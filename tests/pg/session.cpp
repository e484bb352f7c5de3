#include "pg/session.hpp"

#include "support/sockets.hpp"

#include <stdexcept>
#include <sys/eventfd.h>
#include <variant>

namespace headstart::test {

namespace {

std::string name_of(pg::ConnectionLost::Cause cause) {
    using enum pg::ConnectionLost::Cause;
    switch (cause) {
    case ended_by_server:
        return "ended_by_server";
    case closed:
        return "closed";
    case no_answer:
        return "no_answer";
    case protocol:
        return "protocol";
    }
    return "?";
}

std::string describe(const pg::ServerError& error) {
    return "ServerError " + error.sqlstate + ": " + error.message;
}

} // namespace

pg::Connection connect(const std::string& url, base::WaitContext stop, const pg::ConnectOptions& options) {
    auto attempt = pg::try_connect(pg::Conninfo::parse(url), options, {base::Deadline::never(), stop});
    if (const auto* failure = std::get_if<pg::ConnectFailure>(&attempt)) {
        throw std::runtime_error(std::string(pg::traits_of(failure->obstacle).name) + ": " + failure->words);
    }
    return std::move(std::get<pg::Connection>(attempt));
}

std::string thrown_by(const std::function<void()>& call) {
    try {
        call();
        return "";
    } catch (const pg::ServerError& error) {
        return describe(error);
    } catch (const pg::PipelineError& error) {
        return "command " + std::to_string(error.index) + ": " + describe(error.error);
    } catch (const pg::AnswerOverdue&) {
        return "AnswerOverdue";
    } catch (const base::Stopped&) {
        return "Stopped";
    } catch (const pg::ConnectionLost& lost) {
        const auto state = lost.sqlstate().empty() ? "" : " " + lost.sqlstate();
        return "ConnectionLost " + name_of(lost.cause()) + state + ": " + lost.what();
    }
}

std::string state_of(pg::Connection& connection) {
    connection.obey(base::WaitContext::none());
    connection.limit_answers({});
    if (!connection.is_open()) {
        const auto thrown = thrown_by([&] { connection.exec("SELECT 1"); });
        return thrown == "ConnectionLost closed: the connection has been closed" ? "closed" : thrown;
    }
    const bool is_idle = connection.is_idle();
    std::string answer;
    const auto thrown = thrown_by([&] { answer = connection.exec("SELECT 'here'").value(0, 0); });
    if (thrown.empty()) {
        return answer != "here" ? "out of step" : is_idle ? "idle" : "in a transaction";
    }
    return thrown.starts_with("ServerError 25P02") ? "in a failed transaction" : thrown;
}

StopAtFirstWait::StopAtFirstWait()
    : m_event(make_event()) {}

void StopAtFirstWait::beat() {
    ::eventfd_write(m_event.get(), 1);
    m_due = base::Deadline::never();
}

} // namespace headstart::test
