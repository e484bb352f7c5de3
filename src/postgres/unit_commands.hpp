#pragma once

#include "postgres/command_list.hpp"

#include <cstddef>
#include <cstdint>

/// The lists of a migration that runs outside of a transaction, whose progress is kept in the journal.
namespace headstart::postgres {

/// Statements [begin, end) that are done or not done together.
struct Unit {
    enum class Kind : std::uint8_t {
        in_transaction, ///< one statement that can share a transaction with its progress
        own_block,      ///< BEGIN … COMMIT of the file: its progress goes in before its COMMIT
        /// What cannot run in a transaction, or not in every, or may commit inside, or that the grammar does
        /// not know, or that the server was found to refuse in one; and a block that ends otherwise than by
        /// COMMIT. It is noted in the journal before it runs, and after.
        alone,
    };

    std::size_t begin;
    std::size_t end;
    Kind kind;
};

/// The unit that starts at `begin`: one statement, or a block up to its COMMIT.
Unit unit_at(const Migration& migration, std::size_t begin);

/// In order. No snapshot of ours is open while a unit runs that is alone: CREATE INDEX CONCURRENTLY would
/// wait for it.
struct UnitCommands {
    /// A transaction that notes what the catalogue holds of its objects (interrupted.hpp); empty unless it is
    /// alone. The second command returns that.
    CommandList attempt;
    CommandList run; ///< one transaction, but for a unit that is alone: each command is one of its own
    /// A transaction that records its end, where `run` could not do so itself; else empty.
    CommandList settle;
};

UnitCommands unit_commands(const Ledger& ledger, const Migration& migration, const Unit& unit);

/// A transaction that records that a unit is done, for one that is found so.
CommandList settle_commands(const Ledger& ledger, const Migration& migration, const Unit& unit);

/// A transaction that tells the journal what the file of a migration that is resumed says now.
CommandList bind_again_commands(const Ledger& ledger, const Migration& migration, bool keeps_attempt);

/// A transaction that begins the migration's row in the journal. The last command but one returns its id.
CommandList opening_commands(const Ledger& ledger, const Migration& migration);

/// What changes the session's lock_timeout, unless the file has set its own. `ledger` knows it from here on.
CommandList change_lock_timeout(Ledger& ledger, base::milliseconds timeout);

/// For the whole session, so that a SET of the file's own wins.
CommandList session_commands(const Ledger& ledger);

/// A transaction that changes the version rows and says the journal's last word. It gives the session back.
CommandList closing_commands(const Ledger& ledger, const Migration& migration);

/// A transaction that notes why the migration stopped. It gives the session back.
CommandList failure_commands(const Ledger& ledger, const Migration& migration, const Failure& failure);

} // namespace headstart::postgres
