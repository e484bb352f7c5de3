#pragma once

#include "diff/plan.hpp"

#include <vector>

namespace headstart::diff {

/// The same steps by statements of which none holds a strong lock for longer than it takes to change the
/// catalogue, as far as there are such: each runs by itself, outside a transaction. An index is built
/// CONCURRENTLY and taken over by its constraint; what rows have to meet is added NOT VALID and validated
/// behind it; a new column gets its values by an UPDATE (manual, "Explicit Locking", "ALTER TABLE"). What has
/// no such way stays as it is, with its hazards.
/// `from`, `to`: the schemas that the steps lead from and to.
std::vector<Step> online_steps(const Schema& from, const Schema& to, const std::vector<Step>& steps);

} // namespace headstart::diff
