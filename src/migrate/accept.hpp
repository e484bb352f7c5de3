#pragma once

#include "migrate/runner.hpp"

#include <vector>

namespace headstart::migrate {

struct Acceptance {
    std::vector<const revision::Revision*> accepted;
    std::vector<const revision::Revision*> unchanged; ///< as the journal has them: nothing to accept
};

/// After a deliberate edit of applied revisions: journals, under the lock and in one transaction, that their
/// files are meant as they are now. One that the journal never saw is recorded alike. Throws diag::Error
/// (usage), changing nothing, for one that is not applied or whose section could not run.
Acceptance accept(database::Session& session, const scripts::ScriptDirectory& scripts,
                  const std::vector<const revision::Revision*>& revisions, const RunOptions& options);

} // namespace headstart::migrate
