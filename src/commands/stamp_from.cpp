#include "commands/stamp_from.hpp"

#include "base/text.hpp"
#include "commands/usage_error.hpp"
#include "diag/codes.hpp"
#include "imports/applied.hpp"
#include "imports/format.hpp"
#include "migrate/persistence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

namespace headstart::commands {

namespace {

using database::OtherHistory;

constexpr std::string_view k_auto = "auto";

std::string shown_table(const OtherHistory& history) {
    return history.schema.empty() ? history.table : fmt::format("{}.{}", history.schema, history.table);
}

diag::Error refusal(std::string message, std::vector<std::string> notes, std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::other_table;
    problem.message = std::move(message);
    problem.notes = std::move(notes);
    problem.hint = std::move(hint);
    return {diag::ExitCode::failed, std::move(problem)};
}

std::vector<std::string> notes_about(const std::vector<OtherHistory>& histories) {
    std::vector<std::string> notes;
    std::transform(histories.begin(), histories.end(), std::back_inserter(notes), [](const auto& one) {
        return fmt::format("{} is the history of {}", shown_table(one), one.tool);
    });
    return notes;
}

/// The name of a format that can be taken over, as it is listed.
std::string format_name(const std::string& tool) {
    if (tool == k_auto) {
        return "";
    }
    if (const auto* const format = imports::format_called(tool)) {
        return std::string(format->name);
    }
    std::vector<std::string> names;
    for (const auto& format : imports::all_formats()) {
        names.emplace_back(format.name);
    }
    throw usage_error(fmt::format("--from {}: headstart knows no table of such a tool", shown(tool)),
                      fmt::format("one of: auto, {}", base::join(names, ", ")));
}

/// Old projects of Rails have none of the metadata that tells their schema_migrations from dbmate's.
void take_for_rails(std::vector<OtherHistory>& histories) {
    const bool has_own = std::any_of(histories.begin(), histories.end(),
                                     [](const OtherHistory& one) { return one.format == "rails"; });
    for (auto& one : histories) {
        if (!has_own && one.format == "dbmate") {
            one.tool = "Rails";
            one.format = "rails";
        }
    }
}

/// The table of the tool, or with no name of any that can be taken over.
OtherHistory find_history(database::Session& session, const std::string& format) {
    auto histories = session.find_other_histories();
    if (format == "rails") {
        take_for_rails(histories);
    }
    std::erase_if(histories, [&](const OtherHistory& one) {
        return one.format.empty() || (!format.empty() && one.format != format);
    });
    if (histories.empty()) {
        throw refusal(format.empty() ? "no table of a tool that is known was found"
                                     : fmt::format("no table of {} was found", format),
                      {}, "is it the right database? `headstart status` says which one it is");
    }
    if (histories.size() > 1) {
        throw refusal("several tables of other tools were found", notes_about(histories),
                      format.empty() ? "say which tool: headstart stamp --from TOOL"
                                     : fmt::format("say which: headstart stamp --from {} --table {}", format,
                                                   shown_table(histories.front())));
    }
    return histories.front();
}

/// A table that no look would find, for the user has named it for the tool.
OtherHistory named_history(const std::string& name, const std::string& format) {
    if (format.empty()) {
        throw usage_error("--table needs the tool whose table it is",
                          fmt::format("headstart stamp --from TOOL --table {}", name));
    }
    const auto dot = name.find('.');
    const auto schema = dot == std::string::npos ? "" : name.substr(0, dot);
    return {schema, dot == std::string::npos ? name : name.substr(dot + 1),
            std::string(imports::format_called(format)->title), format};
}

/// Rows that the version table has and the tool does not know were applied by headstart: they would run
/// again.
void check_rows_are_applied(const std::vector<std::string>& rows, const imports::Applied& applied,
                            const OtherHistory& history) {
    std::vector<std::string> others;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(others), [&](const std::string& row) {
        return std::find(applied.ids.begin(), applied.ids.end(), row) == applied.ids.end();
    });
    if (!others.empty()) {
        throw refusal(
            fmt::format("the version table is further than {}: {}", shown_table(history),
                        base::join(others, ", ")),
            {}, "nothing was changed: headstart has applied these itself; go on with `headstart upgrade`");
    }
}

/// What the tool has applied, by its table.
struct TakenOver {
    OtherHistory history;
    imports::Applied applied;
};

TakenOver take_over(database::Session& session, const revision::RevisionGraph& graph,
                    const std::optional<std::string>& table, const std::string& format) {
    const auto standing = session.read_standing();
    const auto history = table ? named_history(*table, format) : find_history(session, format);
    auto applied = imports::find_applied(graph, *imports::format_called(history.format), shown_table(history),
                                         session.read_other_history(history));
    check_rows_are_applied(standing.rows, applied, history);
    return {history, std::move(applied)};
}

void tell_taken_over(const TakenOver& taken, diag::Reporter& reporter) {
    const auto table = shown_table(taken.history);
    reporter.info(fmt::format("{} has applied {} of the folder, by {}", taken.history.tool,
                              base::counted(taken.applied.ids.size(), "revision"), table),
                  {{"event", "other_history"},
                   {"table", table},
                   {"revisions", static_cast<std::int64_t>(taken.applied.ids.size())}});
}

} // namespace

int stamp_from(Context& context, const Arguments& arguments, const scripts::ScriptDirectory& scripts,
               const std::string& tool) {
    const auto format = format_name(tool);
    const auto table = arguments.value("--table");
    start_heartbeat(context);
    const auto session = open_session(context, Patience::asks_once);
    TakenOver taken;
    migrate::across_reconnects(*session,
                               [&] { taken = take_over(*session, scripts.graph(), table, format); });
    tell_taken_over(taken, session->reporter());
    const auto& heads = taken.applied.heads;
    look_for_metrics(context, *session, scripts, [&] {
        migrate::stamp(*session, scripts, heads.empty() ? std::vector<std::string>{"base"} : heads, false,
                       run_options(context),
                       fmt::format("taken over from {}, {}", taken.history.tool, shown_table(taken.history)));
    });
    return 0;
}

} // namespace headstart::commands
