#include "migrate/goal.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "migrate/unknown_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace headstart::migrate {

using revision::Step;

namespace {

using Rows = std::vector<std::string>;

std::string place(Rows rows) {
    std::sort(rows.begin(), rows.end());
    return rows.empty() ? "base" : base::join(rows, ", ");
}

/// What the first plan had, when it was typed, and for what.
class FirstPlan {
public:
    FirstPlan(std::string typed, Rows rows, const std::vector<Step>& steps)
        : m_typed(std::move(typed))
        , m_rows(std::move(rows)) {
        for (const auto& step : steps) {
            m_revisions.insert(step.revision);
        }
    }

    [[nodiscard]] bool holds(const std::vector<Step>& steps) const {
        return std::all_of(steps.begin(), steps.end(),
                           [&](const Step& step) { return m_revisions.count(step.revision) > 0; });
    }

    [[nodiscard]] diag::Error no_longer_follows(const Rows& rows) const {
        return moved(m_typed, m_rows, rows);
    }

private:
    std::string m_typed;
    Rows m_rows;
    std::set<const revision::Revision*> m_revisions;
};

/// A target that has been read: the steps to it, from whatever rows.
struct Route {
    std::function<std::vector<Step>(const Rows& rows)> plan;
    bool follows_from_anywhere = false; ///< steps that the first plan did not have are meant, too
};

class ReadOnce {
public:
    using Read = std::function<Route(const Rows& rows)>;

    ReadOnce(std::string typed, Read read)
        : m_typed(std::move(typed))
        , m_read(std::move(read)) {}

    std::vector<Step> plan(const Rows& rows) {
        if (m_first) {
            return plan_again(*m_first, rows);
        }
        m_route = m_read(rows);
        auto steps = m_route.plan(rows);
        m_first.emplace(m_typed, rows, steps);
        return steps;
    }

private:
    [[nodiscard]] std::vector<Step> plan_again(const FirstPlan& first, const Rows& rows) const {
        try {
            auto steps = m_route.plan(rows);
            if (m_route.follows_from_anywhere || first.holds(steps)) {
                return steps;
            }
        } catch (const diag::Error& error) {
            if (error.exit_code() != diag::ExitCode::usage) {
                throw;
            } // the target makes no sense from here, as it did from the first rows
        }
        throw first.no_longer_follows(rows);
    }

    std::string m_typed;
    Read m_read;
    Route m_route;
    std::optional<FirstPlan> m_first;
};

/// A planner is copied around; what it has read is one thing.
std::shared_ptr<ReadOnce> read_once(std::string typed, ReadOnce::Read read) {
    return std::make_shared<ReadOnce>(std::move(typed), std::move(read));
}

} // namespace

diag::Error moved(std::string_view typed, const Rows& rows_then, const Rows& rows_now) {
    diag::Diagnostic problem;
    problem.code = diag::code::moved;
    problem.message =
        fmt::format("another runner has moved the database: '{}' was typed for {}, and it is at {} now",
                    typed, place(rows_then), place(rows_now));
    problem.notes = {"going on would do what was not asked for"};
    problem.hint = "look where it stands (`headstart current`), and say again what is wanted";
    return {diag::ExitCode::failed, std::move(problem)};
}

Planner upgrade_planner(database::Session& session, const revision::RevisionGraph& graph,
                        const std::vector<std::string>& targets, bool refuses_ahead) {
    const auto once = read_once(base::join(targets, " "), [&graph, targets](const Rows& first) -> Route {
        const auto goal = revision::read_upgrade_goal(graph, first, targets);
        return {[&graph, goal](const Rows& rows) { return revision::plan_upgrade(graph, rows, goal); },
                !goal.is_relative};
    });
    return [&session, &graph, refuses_ahead, once](const Rows& rows) {
        const auto comparison = compare_rows(graph, rows, session);
        if (comparison.lineage == Lineage::known) {
            return once->plan(rows);
        }
        if (comparison.lineage == Lineage::foreign || refuses_ahead) {
            throw refusal(comparison);
        }
        session.reporter().warning(describe_ahead(comparison), {{"event", "ahead"}});
        return std::vector<Step>{};
    };
}

Planner downgrade_planner(database::Session& session, const revision::RevisionGraph& graph,
                          std::string_view target) {
    const auto once =
        read_once(std::string(target), [&graph, typed = std::string(target)](const Rows& first) -> Route {
            const auto goal = revision::read_downgrade_goal(graph, first, typed);
            return {[&graph, goal](const Rows& rows) { return revision::plan_downgrade(graph, rows, goal); }};
        });
    return [&session, &graph, once](const Rows& rows) {
        // What is not in the folder cannot be undone from it.
        if (const auto comparison = compare_rows(graph, rows, session);
            comparison.lineage != Lineage::known) {
            throw refusal(comparison);
        }
        return once->plan(rows);
    };
}

} // namespace headstart::migrate
