#include "prove/prove.hpp"

#include "diff/newcomers.hpp"
#include "prove/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>

namespace headstart::prove {

namespace {

using diff::Action;
using schema::Schema;

/// Each turn makes something coarser, of which there is an end; this one is for what we have not foreseen.
constexpr int k_most_turns = 60;
/// What one plan leaves, another one may bring on: what came by itself, and is to be different.
constexpr int k_most_plans = 4;

std::string describe(const schema::Address& address) {
    return fmt::format("{} {}", schema::word(address.kind), address.identity);
}

/// That something else needs it as it is.
bool says_in_use(const pg::ServerError& error) {
    constexpr std::array<std::string_view, 3> k_states{"2BP01", "0A000", "55006"};
    return std::any_of(k_states.begin(), k_states.end(), [&](auto state) { return error.is(state); });
}

/// By something that is to go, perhaps.
bool says_name_is_taken(const pg::ServerError& error) {
    return error.is("42P07") || error.is("42710");
}

class Proving {
public:
    Proving(pg::Connection& connection, const Schema& present, const Schema& goal,
            catalogue::ReadOptions reading, const diff::Compared& compared, Rows rows)
        : m_connection(connection)
        , m_present(present)
        , m_goal(goal)
        , m_reading(std::move(reading))
        , m_compared(compared)
        , m_rows(rows) {
        m_reading.in_transaction = true;
    }

    /// First a way that keeps all rows, and only then one that some rows may be in the way of.
    Proof prove() {
        auto proof = search(InTheWay::refuses);
        if (m_are_rows_in_the_way && (!proof.remaining.empty() || m_lossy)) {
            m_choices = {};
            auto other = search(InTheWay::taken_out);
            if (other.remaining.empty() || !proof.remaining.empty()) {
                proof = std::move(other);
            }
        }
        return proof;
    }

private:
    Proof search(InTheWay in_the_way) {
        m_in_the_way = in_the_way;
        m_lossy.reset();
        for (int turn = 0; turn < k_most_turns; ++turn) {
            m_proof = {};
            if (m_commits_first) {
                commit_first();
            }
            m_connection.exec("BEGIN");
            const bool goes_on = try_plans();
            m_connection.exec("ROLLBACK");
            if (!goes_on) {
                break;
            }
        }
        if (!m_proof.remaining.empty() && m_lossy) {
            m_proof = *m_lossy;
        }
        m_proof.needs_commits = !m_committed.empty();
        m_proof.committed = m_committed;
        return std::move(m_proof);
    }

    /// What can be used only behind its transaction, and comes before all that uses it.
    void commit_first() {
        const diff::Context context(m_present, m_goal, m_compared);
        for (const auto& step : diff::make_plan(context, m_choices.front()).steps) {
            for (const auto& statement : step.statements) {
                if (statement.ends_transaction && m_committed.insert(statement.sql).second) {
                    m_connection.exec(pg::Command{.sql = statement.sql, .awaited = pg::Awaited::statement});
                }
            }
        }
    }

    /// Returns whether another turn may do better.
    bool try_plans() {
        Schema state = m_present;
        if (m_rows == Rows::put) {
            put_rows();
        }
        for (int plan = 0; plan < k_most_plans; ++plan) {
            const diff::Context context(state, m_goal, m_compared);
            auto& choices = m_choices[static_cast<std::size_t>(plan)];
            auto steps = diff::rename_newcomers(context, m_present);
            if (plan == 0 || steps.steps.empty()) {
                steps = diff::make_plan(context, choices);
            }
            if (std::all_of(steps.steps.begin(), steps.steps.end(),
                            [](const auto& step) { return step.statements.empty(); }) &&
                plan > 0) {
                break;
            }
            auto trial = try_out(m_connection, steps, m_committed, m_samples, m_in_the_way);
            m_are_rows_in_the_way = m_are_rows_in_the_way || trial.are_rows_in_the_way;
            std::move(trial.done.begin(), trial.done.end(), std::back_inserter(m_proof.steps));
            if (!trial.failed.empty()) {
                return coarsen_what_failed(context, steps, trial, choices);
            }
            state = catalogue::read_schema(m_connection, m_reading);
            m_differences = diff::differences(state, m_goal, m_compared);
            if (m_differences.empty()) {
                m_proof.remaining.clear();
                return loses_rows();
            }
        }
        m_proof.remaining.clear();
        for (const auto& address : m_differences) {
            m_proof.remaining.push_back(describe(address) + " still differs");
        }
        return coarsen_differences(state);
    }

