#include "commands/revision_proof.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "migrate/prepare.hpp"
#include "prove/prove.hpp"
#include "prove/row_digest.hpp"
#include "prove/sample_rows.hpp"
#include "revision/version_rows.hpp"
#include "scripts/section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::commands {

namespace {

using diag::Diagnostic;
using revision::Direction;
using revision::Step;
using Result = RevisionProof::Result;

/// Whatever a migration changes and its way back leaves.
constexpr diff::Compared k_all{.privileges = true, .owners = true};

/// What a database holds between two steps.
struct State {
    schema::Schema schema;
    prove::RowDigests rows;
};

Step way_back(const revision::RevisionGraph& graph, const Step& up) {
    const auto rows = revision::rows_after(up.rows_before.ids(), up.row_changes);
    revision::VersionRows version_rows(graph, revision::require_known_rows(graph, rows));
    auto before = version_rows.as_set();
    return {Direction::down, up.revision, version_rows.downgraded(graph.node_of(*up.revision)),
            std::move(before)};
}

/// The statements that lead from what the database holds to what it should, each a note.
std::vector<std::string> statements_between(pg::Connection& connection, const schema::Schema& present,
                                            const schema::Schema& goal,
                                            const catalogue::ReadOptions& reading) {
    const auto proof = prove::prove(connection, present, goal, reading, k_all, prove::Rows::none);
    auto notes = proof.remaining;
    for (const auto& step : proof.steps) {
        for (const auto& statement : step.statements) {
            notes.push_back(statement.sql + ";");
        }
    }
    return notes;
}

/// The columns of a table that do not hold what they held before.
std::vector<std::string> changed_columns(const prove::RowDigest& before, const prove::RowDigest& behind) {
    std::vector<std::string> names;
    for (const auto& [name, digest] : before.columns) {
        const auto found = behind.columns.find(name);
        if (before.count != behind.count || found == behind.columns.end() || found->second != digest) {
            names.push_back(name);
        }
    }
    return names;
}

/// Tables whose rows the way back has not brought back, with what to say of each.
struct ChangedRows {
    std::vector<std::string> by_up;   ///< the up itself had changed them
    std::vector<std::string> by_down; ///< the up had left them alone
};

ChangedRows changed_rows(const State& before, const State& behind_up, const State& behind_down) {
    ChangedRows changed;
    for (const auto& [table, rows] : before.rows) {
        const auto found = behind_down.rows.find(table);
        if (found == behind_down.rows.end() || found->second == rows) {
            continue; // a table that is missing is a matter of the catalogue
        }
        const auto after_up = behind_up.rows.find(table);
        const auto columns = changed_columns(rows, found->second);
        const auto by_up =
            after_up == behind_up.rows.end() ? columns : changed_columns(rows, after_up->second);
        const bool is_downs = std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
            return std::find(by_up.begin(), by_up.end(), column) == by_up.end();
        });
        const auto& name = before.schema.at(table).name;
        auto text = rows.count != found->second.count
                        ? fmt::format("{} held {} before, and holds {}", name,
                                      base::counted(static_cast<std::size_t>(rows.count), "row"),
                                      base::grouped(static_cast<std::size_t>(found->second.count)))
                        : fmt::format("{} holds other values in {}", name, base::join(columns, ", "));
        (is_downs ? changed.by_down : changed.by_up).push_back(std::move(text));
    }
    return changed;
}

class RevisionProving {
public:
    RevisionProving(const TestTools& tools, prove::ScratchDatabase& database, const Step& up)
        : m_tools(tools)
        , m_database(database)
        , m_up(up)
        , m_sections(scripts::find_sections(tools.scripts.file_of(*up.revision)))
        , m_session(open_scratch_session(tools.context, database.url())) {
        m_proof.revision = up.revision;
    }

    RevisionProof prove(SampleData data) {
        m_proof.result = attempt(data) ? Result::passed : Result::failed;
        if (m_proof.result == Result::passed && !m_sections.down) {
            m_proof.result = Result::irreversible;
        }
        return std::move(m_proof);
    }

private:
    /// Returns false with a finding.
    bool attempt(SampleData data) {
        auto before = read();
        if (data == SampleData::some && put_rows(before.schema)) {
            before = read();
        }
        if (!run(m_up, "its up")) {
            return false;
        }
        if (!m_sections.down) {
            return !m_tools.requires_down || is_forbidden();
        }
        const auto behind_up = read();
        if (!run(way_back(m_tools.scripts.graph(), m_up), "its down")) {
            return false;
        }
        const auto behind_down = read();
        if (!is_restored(before, behind_down) || !are_rows_restored(before, behind_up, behind_down)) {
            return false;
        }
        return run(m_up, "its up once more, behind its down") && is_repeated(behind_up, read());
    }

    State read() {
        auto& connection = m_database.connection();
        auto schema = catalogue::read_schema(connection, m_tools.reading);
        auto rows = prove::digest_rows(connection, schema);
        return {std::move(schema), std::move(rows)};
    }

