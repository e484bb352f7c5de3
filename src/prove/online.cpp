#include "prove/online.hpp"

#include "diff/online.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace headstart::prove {

namespace {

bool is_changed(const std::vector<diff::Step>& before, const std::vector<diff::Step>& after) {
    return !std::equal(before.begin(), before.end(), after.begin(), after.end(),
                       [](const auto& a, const auto& b) {
                           return std::equal(a.statements.begin(), a.statements.end(), b.statements.begin(),
                                             b.statements.end(),
                                             [](const auto& x, const auto& y) { return x.sql == y.sql; });
                       });
}

/// What the server refused, if it did.
std::optional<std::string> run_all(pg::Connection& connection, const Proof& proof) {
    for (const auto& step : proof.steps) {
        for (const auto& statement : step.statements) {
            if (proof.committed.contains(statement.sql)) {
                continue;
            }
            try {
                connection.exec(pg::Command{.sql = statement.sql, .awaited = pg::Awaited::statement});
            } catch (const pg::ServerError& error) {
                return fmt::format("{}: {}", statement.sql, error.message);
            }
        }
    }
    return std::nullopt;
}

} // namespace

Proof prove_online(pg::Connection& connection, const schema::Schema& present, const schema::Schema& goal,
                   const catalogue::ReadOptions& reading, const diff::Compared& compared, Proof proof) {
    auto steps = diff::online_steps(present, goal, proof.steps);
    if (!is_changed(proof.steps, steps)) {
        return proof;
    }
    Proof online{std::move(steps), true, std::move(proof.committed)};
    if (const auto refusal = run_all(connection, online)) {
        online.remaining = {*refusal};
        return online;
    }
    const auto reached = catalogue::read_schema(connection, reading);
    for (const auto& address : diff::differences(reached, goal, compared)) {
        online.remaining.push_back(
            fmt::format("{} {} still differs", schema::word(address.kind), address.identity));
    }
    return online;
}

} // namespace headstart::prove
