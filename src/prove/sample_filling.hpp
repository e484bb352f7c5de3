#pragma once

#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace headstart::prove {

/// Puts up to two rows into each of the tables and into those that their foreign keys name, as far as values
/// can be found that their types and constraints allow; returns which hold any now, by their whole names.
/// Triggers and foreign keys do not act on them, but rows whose foreign keys are not met are taken out. The
/// session is in a transaction, and its search_path has pg_catalog alone.
std::vector<std::string> fill_with_samples(pg::Connection& connection,
                                           const std::vector<std::string>& tables);

} // namespace headstart::prove
