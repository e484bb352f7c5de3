#include "pg/connection.hpp"

#include "pg/startup.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::pg {

namespace {

/// Commands and bytes of a pipeline that are sent before their answers are read: libpq keeps a copy of each
/// command until then.
constexpr std::size_t k_most_at_once = 1000;
constexpr std::size_t k_most_bytes_at_once = std::size_t{512} * 1024;

/// Commands that are there.
class ListedCommands : public CommandSource {
public:
    explicit ListedCommands(const std::vector<Command>& commands)
        : m_commands(commands) {}

    [[nodiscard]] std::size_t size() const override { return m_commands.size(); }

    [[nodiscard]] Command at(std::size_t index) const override { return m_commands[index]; }

private:
    const std::vector<Command>& m_commands;
};

/// libpq's null, which a closed session gives for all, is the empty text.
std::string text_of(const char* text) {
    return text != nullptr ? text : "";
}

} // namespace

Result Connection::exec(const Command& command) {
    const Wire::Turn turn(m_wire);
    m_wire.send(command);
    return checked(m_wire.read_answer(command.awaited));
}

Result Connection::copy_in(const Command& command, std::string_view data) {
    const Wire::Turn turn(m_wire);
    m_wire.send(command);
    auto answer = m_wire.read_answer(Awaited::statement, data);
    const auto copy = answer.copy;
    auto result = checked(std::move(answer));
    if (copy == Wire::Answer::Copy::none) {
        throw ServerError("the statement takes no rows, and rows stand below it");
    }
    return result;
}

std::vector<Result> Connection::run_pipeline(const std::vector<Command>& commands) {
    auto outcome = try_pipeline(commands);
    if (outcome.error) {
        throw PipelineError(*outcome.error);
    }
    return std::move(outcome.results);
}

PipelineOutcome Connection::try_pipeline(const std::vector<Command>& commands) {
    return try_pipeline(ListedCommands(commands));
}

PipelineOutcome Connection::try_pipeline(const CommandSource& commands,
                                         const std::function<void(std::size_t)>& reached) {
    const Wire::Turn turn(m_wire);
    PQenterPipelineMode(m_wire.get());
    PipelineOutcome outcome;
    // Each command answers with its results and then a null; the Sync answers once, with nothing after it.
    auto sent = send_some(commands, 0);
    for (std::size_t i = 0; i < commands.size(); ++i) {
        if (i == sent.end && outcome.error) { // the server passes over what comes before the Sync
            m_wire.sync();
            break;
        }
        if (i == sent.end) {
            sent = send_some(commands, i);
        }
        const auto [awaited, is_milestone] = sent.at(i);
        auto answer = m_wire.read_answer(awaited, {}, sent.patience_at(i));
        if (!answer.result) {
            m_wire.fail();
        }
        if (is_error(answer.result.get())) {
            ServerError error(answer.result.get());
            if (answer.copy == Wire::Answer::Copy::refused && i + 1 < commands.size()) {
                // The server took the next command for a row: it ends the session ("protocol synchronization
                // was lost"), and what it says of it is not what happened.
                m_wire.close();
                error.message = "COPY from stdin failed: no rows stand below the statement";
                outcome.error.emplace(i, std::move(error));
                return outcome;
            }
            m_wire.check_open(error);
            if (!outcome.error) {
                outcome.error.emplace(i, std::move(error));
            }
        } else if (!outcome.error) {
            if (awaited != Awaited::statement) {
                outcome.results.push_back(std::move(answer.rows));
            }
            if (is_milestone && reached) {
                reached(i);
            }
        }
    }
    end_of_sync();
    leave_pipeline();
    if (outcome.error) {
        m_wire.check_uncut(outcome.error->error);
    }
    return outcome;
}

