#include "migrate/script.hpp"

#include "migrate/prepare.hpp"
#include "revision/plan.hpp"

#include <span>

namespace headstart::migrate {

using database::Migration;
using database::OfflineScript;

namespace {

void add_tag(OfflineScript& script, const ScriptOptions& options) {
    if (!options.tag.empty()) {
        script.add_comment("Tag: " + options.tag);
    }
}

void write_steps(OfflineScript& script, const scripts::ScriptDirectory& scripts,
                 const std::vector<revision::Step>& steps, const ScriptOptions& options) {
    const auto prepared = prepare_offline(scripts, steps);
    add_tag(script, options);
    if (!prepared.empty()) {
        script.create_tables(prepared.front().step.rows_before.ids());
        script.require_nothing_half_done();
    }
    for (std::span<const Migration> left = prepared; !left.empty();) {
        const auto group = next_group(left, options.transaction_per_migration);
        if (group.front().transactional) {
            script.add_transaction(group);
        } else {
            script.add_stepwise(group.front());
        }
        left = left.subspan(group.size());
    }
}

} // namespace

void write_upgrade(OfflineScript& script, const scripts::ScriptDirectory& scripts, std::string_view range,
                   const ScriptOptions& options) {
    const auto [rows, targets] = revision::offline_upgrade(scripts.graph(), range);
    write_steps(script, scripts, revision::plan_upgrade(scripts.graph(), rows, targets), options);
}

void write_downgrade(OfflineScript& script, const scripts::ScriptDirectory& scripts, std::string_view range,
                     const ScriptOptions& options) {
    const auto [rows, targets] = revision::offline_downgrade(scripts.graph(), range);
    write_steps(script, scripts, revision::plan_downgrade(scripts.graph(), rows, targets.front()), options);
}

void write_stamp(OfflineScript& script, const scripts::ScriptDirectory& scripts,
                 const std::vector<std::string>& ranges, const ScriptOptions& options) {
    const auto [rows, targets] = revision::offline_stamp(scripts.graph(), ranges);
    const auto stamps =
        stamps_of(scripts.graph(), revision::plan_stamp(scripts.graph(), rows, targets, false));
    add_tag(script, options);
    if (!stamps.empty()) {
        script.create_tables(stamps.front().step.rows_before.ids());
        script.add_stamps(stamps);
    }
}

void write_ensure_version(OfflineScript& script, const ScriptOptions& options) {
    add_tag(script, options);
    script.ensure_tables();
}

} // namespace headstart::migrate
