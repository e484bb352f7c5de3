#include "commands/import_proof.hpp"

#include "base/text.hpp"
#include "catalogue/read.hpp"
#include "commands/comparison.hpp"
#include "commands/revision_proof.hpp"
#include "commands/scratch.hpp"
#include "diff/plan.hpp"
#include "pg/quote.hpp"
#include "prove/row_digest.hpp"
#include "revision/plan.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::commands {

namespace {

struct ImportProof {
    bool is_complete = true;                ///< both sides were run
    std::size_t compared = 0;               ///< revisions behind which both sides were compared
    std::size_t applied = 0;                ///< revisions that headstart has applied; all, unless one fails
    std::size_t undone = 0;                 ///< revisions that were undone again, on both sides
    std::vector<std::string> notes;         ///< what the way back could not show, a sentence each
    std::vector<std::string> momentary;     ///< "users.id": other values each time, and so not compared
    std::vector<imports::Remark> differing; ///< where the two are not the same
};

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

/// Columns that hold other values.
struct OtherColumns {
    std::vector<std::string> differing;
    std::vector<std::string> momentary; ///< two runs of Alembic leave them different, too
};

/// Whether two runs of the other tool have left other values, and ours is no more than a third such run: an
/// UPDATE that names its rows by an id of the moment finds none in ours, and what it fills stays empty.
bool is_of_the_moment(const std::string& ours, const std::string& theirs, const std::string& again) {
    const auto numbers = prove::numbers_of(theirs);
    return again != theirs && (prove::numbers_of(again) != numbers || prove::numbers_of(ours) == numbers);
}

/// Empty for a column that is not there.
std::string digest_of(const prove::RowDigest& rows, const std::string& column) {
    const auto found = rows.columns.find(column);
    return found == rows.columns.end() ? "" : found->second;
}

OtherColumns other_columns(const prove::RowDigest& ours, const prove::RowDigest& theirs,
                           const prove::RowDigest* again) {
    OtherColumns others;
    for (const auto& [name, digest] : theirs.columns) {
        const auto own = digest_of(ours, name);
        if (own == digest) {
            continue;
        }
        const bool is_momentary = again != nullptr && is_of_the_moment(own, digest, digest_of(*again, name));
        (is_momentary ? others.momentary : others.differing).push_back(name);
    }
    return others;
}

/// Where the two sides are run.
struct Servers {
    const prove::ScratchServer& ours;
    const prove::ScratchServer& theirs;
};

class Proving {
public:
    Proving(Context& context, const OtherTool& tool, const scripts::ScriptDirectory& scripts,
            const Servers& servers, prove::ScratchDatabase& recorded)
        : m_context(context)
        , m_tool(tool)
        , m_scripts(scripts)
        , m_tools{context, scripts, reading_of(context, tool, servers.ours)}
        , m_ours(servers.ours)
        , m_recorded(recorded) {
        if (tool.upgrade) {
            m_second.emplace(servers.theirs);
        }
        for (auto* const database : {&m_ours, m_second ? &*m_second : nullptr}) {
            if (tool.prepare && database != nullptr) {
                tool.prepare(*database);
            }
        }
    }

    ImportProof prove() {
        make_schema_of_version_table();
        const auto session = open_scratch_session(m_context, m_ours.url());
        if (m_tool.upgrade_by_one) {
            climb(*session);
            return std::move(m_proof);
        }
        if (m_tool.upgrade && !upgrade_by_tool()) {
            return std::move(m_proof);
        }
        const auto steps = revision::plan_upgrade(m_scripts.graph(), {}, {"heads"});
        m_proof.applied = run(*session, steps, "upgrade");
        if (m_proof.applied == steps.size()) {
            compare_after_upgrade();
            if (m_tool.downgrade) {
                go_back(*session, steps);
            }
        }
        return std::move(m_proof);
    }

private:
    static catalogue::ReadOptions reading_of(const Context& context, const OtherTool& tool,
                                             const prove::ScratchServer& server) {
        auto selection = selection_of(context);
        selection.own_tables.insert(selection.own_tables.end(), tool.own_tables.begin(),
                                    tool.own_tables.end());
        return {search_path_of(server), std::move(selection)};
    }

    prove::ScratchDatabase& theirs() { return m_second ? *m_second : m_recorded; }

