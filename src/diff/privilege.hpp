#pragma once

#include "diff/context.hpp"
#include "diff/statement.hpp"

#include <string>
#include <vector>

namespace headstart::diff {

/// GRANT and REVOKE, grouped as a person would write them, that lead from the privileges `before` to those of
/// `object`. `owner`: who owns it while they run.
Statements change_privileges(const Object& object, const std::vector<schema::Privilege>& before,
                             const std::string& owner);

/// The reverse of all that was granted or revoked on it.
Statements clear_privileges(const Object& object, const std::string& owner);

/// Those that an object of `goal` has as soon as it is made there: what default privileges say of it.
std::vector<schema::Privilege> privileges_when_made(const Object& object, const Schema& goal);

} // namespace headstart::diff
