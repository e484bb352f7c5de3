#pragma once

#include "support/project.hpp"

#include <string>

namespace headstart::test {

/// Writes five migrations of every kind that headstart runs in its own way: pipelined, with COPY, and outside
/// of a transaction with what the server runs in transactions of its own, ordinary statements and a block of
/// the file's. Each leaves marks in
/// the table `mark`, and one counts in place, so that a statement that is lost or runs twice shows.
void write_history(Project& project);

/// Empties the database for the next run of the history: a database of its own for each would cost ten times
/// what the run costs.
void clear(Project& project);

/// What a database holds after the history.
struct Aftermath {
    std::string dump;    ///< schema and rows, less the journal's
    std::string journal; ///< what it says, less times and ids
    int lost = 0;        ///< marks that are missing
    int repeated = 0;    ///< marks that are there more than once
};

Aftermath look_at(Project& project);

/// Asserts it, part by part.
void check_same(const Aftermath& one, const Aftermath& other);

} // namespace headstart::test