    /// Into the tables that the first plan touches, and that stay.
    void put_rows() {
        const diff::Context context(m_present, m_goal, m_compared);
        std::set<schema::Address> tables;
        const auto add_table_of = [&](const schema::Address& address) {
            const auto* const table = context.table_of(address);
            if (table != nullptr && m_present.find(*table) != nullptr && m_goal.find(*table) != nullptr) {
                tables.insert(*table);
            }
        };
        for (const auto& address : diff::differences(m_present, m_goal, m_compared)) {
            add_table_of(address);
            for (const auto& dependent : context.all_dependents(address)) {
                add_table_of(dependent);
            }
        }
        m_samples = SampleRows(m_connection, {tables.begin(), tables.end()});
    }

    /// Of a plan that leads to the goal. If it loses rows, it is kept in mind, and another way is looked for:
    /// returns whether there is one.
    bool loses_rows() {
        const auto lost = m_samples.lost(m_connection);
        if (lost.empty()) {
            return false;
        }
        if (!m_lossy) {
            m_lossy = m_proof;
            tell_loss(m_lossy->steps, lost);
        }
        const diff::Context context(m_present, m_goal, m_compared);
        bool has_coarsened = false;
        for (const auto& address : lost) {
            if (m_present.find(address) != nullptr && m_goal.find(address) != nullptr) {
                has_coarsened =
                    m_choices[0].coarsen({Action::alter, address}, context, false) || has_coarsened;
            }
        }
        if (!has_coarsened) {
            m_proof = *m_lossy;
        }
        return has_coarsened;
    }

    /// At the statement that is about what is lost.
    static void tell_loss(std::vector<diff::Step>& steps, const std::vector<schema::Address>& lost) {
        for (const auto& address : lost) {
            const auto at = std::find_if(steps.begin(), steps.end(), [&](const auto& step) {
                return step.deed.object == address || (step.table && *step.table == address);
            });
            auto& step = at == steps.end() ? steps.front() : *at;
            diff::add_hazard(step.statements.front(), diff::Hazard::deletes_data);
        }
    }

    bool coarsen_what_failed(const diff::Context& context, const diff::Plan& plan, const Trial& trial,
                             diff::Choices& choices) {
        bool has_coarsened = false;
        for (const auto& [number, error] : trial.failed) {
            const auto& step = plan.steps[number];
            m_proof.remaining.push_back(fmt::format("{}: {}", step.statements.front().sql, error.message));
            if (error.is(pg::sqlstate::unsafe_new_enum_value) && !m_commits_first) {
                m_commits_first = has_coarsened = true;
                continue;
            }
            if (step.deed.action == Action::create && says_name_is_taken(error) && !choices.drops_first) {
                choices.drops_first = has_coarsened = true;
                continue;
            }
            has_coarsened = choices.coarsen(step.deed, context, says_in_use(error)) || has_coarsened;
        }
        return has_coarsened;
    }

    /// What the plans leave as it is takes its next way in the first of them.
    bool coarsen_differences(const Schema& state) {
        const diff::Context context(m_present, m_goal, m_compared);
        bool has_coarsened = false;
        for (const auto& address : m_differences) {
            const bool was_there = m_present.find(address) != nullptr;
            const bool is_wanted = m_goal.find(address) != nullptr;
            if (!was_there && !is_wanted) {
                continue; // what came by itself is told by what it came with
            }
            const bool is_missing =
                state.find(address) == nullptr; // it went with something that was built anew
            const auto action = !is_wanted                 ? Action::drop
                                : was_there && !is_missing ? Action::alter
                                                           : Action::create;
            has_coarsened = m_choices[0].coarsen({action, address}, context, false) || has_coarsened;
        }
        return has_coarsened;
    }

    pg::Connection& m_connection;
    const Schema& m_present;
    const Schema& m_goal;
    catalogue::ReadOptions m_reading;
    diff::Compared m_compared;
    Rows m_rows;
    std::array<diff::Choices, k_most_plans> m_choices;
    std::vector<schema::Address> m_differences;
    std::set<std::string> m_committed; ///< statements that ran before the transaction
    bool m_commits_first = false;
    SampleRows m_samples;
    InTheWay m_in_the_way = InTheWay::refuses;
    bool m_are_rows_in_the_way = false; ///< of any plan so far
    std::optional<Proof> m_lossy;       ///< leads to the goal, but not with all rows
    Proof m_proof;
};

} // namespace

Proof prove(pg::Connection& connection, const Schema& present, const Schema& goal,
            const catalogue::ReadOptions& reading, const diff::Compared& compared, Rows rows) {
    return Proving(connection, present, goal, reading, compared, rows).prove();
}

} // namespace headstart::prove
