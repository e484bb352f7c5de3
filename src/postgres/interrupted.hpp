#pragma once

#include "base/wait.hpp"
#include "diag/reporter.hpp"
#include "pg/connection.hpp"
#include "postgres/journal.hpp"
#include "sql/effect.hpp"

#include <optional>
#include <string>

namespace headstart::postgres {

/// Asks what the catalogue holds of a statement's objects before it is run the first time: one value, JSON
/// for the journal. For the statements that cannot share a transaction with their progress: together with
/// judge() it is how a run that died in the middle of one is brought to the statement's end state, and no
/// other.
pg::Command look_before(const sql::Effect& effect);

enum class Verdict { done, to_run };

/// The index that CREATE INDEX CONCURRENTLY IF NOT EXISTS has passed over although it is not valid, and so
/// serves nobody: another one has left it, or builds it at this moment. "public.ix"; nothing: all is well.
std::optional<std::string> passed_over_invalid(pg::Connection& connection, const sql::Effect& effect);

/// How things are cleared away.
struct Clearing {
    diag::Reporter& reporter;                ///< hears of it
    base::milliseconds concurrently_timeout; ///< as of Ledger
};

/// Looks again after a run that ended somewhere in the statement, and clears away what it left half done: an
/// index that is not valid, the copies of REINDEX CONCURRENTLY (`_ccnew`, `_ccold`), a partition that is
/// pending detach. What was there before the statement, and another session's work, is not touched.
///
/// Objects are told by their oids, and by their names where the journal has been restored from a dump since:
/// then they have others. The session must be as the statement finds it (search_path). Throws ServerError.
Verdict judge(pg::Connection& connection, const Clearing& clearing, const sql::Effect& effect,
              const Attempt& attempt);

} // namespace headstart::postgres
