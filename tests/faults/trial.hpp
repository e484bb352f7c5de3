#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace headstart::test {

/// How much of the faults is tried, and which. HEADSTART_FAULTS=full tries all; otherwise a share is drawn.
/// HEADSTART_FAULTS_SEED repeats an earlier draw; without it every run draws anew. A test case has one of its
/// own, so that it draws the same whether it runs alone or with others; the seed is printed when it begins
/// to.
class Draw {
public:
    Draw();

    [[nodiscard]] bool is_full() const { return m_is_full; }

    /// 1 … count; of these `at_most`, in order, when only a share is tried.
    std::vector<std::size_t> positions(std::size_t count, std::size_t at_most);

    /// "at each of the 487 messages", "at some of …" when only a share is tried.
    [[nodiscard]] std::string share_of(std::size_t count, const std::string& what) const;

    /// A number from 1 … count.
    std::size_t one_of(std::size_t count);

    /// The command that repeats the running test case with the same draw.
    [[nodiscard]] std::string replay() const;

private:
    bool m_is_full;
    std::uint64_t m_seed;
    std::mt19937_64 m_random;
};

/// A row of the table that is printed at the end.
struct Tally {
    std::string tried; ///< "killed at each of 143 protocol messages"
    int runs = 0;
    int lost = 0;
    int repeated = 0;
};

void report(const Tally& tally);

} // namespace headstart::test
