#include "migrate/accept.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "migrate/applied_files.hpp"
#include "migrate/execution.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::migrate {

using revision::Revision;

namespace {

using Revisions = std::vector<const Revision*>;

bool holds(const Revisions& revisions, const Revision* revision) {
    return std::find(revisions.begin(), revisions.end(), revision) != revisions.end();
}

Acceptance sort_out(const AppliedFiles& files, const Revisions& revisions) {
    Acceptance sorted;
    for (const auto* revision : revisions) {
        if (!holds(files.applied, revision)) {
            throw diag::refusal(
                diag::code::invalid_target,
                fmt::format("revision {} is not applied: there is nothing to accept", revision->id),
                "a pending migration may be edited freely; `headstart status` shows what is applied");
        }
        const bool is_edited = std::any_of(files.edited.begin(), files.edited.end(),
                                           [&](const Edited& edited) { return edited.revision == revision; });
        auto& list = is_edited || holds(files.unrecorded, revision) ? sorted.accepted : sorted.unchanged;
        if (!holds(list, revision)) {
            list.push_back(revision);
        }
    }
    return sorted;
}

std::vector<database::Migration> prepare_all(const scripts::ScriptDirectory& scripts,
                                             const Revisions& revisions, database::Session& session) {
    std::vector<revision::Step> steps;
    for (const auto* revision : revisions) {
        steps.push_back({revision::Direction::up, revision, {}, {}});
    }
    return prepare(scripts, steps, session);
}

} // namespace

Acceptance accept(database::Session& session, const scripts::ScriptDirectory& scripts,
                  const Revisions& revisions, const RunOptions& options) {
    // A section that could not run is refused even if the journal has it so: a new database needs it.
    prepare_all(scripts, revisions, session);
    const auto look = [&] {
        return sort_out(compare_files(scripts, session.read_standing().rows, session), revisions);
    };
    Acceptance first;
    bool has_looked = false;
    across_reconnects(session, [&] {
        auto found = look();
        const bool is_accepted = found.accepted.empty();
        if (!std::exchange(has_looked, true)) {
            first = std::move(found);
        }
        if (is_accepted) {
            return;
        }
        lock_and_create_tables(session, options.lock); // what Alembic managed has no journal yet
        if (const auto missing = look().accepted; !missing.empty()) {
            session.accept(prepare_all(scripts, missing, session));
        }
    });
    return first;
}

} // namespace headstart::migrate