    /// What has made it in the old project, need not be a migration.
    void make_schema_of_version_table() {
        const auto& schema = *m_context.settings.version_table_schema;
        if (!schema.empty()) {
            m_ours.connection().exec("CREATE SCHEMA IF NOT EXISTS " + pg::quote_identifier(schema));
        }
    }

    /// A role that the first run has made is there in the second: it belongs to the server, and to no
    /// database.
    bool upgrade_by_tool() {
        try {
            m_tool.upgrade(theirs().url());
            return true;
        } catch (const diag::Error& error) {
            m_proof.notes.push_back(
                fmt::format("{} could not be run a second time, so nothing was compared: {}", m_tool.title,
                            base::first_line(error.diagnostics().front().message)));
            m_proof.is_complete = false;
            return false;
        }
    }

    /// Both go up revision by revision, as far as they are the same.
    void climb(database::Session& session) {
        while (const auto id = m_tool.upgrade_by_one(theirs().url())) {
            const auto steps = revision::plan_upgrade(m_scripts.graph(), session.read_standing().rows, {*id});
            const auto done = run(session, steps, "upgrade");
            m_proof.applied += done;
            if (done == steps.size()) {
                compare("after " + *id, nullptr);
            }
            if (!m_proof.differing.empty()) {
                return;
            }
            ++m_proof.compared;
        }
    }

    /// How many were run; fewer than all with a remark.
    std::size_t run(database::Session& session, const std::vector<Step>& steps, std::string_view what) {
        const auto progress = m_context.reporter->show_progress(0, steps.size());
        std::size_t done = 0;
        for (const auto& step : steps) {
            progress->begin(fmt::format("{} {}", what, step.revision->id));
            try {
                run_step(m_tools, session, step);
            } catch (const diag::Error& error) {
                tell_what_failed(step, error.diagnostics().front(), what);
                return done;
            }
            ++done;
            progress->advance(1);
        }
        return done;
    }

    void tell_what_failed(const Step& step, const diag::Diagnostic& problem, std::string_view what) {
        if (problem.server && problem.server->sqlstate == "42710" &&
            problem.message.starts_with("role ")) { // duplicate_object
            m_proof.is_complete = false;
            m_proof.notes.push_back(fmt::format(
                "Not compared from {} on, which makes a role: {} has made it on this server already ({})",
                step.revision->id, m_tool.title, problem.message));
            return;
        }
        add({step.revision->path, 0}, fmt::format("the file cannot be run ({}): {}", what, problem.message));
    }

    void add(imports::Place place, std::string what) {
        m_proof.differing.push_back({std::move(place), std::move(what), ""});
    }

    void compare_after_upgrade() {
        if (!m_second) {
            compare("after the upgrade", nullptr);
            return;
        }
        const auto again = content_of(m_recorded, m_tools.reading);
        compare("after the upgrade", &again);
    }

    void compare(std::string_view when, const Content* again) {
        const auto ours = content_of(m_ours, m_tools.reading);
        const auto other = content_of(theirs(), m_tools.reading);
        for (const auto& address : diff::differences(other.schema, ours.schema, k_whole)) {
            add({}, fmt::format("{}: {} {}", when, shown_name(address),
                                !ours.schema.objects.contains(address)    ? "is missing"
                                : !other.schema.objects.contains(address) ? "is there, and should not be"
                                                                          : "is not the same"));
        }
        for (const auto& [table, rows] : other.rows) {
            if (const auto own = ours.rows.find(table); own != ours.rows.end()) {
                compare_rows(when, table, own->second, rows,
                             again == nullptr ? nullptr : find_digest(again->rows, table));
            }
        }
    }

    static const prove::RowDigest* find_digest(const prove::RowDigests& rows, const schema::Address& table) {
        const auto found = rows.find(table);
        return found == rows.end() ? nullptr : &found->second;
    }

    void compare_rows(std::string_view when, const schema::Address& table, const prove::RowDigest& ours,
                      const prove::RowDigest& other, const prove::RowDigest* again) {
        const auto what = fmt::format("{}: {}", when, shown_name(table));
        if (ours.count != other.count) {
            add({}, fmt::format("{} holds {}, and {} by {}", what,
                                base::counted(static_cast<std::size_t>(ours.count), "row"), other.count,
                                m_tool.title));
            return;
        }
        const auto columns = other_columns(ours, other, again);
        if (!columns.differing.empty()) {
            add({}, fmt::format("{} holds other values in {}", what, base::join(columns.differing, ", ")));
        }
        for (const auto& column : columns.momentary) {
            m_proof.momentary.push_back(fmt::format("{}.{}", table.identity, column));
        }
    }

