#include "commands/alembic_proof.hpp"

#include "base/text.hpp"
#include "catalogue/read.hpp"
#include "commands/comparison.hpp"
#include "commands/revision_proof.hpp"
#include "commands/scratch.hpp"
#include "diff/plan.hpp"
#include "prove/row_digest.hpp"
#include "revision/plan.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::commands {

namespace {

using revision::Direction;
using revision::Step;

constexpr diff::Compared k_whole{.privileges = true, .owners = false};

/// What a database holds.
struct Content {
    schema::Schema schema;
    prove::RowDigests rows;
};

Content content_of(prove::ScratchDatabase& database, const catalogue::ReadOptions& reading) {
    auto schema = catalogue::read_schema(database.connection(), reading);
    auto rows = prove::digest_rows(database.connection(), schema);
    return {std::move(schema), std::move(rows)};
}

std::string shown_name(const schema::Address& address) {
    return fmt::format("{} {}", schema::word(address.kind), address.identity);
}

/// Columns that hold other values, less those that two runs of Alembic leave different.
std::vector<std::string> other_columns(const prove::RowDigest& ours, const prove::RowDigest& theirs,
                                       const prove::RowDigest* again) {
    std::vector<std::string> names;
    for (const auto& [name, digest] : theirs.columns) {
        const auto own = ours.columns.find(name);
        const auto other = again == nullptr ? theirs.columns.end() : again->columns.find(name);
        const bool is_of_the_moment =
            again != nullptr && other != again->columns.end() && other->second != digest;
        if (!is_of_the_moment && (own == ours.columns.end() || own->second != digest)) {
            names.push_back(name);
        }
    }
    return names;
}

class Proving {
public:
    Proving(Context& context, const AlembicProject& project, const scripts::ScriptDirectory& scripts,
            const prove::ScratchServer& server)
        : m_context(context)
        , m_project(project)
        , m_scripts(scripts)
        , m_tools{context, scripts, {search_path_of(server), selection_of(context)}}
        , m_ours(server)
        , m_theirs(server) {}

    AlembicProof prove(prove::ScratchDatabase& recorded) {
        const auto session = open_scratch_session(m_context, m_ours.url());
        upgrade_by_alembic(m_context, m_project, m_theirs.url(), "heads");
        const auto steps = revision::plan_upgrade(m_scripts.graph(), {}, {"heads"});
        m_proof.applied = run(*session, steps, "upgrade");
        if (m_proof.applied == steps.size()) {
            const auto again = content_of(recorded, m_tools.reading);
            compare("after the upgrade", &again);
            go_back(*session, steps);
        }
        return std::move(m_proof);
    }

private:
    /// How many were run; fewer than all with a review.
    std::size_t run(database::Session& session, const std::vector<Step>& steps, std::string_view what) {
        const auto progress = m_context.reporter->show_progress(0, steps.size());
        std::size_t done = 0;
        for (const auto& step : steps) {
            progress->begin(fmt::format("{} {}", what, step.revision->id));
            try {
                run_step(m_tools, session, step);
            } catch (const diag::Error& error) {
                add_review(*step.revision, fmt::format("the file cannot be run ({}): {}", what,
                                                       error.diagnostics().front().message));
                return done;
            }
            ++done;
            progress->advance(1);
        }
        return done;
    }

    void add_review(const revision::Revision& revision, std::string what) {
        m_proof.found.reviews.push_back({{revision.path, 0}, std::move(what), ""});
    }

    void compare(std::string_view when, const Content* again) {
        const auto ours = content_of(m_ours, m_tools.reading);
        const auto theirs = content_of(m_theirs, m_tools.reading);
        for (const auto& address : diff::differences(theirs.schema, ours.schema, k_whole)) {
            const bool is_ours = ours.schema.objects.contains(address);
            const bool is_theirs = theirs.schema.objects.contains(address);
            const auto* const verdict = !is_ours ? "is missing" : !is_theirs ? "is there, and Alembic makes none"
                                                                             : "is not the same";
            m_proof.found.reviews.push_back(
                {{"", 0}, fmt::format("{}: {} {}", when, shown_name(address), verdict), ""});
        }
        for (const auto& [table, rows] : theirs.rows) {
            const auto own = ours.rows.find(table);
            if (own != ours.rows.end()) {
                compare_rows(when, table, own->second, rows, again);
            }
        }
    }

    void compare_rows(std::string_view when, const schema::Address& table, const prove::RowDigest& ours,
                      const prove::RowDigest& theirs, const Content* again) {
        const auto name = shown_name(table);
        if (ours.count != theirs.count) {
            m_proof.found.reviews.push_back({{"", 0},
                                             fmt::format("{}: {} holds {}, and {} by Alembic", when, name,
                                                         base::counted(static_cast<std::size_t>(ours.count), "row"),
                                                         theirs.count),
                                             ""});
            return;
        }
        const auto found = again == nullptr ? prove::RowDigests::const_iterator{} : again->rows.find(table);
        const auto* const second =
            again == nullptr || found == again->rows.end() ? nullptr : &found->second;
        if (const auto columns = other_columns(ours, theirs, second); !columns.empty()) {
            m_proof.found.reviews.push_back(
                {{"", 0},
                 fmt::format("{}: {} holds other values in {}", when, name, base::join(columns, ", ")),
                 ""});
        }
    }

    /// As far as there is a way back on both sides.
    void go_back(database::Session& session, const std::vector<Step>& up) {
        const auto irreversible = std::find_if(up.rbegin(), up.rend(), [&](const Step& step) {
            return !scripts::find_sections(m_scripts.file_of(*step.revision)).down;
        });
        if (irreversible != up.rend()) {
            m_proof.notes.push_back(fmt::format("{} has no way back, so none was compared",
                                                irreversible->revision->id));
            return;
        }
        try {
            downgrade_by_alembic(m_context, m_project, m_theirs.url(), "base");
        } catch (const diag::Error& error) {
            m_proof.notes.push_back(fmt::format("Alembic itself cannot go back to base: {}",
                                                error.diagnostics().front().message));
            return;
        }
        const auto steps =
            revision::plan_downgrade(m_scripts.graph(), session.read_standing().rows, "base");
        m_proof.undone = run(session, steps, "downgrade");
        if (m_proof.undone == steps.size()) {
            compare("after the downgrade", nullptr);
        }
    }

    Context& m_context;
    const AlembicProject& m_project;
    const scripts::ScriptDirectory& m_scripts;
    TestTools m_tools;
    prove::ScratchDatabase m_ours;
    prove::ScratchDatabase m_theirs;
    AlembicProof m_proof;
};

} // namespace

AlembicProof prove_import(Context& context, const AlembicProject& project,
                          const scripts::ScriptDirectory& scripts, const prove::ScratchServer& server,
                          prove::ScratchDatabase& recorded) {
    return Proving(context, project, scripts, server).prove(recorded);
}

} // namespace headstart::commands
