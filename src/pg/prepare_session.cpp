#include "pg/prepare_session.hpp"

#include "base/encoding_name.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::pg {

namespace {

/// A proxy may have passed over the start-up packet's wish. Nothing, or the encoding that stays.
std::optional<std::string> refused_encoding(Connection& connection, std::vector<ServerSetting>& late) {
    constexpr const char* k_name = "client_encoding";
    if (base::names_utf8(connection.parameter_status(k_name))) {
        return std::nullopt;
    }
    const ServerSetting utf8{k_name, "UTF8"};
    // At once, for a pooler of transactions may give the next question to another session.
    const auto answers = connection.run_pipeline(
        {set_setting(utf8, SettingScope::session), {"SELECT pg_catalog.current_setting('client_encoding')"}});
    late.push_back(utf8);
    auto encoding = std::string(answers.back().value(0, 0));
    return base::names_utf8(encoding) ? std::nullopt : std::optional(std::move(encoding));
}

/// Of settings that nobody has tried yet, those that can be set; ours need not. Throws PipelineError for
/// another. They are taken back: behind a pooler it is not our session.
std::vector<ServerSetting> try_settings(Connection& connection, std::vector<ServerSetting> settings) {
    while (!settings.empty()) {
        std::vector<Command> commands{{"BEGIN"}};
        for (const auto& setting : settings) {
            commands.push_back(set_setting(setting, SettingScope::transaction));
        }
        commands.push_back({"ROLLBACK"});
        const auto outcome = connection.try_pipeline(commands);
        if (!outcome.error) {
            break;
        }
        connection.exec("ROLLBACK");
        const auto refused = settings.begin() + static_cast<std::ptrdiff_t>(outcome.error->index) - 1;
        if (refused < settings.begin() || refused >= settings.end() || !is_ours(*refused)) {
            throw PipelineError(*outcome.error);
        }
        settings.erase(refused);
    }
    return settings;
}

std::optional<Obstacle> obstacle_to_writing(Connection& connection) {
    auto in_standby = connection.parameter_status("in_hot_standby");
    auto read_only = connection.parameter_status("default_transaction_read_only");
    if (in_standby.empty() || read_only.empty()) {
        // Servers before 14 do not report these, and a pooler may not pass them on.
        const auto answer = connection.exec("SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'on' END,"
                                            " pg_catalog.current_setting('default_transaction_read_only')");
        in_standby = answer.value(0, 0);
        read_only = answer.value(0, 1);
    }
    if (in_standby == "on") {
        return Obstacle::in_recovery;
    }
    return read_only == "on" ? std::optional{Obstacle::read_only} : std::nullopt;
}

std::optional<ConnectFailure> prepare(Connection& connection, const Startup& startup, StartupStage stage,
                                      bool needs_writable, const std::string& endpoint) {
    const auto misconfigured = [&](std::string words) {
        return ConnectFailure{Obstacle::misconfigured, "", std::move(words), endpoint};
    };
    SessionSettings settings{startup.carried(stage), {}};
    if (const auto encoding = refused_encoding(connection, settings.late)) {
        return misconfigured(
            fmt::format("client_encoding stays {} in this session, and migrations are UTF-8", *encoding));
    }
    const auto late = try_settings(connection, startup.left_out(stage));
    settings.late.insert(settings.late.end(), late.begin(), late.end());
    if (auto setting = startup.late_setting(connection.server_version())) {
        settings.late.push_back(*std::move(setting));
    }
    connection.keep_settings(std::move(settings));
    if (const auto obstacle = needs_writable ? obstacle_to_writing(connection) : std::nullopt) {
        return ConnectFailure{*obstacle, "", std::string(traits_of(*obstacle).sentence), endpoint};
    }
    return std::nullopt;
}

ConnectFailure failure_of(const ConnectionLost& lost, const std::string& endpoint) {
    switch (lost.cause()) {
    case ConnectionLost::Cause::ended_by_server:
        return classify(lost.sqlstate(), lost.what(), endpoint);
    case ConnectionLost::Cause::no_answer:
        return {Obstacle::no_answer, "", "it lets us in, and does not answer a first question in time",
                endpoint, true};
    case ConnectionLost::Cause::closed:
    case ConnectionLost::Cause::protocol:
        break;
    }
    return {Obstacle::connection_dropped, "", lost.what(), endpoint};
}

} // namespace

std::optional<ConnectFailure> prepare_session(Connection& connection, const Startup& startup,
                                              StartupStage stage, bool needs_writable,
                                              base::Deadline deadline, const std::string& endpoint) {
    const LimitAnswers limit(connection, {deadline, AnswerLimit::Overdue::abandoned});
    try {
        return prepare(connection, startup, stage, needs_writable, endpoint);
    } catch (const ServerError& error) {
        return classify(error.sqlstate, error.message, endpoint);
    } catch (const PipelineError& error) {
        return classify(error.error.sqlstate, error.error.message, endpoint);
    } catch (const UnexpectedAnswer& answer) {
        return ConnectFailure{Obstacle::unexpected_answer, "", answer.what(), endpoint};
    } catch (const ConnectionLost& lost) {
        return failure_of(lost, endpoint);
    }
}

} // namespace headstart::pg
