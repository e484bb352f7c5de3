#include "prove/trial.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace headstart::prove {

namespace {

std::optional<pg::ServerError> run_step(pg::Connection& connection, const diff::Step& step,
                                        const std::set<std::string>& committed) {
    std::vector<pg::Command> commands{{"SAVEPOINT headstart_step"}};
    for (const auto& statement : step.statements) {
        if (!committed.contains(statement.sql)) {
            commands.push_back({.sql = statement.sql, .awaited = pg::Awaited::statement});
        }
    }
    if (commands.size() == 1) {
        return std::nullopt;
    }
    commands.push_back({"RELEASE SAVEPOINT headstart_step"});
    auto outcome = connection.try_pipeline(commands);
    if (!outcome.error) {
        return std::nullopt;
    }
    connection.exec("ROLLBACK TO SAVEPOINT headstart_step");
    return outcome.error->error;
}

/// What is to be dropped has gone with something else already.
bool says_gone(const diff::Step& step, const pg::ServerError& error) {
    constexpr std::array<std::string_view, 3> k_undefined{"42P01", "42704", "42883"};
    return step.deed.action == diff::Action::drop &&
           std::any_of(k_undefined.begin(), k_undefined.end(), [&](auto state) { return error.is(state); });
}

} // namespace

Trial try_out(pg::Connection& connection, const diff::Plan& plan, const std::set<std::string>& committed) {
    Trial trial;
    std::set<std::size_t> done;
    std::vector<std::size_t> left(plan.steps.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = i;
    }
    for (bool goes_on = true; goes_on && !left.empty();) {
        goes_on = false;
        trial.failed.clear();
        std::vector<std::size_t> later;
        for (const auto number : left) {
            const auto& step = plan.steps[number];
            const bool is_ready =
                std::all_of(step.behind.begin(), step.behind.end(),
                            [&](std::size_t before) { return before >= number || done.contains(before); });
            if (!is_ready) {
                later.push_back(number);
                continue;
            }
            auto error = run_step(connection, step, committed);
            if (error && says_gone(step, *error)) {
                done.insert(number);
                goes_on = true;
                continue;
            }
            if (error) {
                trial.failed.emplace(number, std::move(*error));
                later.push_back(number);
                continue;
            }
            done.insert(number);
            trial.order.push_back(number);
            goes_on = true;
        }
        left = std::move(later);
    }
    return trial;
}

} // namespace headstart::prove