    /// As far as there is a way back on both sides.
    void go_back(database::Session& session, const std::vector<Step>& up) {
        const auto irreversible = std::find_if(up.rbegin(), up.rend(), [&](const Step& step) {
            return !scripts::find_sections(m_scripts.file_of(*step.revision)).down;
        });
        if (irreversible != up.rend()) {
            m_proof.notes.push_back(
                fmt::format("{} has no way back, so none was compared", irreversible->revision->id));
            return;
        }
        try {
            m_tool.downgrade(theirs().url());
        } catch (const diag::Error& error) {
            m_proof.notes.push_back(fmt::format("{} itself cannot go back to base: {}", m_tool.title,
                                                base::first_line(error.diagnostics().front().message)));
            return;
        }
        const auto steps = revision::plan_downgrade(m_scripts.graph(), session.read_standing().rows, "base");
        m_proof.undone = run(session, steps, "downgrade");
        if (m_proof.undone == steps.size()) {
            compare("after the downgrade", nullptr);
        }
    }

    Context& m_context;
    const OtherTool& m_tool;
    const scripts::ScriptDirectory& m_scripts;
    TestTools m_tools;
    prove::ScratchDatabase m_ours;
    prove::ScratchDatabase& m_recorded;
    std::optional<prove::ScratchDatabase> m_second; ///< upgraded by the tool, too
    ImportProof m_proof;
};

/// A role that one side makes is there for the other, and for a second run: it is of the whole server. Where
/// that is ours, each side then gets one of its own.
ImportProof prove_import(Context& context, const OtherTool& tool, const scripts::ScriptDirectory& scripts,
                         const prove::ScratchServer& server, prove::ScratchDatabase& recorded) {
    auto proof = Proving(context, tool, scripts, {server, server}, recorded).prove();
    if (!proof.is_complete && server.host) {
        const auto ours = scratch_server(context);
        const auto theirs = scratch_server(context);
        proof = Proving(context, tool, scripts, {ours, theirs}, recorded).prove();
    }
    return proof;
}

/// For the report.
std::vector<std::string> sentences_of(const ImportProof& proof, const OtherTool& tool,
                                      std::size_t revisions) {
    std::vector<std::string> lines;
    if (!proof.is_complete) {
        lines.emplace_back("Not proved");
    } else if (proof.differing.empty()) {
        lines.push_back(fmt::format(
            "Proved: {} applied by headstart and by {} to two empty databases, which then "
            "held the same schema and the same rows{}",
            base::counted(revisions, "revision"), tool.title,
            proof.momentary.empty() ? ""
                                    : fmt::format(", but for values that are others each time: {}",
                                                  base::join(proof.momentary, ", "))));
    } else {
        lines.push_back(fmt::format("Not the same: {} applied by headstart; see below",
                                    base::counted(proof.applied, "revision")));
    }
    if (proof.compared > 0) {
        lines.push_back(fmt::format("Compared after each: {}", base::counted(proof.compared, "revision")));
    }
    if (proof.undone > 0) {
        lines.push_back(
            fmt::format("The way back: {} undone by both", base::counted(proof.undone, "revision")));
    }
    lines.insert(lines.end(), proof.notes.begin(), proof.notes.end());
    return lines;
}

} // namespace

prove::ScratchServer server_for_python(Context& context) {
    auto& settings = context.settings;
    if (!settings.scratch.is_set() && !settings.scratch_url.is_set()) {
        settings.scratch.value = settings::ScratchPlace::local;
    }
    return scratch_server(context);
}

void add_proof(ProofReport& report, Context& context, const OtherTool& tool,
               const scripts::ScriptDirectory& scripts, const prove::ScratchServer& server,
               prove::ScratchDatabase& recorded) {
    const auto& revisions = scripts.graph().revisions();
    for (const auto& one : revisions) {
        context.longest_id = std::max(context.longest_id, one.id.size());
    }
    auto proof = prove_import(context, tool, scripts, server, recorded);
    const auto sentences = sentences_of(proof, tool, revisions.size());
    report.lines.insert(report.lines.end(), sentences.begin(), sentences.end());
    report.reviews = std::move(proof.differing);
}

void add_no_proof(ProofReport& report) {
    report.lines.emplace_back("Not proved: the files have not been run");
}

} // namespace headstart::commands
