#pragma once

#include "postgres/journal.hpp"

namespace headstart::postgres {

/// How a migration outside a transaction goes on that an earlier run has begun.
struct Resumption {
    std::size_t done = 0;    ///< statements; those behind them are run
    bool is_as_begun = true; ///< else the journal is to be told what the file says now
    /// The statement that was noted and did not come to its end is still the next one.
    bool keeps_attempt = true;
};

/// Only what has run must be as it was, and what may have run: by the checksums of the statements where the
/// journal has them, else by that of the whole section. What stands behind may have been changed, added or
/// taken out. Throws diag::Error (cannot_resume) at the statement that is another one now.
Resumption plan_resumption(const Migration& migration, const Unfinished& unfinished);

} // namespace headstart::postgres