    /// Returns false where there is no table to put any into.
    bool put_rows(const schema::Schema& schema) {
        std::vector<schema::Address> tables;
        for (const auto& [address, object] : schema.objects) {
            if (address.kind == schema::Kind::table) {
                tables.push_back(address);
            }
        }
        if (!tables.empty()) {
            auto& connection = m_database.connection();
            connection.exec("BEGIN");
            const prove::SampleRows rows(connection, tables);
            connection.exec("COMMIT");
        }
        return !tables.empty();
    }

    bool run(const Step& step, std::string_view what) {
        try {
            run_step(m_tools, *m_session, step);
            return true;
        } catch (diag::Error& error) {
            error.add_path(fmt::format("testing revision {}: {}", m_up.revision->id, what));
            m_proof.findings = error.diagnostics();
            m_proof.is_refused = true;
            return false;
        }
    }

    bool is_forbidden() {
        Diagnostic problem = finding(diag::code::irreversible, m_sections.up);
        problem.message = fmt::format("revision {} has no way back", m_up.revision->id);
        problem.hint = "write a `-- migrate:down` section, or leave out --require-down";
        return fail(std::move(problem));
    }

    bool is_restored(const State& before, const State& behind_down) {
        if (diff::differences(behind_down.schema, before.schema, k_all).empty()) {
            return true;
        }
        Diagnostic problem = finding(diag::code::not_restored, m_sections.down);
        problem.message = fmt::format("the down of revision {} does not bring back what its up has changed",
                                      m_up.revision->id);
        problem.notes =
            statements_between(m_database.connection(), behind_down.schema, before.schema, m_tools.reading);
        problem.hint = "behind the down, these statements would have brought it back";
        if (base::trim(m_sections.down->text()).empty()) {
            problem.hint = "these statements would bring it back; if there is to be no way back, leave out "
                           "`-- migrate:down` altogether";
        }
        return fail(std::move(problem));
    }

    bool are_rows_restored(const State& before, const State& behind_up, const State& behind_down) {
        const auto changed = changed_rows(before, behind_up, behind_down);
        if (!changed.by_up.empty()) {
            auto warning = finding(diag::code::rows_not_restored, m_sections.up);
            warning.severity = diag::Severity::warning;
            warning.message =
                fmt::format("revision {} changes rows that its down does not bring back", m_up.revision->id);
            warning.notes = changed.by_up;
            m_proof.warnings.push_back(std::move(warning));
        }
        if (changed.by_down.empty()) {
            return true;
        }
        Diagnostic problem = finding(diag::code::rows_not_restored, m_sections.down);
        problem.message =
            fmt::format("the down of revision {} loses rows that its up had left alone", m_up.revision->id);
        problem.notes = changed.by_down;
        problem.hint = "alter what is there, in the place of dropping it and making it anew";
        return fail(std::move(problem));
    }

    bool is_repeated(const State& first, const State& second) {
        if (diff::differences(second.schema, first.schema, k_all).empty()) {
            return true;
        }
        Diagnostic problem = finding(diag::code::not_repeatable, m_sections.up);
        problem.message =
            fmt::format("the up of revision {} makes something else behind its down than it made at first",
                        m_up.revision->id);
        problem.notes =
            statements_between(m_database.connection(), second.schema, first.schema, m_tools.reading);
        problem.hint = "these statements would lead from what the second one has made to what the first one "
                       "had";
        return fail(std::move(problem));
    }

    /// At a section's marker.
    static Diagnostic finding(std::string_view code, const std::optional<scripts::Section>& section) {
        Diagnostic problem;
        problem.code = code;
        if (section) {
            const auto text = section->source->text.view();
            problem.span = diag::Span{section->source, section->marker,
                                      std::min(text.find_first_of("\r\n", section->marker), text.size())};
        }
        return problem;
    }

    bool fail(Diagnostic problem) {
        m_proof.findings.push_back(std::move(problem));
        return false;
    }

    const TestTools& m_tools;
    prove::ScratchDatabase& m_database;
    const Step& m_up;
    scripts::Sections m_sections;
    std::unique_ptr<database::Session> m_session;
    RevisionProof m_proof;
};

} // namespace

void run_step(const TestTools& tools, database::Session& session, const Step& step) {
    session.read_standing(); // finds the version table
    const auto migrations = migrate::prepare(tools.scripts, {step}, session);
    session.try_lock();
    session.create_tables();
    if (migrations.front().transactional) {
        session.apply(migrations);
    } else {
        session.apply_stepwise(migrations.front());
    }
}

RevisionProof prove_revision(const TestTools& tools, prove::ScratchDatabase& database, const Step& up,
                             SampleData data) {
    const auto begin = base::Clock::now();
    RevisionProof proof;
    try {
        proof = RevisionProving(tools, database, up).prove(data);
    } catch (const diag::Error& error) { // its sections cannot be found
        proof = {up.revision, Result::failed, {}, error.diagnostics()};
    }
    proof.duration = base::elapsed_since(begin);
    return proof;
}

} // namespace headstart::commands
