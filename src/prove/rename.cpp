#include "prove/rename.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "prove/run_steps.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace headstart::prove {

namespace {

using diff::Rename;
using diff::RenameLevel;

class Renamer {
public:
    Renamer(pg::Connection& connection, const diff::Schema& present, const diff::Schema& goal,
            const catalogue::ReadOptions& reading)
        : m_connection(connection)
        , m_goal(goal)
        , m_reading(reading)
        , m_renaming{{}, {}, {}, present} {}

    [[nodiscard]] const diff::Schema& present() const { return m_renaming.schema; }

    [[nodiscard]] const std::vector<Rename>& done() const { return m_renaming.done; }

    void run(const std::vector<Rename>& renames) {
        if (renames.empty()) {
            return;
        }
        auto steps = diff::rename_steps({m_renaming.schema, m_goal}, renames);
        if (const auto refused = run_steps(m_connection, steps)) {
            fail(*refused);
        }
        std::move(steps.begin(), steps.end(), std::back_inserter(m_renaming.steps));
        m_renaming.done.insert(m_renaming.done.end(), renames.begin(), renames.end());
        m_renaming.levels.push_back(renames);
        m_renaming.schema = catalogue::read_schema(m_connection, m_reading);
    }

    Renaming finish() { return std::move(m_renaming); }

private:
    [[noreturn]] static void fail(const RefusedStatement& refused) {
        const auto& error = refused.error;
        diag::Diagnostic problem;
        problem.code = diag::code::unproved_plan;
        problem.message = fmt::format("a rename was refused: {}", error.message);
        problem.server = diag::ServerFields{error.sqlstate, error.detail, error.hint, error.context};
        problem.notes = {refused.sql};
        problem.hint = "write this part by hand, with `headstart revision -m …`";
        throw diag::Error(diag::ExitCode::findings, std::move(problem));
    }

    pg::Connection& m_connection;
    const diff::Schema& m_goal;
    const catalogue::ReadOptions& m_reading;
    Renaming m_renaming;
};

} // namespace

Renaming rename(pg::Connection& connection, const diff::Schema& present, const diff::Schema& goal,
                const std::vector<diff::RenameMark>& marks, const catalogue::ReadOptions& reading) {
    Renamer renamer(connection, present, goal, reading);
    for (const auto level : diff::k_rename_levels) {
        renamer.run(level == RenameLevel::along
                        ? diff::renames_along(renamer.present(), goal, renamer.done())
                        : diff::renames_marked(renamer.present(), goal, marks, level));
    }
    return renamer.finish();
}

Renaming rename_back(pg::Connection& connection, const diff::Schema& present, const diff::Schema& goal,
                     const std::vector<std::vector<Rename>>& levels, const catalogue::ReadOptions& reading) {
    Renamer renamer(connection, present, goal, reading);
    // The identity of a part has the names that its whole has been given before it.
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        std::vector<Rename> back;
        for (const auto& rename : *level) {
            if (renamer.present().find(rename.to) != nullptr) {
                back.push_back(rename.reversed());
            }
        }
        renamer.run(back);
    }
    return renamer.finish();
}

} // namespace headstart::prove
