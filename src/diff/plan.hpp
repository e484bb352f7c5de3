#pragma once

#include "diff/decision.hpp"
#include "diff/statement.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace headstart::diff {

/// One deed, and what it takes: statements that are done or not done together.
struct Step {
    Deed deed;
    std::vector<Deed> also; ///< what the same statements do: the columns of a table that is created
    Statements statements;
    std::vector<std::size_t> behind; ///< the steps that must have been done
    std::optional<Address> table;    ///< which it is, or is a part of, if it was there before
};

/// Steps in the order in which they are to run.
struct Plan {
    std::vector<Step> steps;
};

/// From the one to the other, in the gentlest way that the choices leave.
Plan make_plan(const Context& context, const Choices& choices);

/// Objects that are not the same, in the order of their addresses.
std::vector<Address> differences(const Schema& a, const Schema& b, const Compared& compared = {});

} // namespace headstart::diff
