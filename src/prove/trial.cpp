#include "prove/trial.hpp"

#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string_view>

namespace headstart::prove {

namespace {

using diff::Action;
using diff::Hazard;
/// The files that a table's rows are in, its partitions' and children's too: other ones when they were
/// written anew (manual, "System Administration Functions: Database Object Location").
constexpr std::string_view k_files = R"(
SELECT pg_catalog.array_agg(pg_catalog.pg_relation_filenode(tree.oid::pg_catalog.regclass) ORDER BY tree.oid)
FROM (WITH RECURSIVE below(oid) AS (
          SELECT pg_catalog.to_regclass({})::pg_catalog.oid
          UNION
          SELECT i.inhrelid FROM below JOIN pg_catalog.pg_inherits i
          ON i.inhparent OPERATOR(pg_catalog.=) below.oid)
      SELECT oid FROM below WHERE oid IS NOT NULL) tree)";

bool is_about_rows(const pg::ServerError& error) {
    return error.sqlstate.starts_with("22") || error.sqlstate.starts_with("23");
}

/// The SQLSTATE says it; or the rules know that it happens, for types of extensions say anything.
bool may_be_about_rows(const diff::Step& step, const pg::ServerError& error) {
    return is_about_rows(error) ||
           std::any_of(step.statements.begin(), step.statements.end(),
                       [](const auto& statement) { return has_hazard(statement, Hazard::may_fail_on_rows); });
}

/// What is to be dropped has gone with something else already.
bool says_gone(const diff::Step& step, const pg::ServerError& error) {
    constexpr std::array<std::string_view, 3> k_undefined{"42P01", "42704", "42883"};
    return step.deed.action == Action::drop &&
           std::any_of(k_undefined.begin(), k_undefined.end(), [&](auto state) { return error.is(state); });
}

class Trying {
public:
    Trying(pg::Connection& connection, const diff::Plan& plan, const std::set<std::string>& committed,
           SampleRows& samples, InTheWay in_the_way)
        : m_connection(connection)
        , m_plan(plan)
        , m_committed(committed)
        , m_samples(samples)
        , m_in_the_way(in_the_way) {}

    Trial run() {
        std::vector<std::size_t> left(m_plan.steps.size());
        std::iota(left.begin(), left.end(), std::size_t{0});
        bool goes_on = true;
        while (goes_on && !left.empty()) {
            m_trial.failed.clear();
            const auto count = left.size();
            std::erase_if(left, [&](std::size_t number) { return is_ready(number) && try_step(number); });
            goes_on = left.size() < count;
        }
        return std::move(m_trial);
    }

private:
    /// What comes later in the plan is not waited for: whatever stands in a circle is tried as it comes.
    [[nodiscard]] bool is_ready(std::size_t number) const {
        const auto& behind = m_plan.steps[number].behind;
        return std::all_of(behind.begin(), behind.end(), [&](std::size_t before) {
            return before >= number || m_finished.contains(before);
        });
    }

    bool try_step(std::size_t number) {
        auto step = m_plan.steps[number];
        auto error = run_or_undo(step);
        if (error && !m_samples.empty() && may_be_about_rows(step, error->cause)) {
            m_trial.are_rows_in_the_way = true;
            if (m_in_the_way == InTheWay::taken_out) {
                error = run_without_rows(step, *error);
            }
        }
        if (error && !says_gone(step, error->cause)) {
            m_trial.failed.emplace(number, std::move(error->cause));
            return false;
        }
        m_finished.insert(number);
        if (!error && !step.statements.empty()) {
            m_trial.done.push_back(std::move(step));
        }
        return true;
    }

    struct Refusal {
        std::size_t statement; ///< which of the step's
        pg::ServerError cause;
    };

    /// Rows are what is in the way if it runs without them: those of its table, or else of any.
    std::optional<Refusal> run_without_rows(diff::Step& step, const Refusal& refusal) {
        auto again = std::optional(refusal);
        if (step.table) {
            m_samples.remove(m_connection, *step.table);
            again = run_or_undo(step);
        }
        if (again && !m_samples.empty()) {
            m_samples.remove_all(m_connection);
            again = run_or_undo(step);
        }
        if (!again) {
            add_hazard(step.statements[refusal.statement], Hazard::may_fail_on_rows);
        }
        return again;
    }

    std::optional<Refusal> run_or_undo(diff::Step& step) {
        std::vector<pg::Command> commands{{"SAVEPOINT headstart_step"}};
        std::vector<std::size_t> statements{0};
        for (std::size_t i = 0; i < step.statements.size(); ++i) {
            const auto& sql = step.statements[i].sql;
            if (!m_committed.contains(sql)) {
                commands.push_back({.sql = sql, .awaited = pg::Awaited::statement});
                statements.push_back(i);
            }
        }
        if (commands.size() == 1) {
            return std::nullopt;
        }
        const bool is_watched = step.table && step.deed.action != Action::drop;
        const auto watch =
            is_watched ? fmt::format(k_files, pg::quote_literal(step.table->identity)) : std::string();
        if (is_watched) {
            commands.insert(commands.begin() + 1, {watch});
            commands.push_back({watch});
        }
        commands.push_back({"RELEASE SAVEPOINT headstart_step"});
        auto outcome = m_connection.try_pipeline(commands);
        if (outcome.error) {
            m_connection.exec("ROLLBACK TO SAVEPOINT headstart_step");
            const auto at = outcome.error->index - (is_watched ? 1 : 0);
            return Refusal{at < statements.size() ? statements[at] : step.statements.size() - 1,
                           std::move(outcome.error->error)};
        }
        if (is_watched) {
            const auto& before = outcome.results[1]; // NULL: another table has been put aside for it
            const auto& after = outcome.results[2];
            note_rewriting(step, !before.is_null(0, 0) && before.value(0, 0) != after.value(0, 0));
        }
        return std::nullopt;
    }

    /// The rules say what is likely; what was seen is right.
    static void note_rewriting(diff::Step& step, bool is_rewritten) {
        bool is_told = false;
        for (auto& statement : step.statements) {
            if (!is_rewritten) {
                std::erase(statement.hazards, Hazard::rewrites_table);
            }
            is_told = is_told || has_hazard(statement, Hazard::rewrites_table);
        }
        if (is_rewritten && !is_told) {
            add_hazard(step.statements.front(), Hazard::rewrites_table);
        }
    }

    pg::Connection& m_connection;
    const diff::Plan& m_plan;
    const std::set<std::string>& m_committed;
    SampleRows& m_samples;
    InTheWay m_in_the_way;
    std::set<std::size_t> m_finished;
    Trial m_trial;
};

} // namespace

Trial try_out(pg::Connection& connection, const diff::Plan& plan, const std::set<std::string>& committed,
              SampleRows& samples, InTheWay in_the_way) {
    return Trying(connection, plan, committed, samples, in_the_way).run();
}

} // namespace headstart::prove