std::vector<std::optional<ServerError>> Connection::parse(const std::vector<std::string>& texts) {
    const Wire::Turn turn(m_wire);
    PQenterPipelineMode(m_wire.get());
    std::vector<std::optional<ServerError>> errors;
    while (errors.size() < texts.size()) {
        const auto begin = errors.size();
        std::size_t size = 0;
        auto end = begin;
        for (; end < texts.size() && end - begin < k_most_at_once && size < k_most_bytes_at_once; ++end) {
            m_wire.send_parse(texts[end]);
            m_wire.sync(); // after an error the server passes over all up to there
            size += texts[end].size();
        }
        read_parsed(end - begin, errors);
    }
    leave_pipeline();
    return errors;
}

void Connection::read_parsed(std::size_t count, std::vector<std::optional<ServerError>>& errors) {
    for (std::size_t i = 0; i < count; ++i) {
        auto answer = m_wire.read_answer(Awaited::question);
        if (!answer.result) {
            m_wire.fail();
        }
        if (is_error(answer.result.get())) {
            ServerError error(answer.result.get());
            m_wire.check_open(error);
            m_wire.check_uncut(error);
            errors.emplace_back(std::move(error));
        } else {
            errors.emplace_back(std::nullopt);
        }
        end_of_sync();
    }
}

Connection::Batch Connection::send_some(const CommandSource& commands, std::size_t begin) {
    std::size_t size = 0;
    Batch batch{begin, begin};
    for (auto& end = batch.end;
         end < commands.size() && end - begin < k_most_at_once && size < k_most_bytes_at_once; ++end) {
        const auto command = commands.at(end);
        const auto awaited = command.awaited;
        if (awaited != Awaited::question && batch.statements_end == 0 && batch.patient_end == 0 &&
            end > begin) {
            m_wire.ask_for_answers(); // or questions would seem to be overdue while what comes next takes its
                                      // time
            batch.asked_for = end;
        }
        batch.statements_end = awaited == Awaited::statement ? end + 1 : batch.statements_end;
        batch.patient_end = awaited == Awaited::patiently ? end + 1 : batch.patient_end;
        m_wire.send(command);
        if (command.is_milestone) {
            m_wire.ask_for_answers();
        }
        batch.sent.push_back({awaited, command.is_milestone});
        size += command.size();
    }
    if (batch.end == commands.size()) {
        m_wire.sync();
    } else {
        m_wire.ask_for_answers();
        m_wire.flush();
    }
    return batch;
}

void Connection::end_of_sync() {
    const auto sync = m_wire.next_result();
    if (sync && is_error(sync.get())) {
        m_wire.check_open(ServerError(sync.get()));
    }
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) {
        m_wire.fail();
    }
}

void Connection::leave_pipeline() {
    if (PQexitPipelineMode(m_wire.get()) != 1) {
        m_wire.fail();
    }
}

Result Connection::checked(Wire::Answer answer) {
    if (!answer.result) {
        m_wire.fail();
    }
    if (is_error(answer.result.get())) {
        const ServerError error(answer.result.get());
        m_wire.check_open(error);
        m_wire.check_uncut(error);
        throw error;
    }
    return std::move(answer.rows);
}

std::vector<ServerSetting> Connection::late_settings(bool behind_pooler) const {
    if (!behind_pooler) {
        return m_settings.late;
    }
    std::vector<ServerSetting> settings = m_settings.carried;
    std::erase_if(settings, [&](const ServerSetting& setting) {
        return is_ours(setting) && !is_known(setting, server_version());
    });
    settings.insert(settings.end(), m_settings.late.begin(), m_settings.late.end());
    return settings;
}

std::string Connection::parameter_status(const char* name) const {
    return text_of(PQparameterStatus(m_wire.get(), name));
}

std::string Connection::database() const {
    return text_of(PQdb(m_wire.get()));
}

std::string Connection::user() const {
    return text_of(PQuser(m_wire.get()));
}

std::string Connection::host() const {
    return text_of(PQhost(m_wire.get()));
}

std::string Connection::hostaddr() const {
    return text_of(PQhostaddr(m_wire.get()));
}

std::string Connection::port() const {
    return text_of(PQport(m_wire.get()));
}

std::string library_version() {
    return fmt::format("{}.{}", PQlibVersion() / 10000, PQlibVersion() % 10000);
}

} // namespace headstart::pg
