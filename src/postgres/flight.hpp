#pragma once

#include "base/wait.hpp"
#include "database/migration.hpp"

#include <cstddef>
#include <span>

namespace headstart::postgres {

/// Those at the beginning of `migrations` that may go to the server together, `most` at most: at least one.
///
/// All but the last of them commit without waiting for the disk, so nothing of a flight may be seen outside
/// of the database before it is there for good: a statement that tells others (NOTIFY), writes elsewhere
/// (COPY TO PROGRAM) or may do anything (DO, CALL, SELECT of a function) ends the flight before it, and is
/// one of its own. What a function does that INSERT calls, nobody can tell.
std::span<const database::Migration> next_flight(std::span<const database::Migration> migrations,
                                                 std::size_t most);

/// How many go together: more and more as long as a flight takes a moment, for what is told as done is told
/// at its end.
class FlightSize {
public:
    [[nodiscard]] std::size_t most() const { return m_most; }

    void took(base::milliseconds time);

private:
    std::size_t m_most = 8;
};

} // namespace headstart::postgres
