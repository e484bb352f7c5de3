#pragma once

#include "diff/hazard.hpp"

#include <string_view>
#include <vector>

namespace headstart::diff {

/// What another type may do to values that are there: nothing where each has its place in it;
/// may-fail-on-rows; deletes-data where the server cuts off what has none without a word (digits, the time of
/// a day). Types as format_type() prints them. Of types that we know nothing of the first is not said.
std::vector<Hazard> hazards_of_type_change(std::string_view before, std::string_view after);

} // namespace headstart::diff
