/// Schemas made at random and changed at random: what holds for the cases holds for them. A number decides
/// everything, and a failure prints the command that repeats it, with as few changes as it takes.
///
/// HEADSTART_DIFF_SEED is the first number, 1 if not set; HEADSTART_DIFF_COUNT how many, 6 if not set;
/// HEADSTART_DIFF_CHANGES how many changes, as the number has it if not set.

#include "diff/model.hpp"
#include "diff/trial_of_pair.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <optional>

using namespace headstart::test;

namespace {

std::optional<std::uint64_t> number_of(const char* variable) {
    const char* const value = std::getenv(variable);
    return value == nullptr ? std::nullopt : std::optional<std::uint64_t>(std::stoull(value));
}

/// A schema, and what becomes of it by so many changes.
struct Pair {
    std::string from;
    std::string to;
    std::string rows;
};

/// Every other one has rows, and changes that they allow.
bool has_rows(std::uint64_t seed) {
    return seed % 2 == 0;
}

std::size_t changes_of(std::uint64_t seed) {
    return 1 + static_cast<std::size_t>(seed * 7 % 12);
}

Pair make_pair(std::uint64_t seed, std::size_t changes) {
    Draw draw(seed);
    auto model = random_model(draw);
    Pair pair{sql_of(model), "", has_rows(seed) ? rows_of(model) : ""};
    for (std::size_t i = 0; i < changes; ++i) {
        change_model(model, draw, has_rows(seed));
    }
    pair.to = sql_of(model);
    return pair;
}

std::string fault_of(const TempFolder& folder, const Pair& pair) {
    try {
        TrialOfPair trial(folder, pair.from, pair.to);
        trial.load();
        if (!pair.rows.empty()) {
            trial.fill(pair.rows);
        }
        const auto up = trial.plan_up();
        if (up.status != 0) {
            return "up: " + up.err;
        }
        if (const auto fault = trial.apply_up(up.out); !fault.empty()) {
            return "up: " + fault + "\n" + up.out;
        }
        const auto down = trial.plan_down();
        if (down.status != 0) {
            return "down: " + down.err;
        }
        // What the way up has added may be more than the way down can keep; rows are no matter there.
        const auto fault = trial.apply_down(down.out);
        return fault.empty() ? "" : "down: " + fault + "\n" + down.out;
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// The fewest of its changes with which it fails, and what is wrong then.
std::pair<std::size_t, std::string> fewest(const TempFolder& folder, std::uint64_t seed,
                                           std::size_t changes) {
    for (std::size_t fewer = 1; fewer < changes; ++fewer) {
        if (auto fault = fault_of(folder, make_pair(seed, fewer)); !fault.empty()) {
            return {fewer, fault};
        }
    }
    return {changes, fault_of(folder, make_pair(seed, changes))};
}

} // namespace

TEST_CASE("a schema that is made at random leads to a changed one and back") {
    const auto first = number_of("HEADSTART_DIFF_SEED").value_or(1);
    const auto count = number_of("HEADSTART_DIFF_COUNT").value_or(6);
    const TempFolder folder;
    for (auto seed = first; seed < first + count; ++seed) {
        const std::size_t changes = number_of("HEADSTART_DIFF_CHANGES").value_or(changes_of(seed));
        if (!fault_of(folder, make_pair(seed, changes)).empty()) {
            const auto [least, fault] = fewest(folder, seed, changes);
            const auto pair = make_pair(seed, least);
            UNSCOPED_INFO("again: HEADSTART_DIFF_SEED="
                          << seed << " HEADSTART_DIFF_COUNT=1 HEADSTART_DIFF_CHANGES=" << least
                          << " ctest --test-dir build -R 'diff: random 1' --output-on-failure\n-- from:\n"
                          << pair.from << "-- to:\n"
                          << pair.to << "-- rows:\n"
                          << pair.rows << fault);
            CHECK(false); // the pair above
        }
    }
    SUCCEED("so many: " << count);
}
