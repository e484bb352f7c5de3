#include "migrate/offline.hpp"

#include "database/offline_script.hpp"
#include "migrate/prepare.hpp"
#include "revision/plan.hpp"

#include <fmt/format.h>

#include <utility>

namespace headstart::migrate {

using database::Migration;
using database::OfflineScript;

namespace {

OfflineScript begin_script(const OfflineOptions& options) {
    OfflineScript script(options.version_table_schema, options.version_table, options.lock_timeout);
    script.add_comment("Run with: psql -X -v ON_ERROR_STOP=1 -f FILE");
    if (!options.tag.empty()) {
        script.add_comment("Tag: " + options.tag);
    }
    return script;
}

std::string script_of(const scripts::ScriptDirectory& scripts, const std::vector<revision::Step>& steps,
                      const OfflineOptions& options) {
    const auto prepared = prepare(scripts, steps, 0);
    auto script = begin_script(options);
    if (!prepared.empty()) {
        script.create_tables(prepared.front().step.rows_before);
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
    return script.text();
}

} // namespace

std::string offline_upgrade(const scripts::ScriptDirectory& scripts, std::string_view range,
                            const OfflineOptions& options) {
    const auto [rows, targets] = revision::offline_upgrade(scripts.graph(), range);
    return script_of(scripts, revision::plan_upgrade(scripts.graph(), rows, targets), options);
}

std::string offline_downgrade(const scripts::ScriptDirectory& scripts, std::string_view range,
                              const OfflineOptions& options) {
    const auto [rows, targets] = revision::offline_downgrade(scripts.graph(), range);
    return script_of(scripts, revision::plan_downgrade(scripts.graph(), rows, targets.front()), options);
}

std::string offline_stamp(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& ranges,
                          const OfflineOptions& options) {
    const auto [rows, targets] = revision::offline_stamp(scripts.graph(), ranges);
    const auto stamps =
        stamps_of(scripts.graph(), revision::plan_stamp(scripts.graph(), rows, targets, false));
    auto script = begin_script(options);
    if (!stamps.empty()) {
        script.create_tables(stamps.front().step.rows_before);
        script.add_stamps(stamps);
    }
    return script.text();
}

std::string offline_ensure_version(const OfflineOptions& options) {
    auto script = begin_script(options);
    script.ensure_tables();
    return script.text();
}

} // namespace headstart::migrate
