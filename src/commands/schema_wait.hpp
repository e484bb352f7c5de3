#pragma once

#include "base/wait.hpp"
#include "commands/context.hpp"

#include <string>

/// For who does not migrate, and starts when somebody else has.
namespace headstart::commands {

/// Until the database has `target` (or is ahead of it): asks again and again, without a lock and holding
/// nothing in between. Throws diag::Error (not_ready) when the deadline has passed.
void wait_for_revision(Context& context, database::Session& session, const std::string& target,
                       const base::Deadline& deadline);

/// Asks once. Throws diag::Error (findings) with what is missing.
void require_revision(Context& context, database::Session& session, const std::string& target);

} // namespace headstart::commands
