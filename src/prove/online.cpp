#include "prove/online.hpp"

#include "diff/online.hpp"
#include "prove/run_steps.hpp"

#include <fmt/format.h>

#include <algorithm>

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

} // namespace

Proof prove_online(pg::Connection& connection, const schema::Schema& present, const schema::Schema& goal,
                   const catalogue::ReadOptions& reading, const diff::Compared& compared, Proof proof) {
    auto steps = diff::online_steps(present, goal, proof.steps);
    if (!is_changed(proof.steps, steps)) {
        return proof;
    }
    Proof online{std::move(steps), true, std::move(proof.committed)};
    if (const auto refused = run_steps(connection, online.steps, online.committed)) {
        online.remaining = {fmt::format("{}: {}", refused->sql, refused->error.message)};
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
