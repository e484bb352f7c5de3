#pragma once

#include "postgres/command_list.hpp"

#include <cstddef>
#include <vector>

namespace headstart::postgres {

/// What there is of ours before a write.
struct Present {
    bool has_version_table = false;
    Journal::State journal;
};

/// The transaction that makes what is missing.
struct Creation {
    std::size_t missing = 0; ///< of version table and journal, an older format counted
    std::vector<pg::Command> commands;
};

/// `longest_id`: characters that the version table must hold.
Creation plan_creation(const Ledger& ledger, const Present& present, std::size_t longest_id);

} // namespace headstart::postgres
