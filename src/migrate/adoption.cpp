#include "migrate/adoption.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/prepare.hpp"
#include "revision/plan.hpp"
#include "scripts/checksum.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::migrate {

using database::OtherHistory;

namespace {

/// How to name a version table that is elsewhere.
std::string flags_for(const OtherHistory& history, const database::OwnTable& ours) {
    std::vector<std::string> flags;
    if (history.schema != ours.schema) {
        flags.push_back("--version-table-schema " + history.schema);
    }
    if (history.table != ours.name) {
        flags.push_back("--version-table " + history.table);
    }
    return base::join(flags, " ");
}

std::string note_about(const OtherHistory& history, const database::OwnTable& ours) {
    return history.tool.empty()
               ? fmt::format("a version table is at {}.{}: if it is this application's, name it ({}, or in "
                             "headstart.toml)",
                             history.schema, history.table, flags_for(history, ours))
               : fmt::format("{}.{} is the history of {}: what it has applied is there already",
                             history.schema, history.table, history.tool);
}

/// Of the first tool whose history can be taken over: what to type.
std::string hint_to_take_over(const std::vector<OtherHistory>& histories) {
    const auto found = std::find_if(histories.begin(), histories.end(),
                                    [](const OtherHistory& one) { return !one.format.empty(); });
    return found == histories.end()
               ? ""
               : fmt::format(
                     "take over what {} has: `headstart import {}` makes revisions of its files, `headstart "
                     "stamp --from {}` says which of them are applied; else ",
                     found->tool, found->format, found->format);
}

/// Several services may share a schema, each with a version table of its own. The same files under another
/// name of the version table are no other service.
bool belong_to_neighbours(database::Session& session, const scripts::ScriptDirectory& scripts) {
    const auto neighbours = session.read_neighbours();
    const bool are_we = std::any_of(neighbours.begin(), neighbours.end(), [&](const auto& neighbour) {
        const auto* const revision = scripts.graph().find_revision(neighbour.revision);
        const auto section = revision != nullptr ? up_section(scripts, *revision) : std::nullopt;
        return section && scripts::match_checksum(neighbour.checksum, scripts::checksum(*section)) ==
                              scripts::ChecksumMatch::same;
    });
    return !neighbours.empty() && !are_we;
}

} // namespace

std::optional<diag::Diagnostic> find_not_adopted(database::Session& session,
                                                 const scripts::ScriptDirectory& scripts) {
    const auto tables = session.list_tables();
    if (tables.empty() || belong_to_neighbours(session, scripts)) {
        return std::nullopt;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::not_adopted;
    problem.message =
        "the database holds tables but no version table, so it is unknown which revisions it has";
    problem.notes = {
        fmt::format("tables found: {}{}", base::join(tables, ", "), tables.size() == 5 ? ", …" : "")};
    const auto histories = session.find_other_histories();
    for (const auto& history : histories) {
        problem.notes.push_back(note_about(history, session.own_tables().front()));
    }
    const bool has_version_table = std::any_of(histories.begin(), histories.end(),
                                               [](const OtherHistory& one) { return one.tool.empty(); });
    problem.hint = fmt::format(
        "{}{}`headstart stamp REVISION` (or `stamp head`) if the tables are those of a revision; "
        "`headstart stamp "
        "base` if none of the revisions has been applied, or HEADSTART_ADOPT_AS=base where each new "
        "database comes with such tables. Then run it again",
        has_version_table ? "name the version table if it is one of those found; else " : "",
        hint_to_take_over(histories));
    return problem;
}

namespace {

/// Nothing where there is nothing to adopt.
std::optional<std::vector<revision::StampStep>> steps_of_adoption(database::Session& session,
                                                                  const scripts::ScriptDirectory& scripts,
                                                                  const database::Standing& standing,
                                                                  const std::string& adopt_as) {
    if (standing.has_version_table || adopt_as.empty() || !find_not_adopted(session, scripts)) {
        return std::nullopt;
    }
    try {
        const auto goal = revision::read_stamp_goal(scripts.graph(), {}, {adopt_as}, false);
        return revision::plan_stamp(scripts.graph(), {}, goal);
    } catch (diag::Error& error) {
        error.add_path(fmt::format("reading adopt_as = \"{}\"", adopt_as));
        throw;
    }
}

database::Standing standing_behind(const std::vector<revision::StampStep>& steps,
                                   database::Standing standing) {
    standing.has_version_table = true;
    if (!steps.empty()) {
        standing.rows = revision::rows_after(steps.back());
    }
    return standing;
}

} // namespace

database::Standing as_adopted(database::Session& session, const scripts::ScriptDirectory& scripts,
                              database::Standing standing, const std::string& adopt_as) {
    const auto steps = steps_of_adoption(session, scripts, standing, adopt_as);
    return steps ? standing_behind(*steps, std::move(standing)) : standing;
}

database::Standing adopted(database::Session& session, const scripts::ScriptDirectory& scripts,
                           database::Standing standing, const std::string& adopt_as) {
    auto steps = steps_of_adoption(session, scripts, standing, adopt_as);
    if (!steps) {
        return standing;
    }
    session.reporter().info(
        fmt::format("the database holds tables and no version table: it is taken for {}, as "
                    "adopt_as says",
                    adopt_as),
        {{"event", "adopted"}, {"revision", adopt_as}});
    session.create_tables();
    if (!steps->empty()) {
        session.stamp(stamps_of(scripts.graph(), *std::move(steps)), false, {});
    }
    return session.read_standing();
}

void require_adopted(database::Session& session, const scripts::ScriptDirectory& scripts) {
    auto problem = find_not_adopted(session, scripts);
    if (!problem) {
        return;
    }
    // Behind a pooler of transactions nothing keeps another upgrader from making both since we looked.
    if (session.read_standing().has_version_table) {
        throw database::PlanOutdated(diag::ExitCode::failed, *std::move(problem));
    }
    throw diag::Error(diag::ExitCode::failed, *std::move(problem));
}

} // namespace headstart::migrate
