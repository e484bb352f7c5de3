#include "commands/context.hpp"
#include "commands/dry_run.hpp"
#include "commands/dump.hpp"
#include "commands/run_mode.hpp"
#include "commands/shared_options.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/log.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/persistence.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

namespace {

void say_if_nothing_was_done(const migrate::Outcome& outcome) {
    if (outcome.applied == 0 && !outcome.is_ahead) {
        diag::log_info("nothing to do: the database is there already", {{"event", "up_to_date"}});
    }
}

/// A developer has time for what a start of an application does not look at: what was edited since, and whose
/// word it is that there is nothing to do.
void look_closer(database::Session& session, const scripts::ScriptDirectory& scripts) {
    const auto standing = session.read_standing();
    if (!standing.owner.empty()) {
        session.reporter().warning(fmt::format("{} belongs to {}, a role whose rights this one does not "
                                               "have: what the database is at is that "
                                               "role's word",
                                               standing.table, standing.owner),
                                   {{"event", "others_version_table"}, {"owner", standing.owner}});
    }
    if (session.may_read_journal()) {
        migrate::warn_of_edited(migrate::compare_files(scripts, standing.rows, session), session.reporter());
    }
}

int upgrade(Context& context, const Arguments& arguments) {
    const auto mode = run_mode_of(arguments);
    const auto format = format_of(arguments);
    auto targets = arguments.positionals();
    if (targets.empty()) {
        targets.emplace_back("head");
    }
    if (mode == RunMode::writes_script && targets.size() > 1) {
        throw usage_error("--sql takes one target", "write FROM:TO; `heads` are all heads");
    }
    if (mode == RunMode::runs) {
        start_metrics(context);
    }
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    if (mode == RunMode::writes_script) {
        const auto script = begin_script(context);
        migrate::write_upgrade(*script, scripts, targets.front(), script_options(context, arguments));
        script->finish();
        return 0;
    }
    for (const auto& target : targets) {
        revision::forbid_range(target);
    }
    if (mode == RunMode::shows_plan) {
        const auto session = open_session(context, Patience::asks_once, false);
        print_plan(migrate::preview_upgrade(*session, scripts, targets, run_options(context)), scripts,
                   format);
        return 0;
    }
    start_heartbeat(context);
    context.creates_database = arguments.flag("--create-database");
    auto session = open_session(context, Patience::asks_once);
    migrate::Outcome outcome;
    look_for_metrics(context, *session, scripts,
                     [&] { outcome = migrate::upgrade(*session, scripts, targets, run_options(context)); });
    if (outcome.applied == 0 && !outcome.is_ahead) {
        migrate::across_reconnects(*session, [&] { look_closer(*session, scripts); });
    }
    say_if_nothing_was_done(outcome);
    session.reset(); // others may migrate on
    keep_dump(context, arguments, outcome.applied > 0);
    return 0;
}

constexpr std::array k_upgrade_options{
    k_sql, k_tag, k_dry_run, k_plan_format, k_no_dump, k_create_database,
};

int downgrade(Context& context, const Arguments& arguments) {
    const auto mode = run_mode_of(arguments);
    const auto format = format_of(arguments);
    const auto target = arguments.positionals().front();
    if (mode == RunMode::runs) {
        start_metrics(context);
    }
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    if (mode == RunMode::writes_script) {
        const auto script = begin_script(context);
        migrate::write_downgrade(*script, scripts, target, script_options(context, arguments));
        script->finish();
        return 0;
    }
    revision::forbid_range(target);
    if (mode == RunMode::shows_plan) {
        const auto session = open_session(context, Patience::asks_once, false);
        print_plan(migrate::preview_downgrade(*session, scripts, target), scripts, format);
        return 0;
    }
    start_heartbeat(context);
    auto session = open_session(context, Patience::asks_once);
    migrate::Outcome outcome;
    look_for_metrics(context, *session, scripts,
                     [&] { outcome = migrate::downgrade(*session, scripts, target, run_options(context)); });
    say_if_nothing_was_done(outcome);
    session.reset();
    keep_dump(context, arguments, outcome.applied > 0);
    return 0;
}

constexpr std::array k_downgrade_options{k_sql, k_tag, k_dry_run, k_plan_format, k_no_dump};

} // namespace

const Command k_upgrade_command{
    .name = "upgrade",
    .summary = "run migrations upwards, to head if not told otherwise",
    .examples = "headstart upgrade head\n"
                "headstart upgrade +1\n"
                "headstart upgrade head --dry-run     # the plan and its SQL; nothing runs\n"
                "headstart upgrade 3f2a1c:head --sql  # a script for psql; no connection is made",
    .options = k_upgrade_options,
    .positional = {"revision", "where to: head, +N, an id or its beginning", PositionalSpec::Count::any,
                   "head,heads,+1"},
    .run = upgrade,
};

const Command k_downgrade_command{
    .name = "downgrade",
    .summary = "run migrations downwards",
    .examples = "headstart downgrade -1\n"
                "headstart downgrade base\n"
                "headstart downgrade head:-1 --sql    # --sql needs both ends",
    .options = k_downgrade_options,
    .positional = {"revision", "where to: -N, base, an id or its beginning", PositionalSpec::Count::one,
                   "-1,base"},
    .run = downgrade,
};

} // namespace headstart::commands
