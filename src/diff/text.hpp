#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstart::diff {

/// "ALTER TABLE t SET (a=1), RESET (b)": the difference between two lists of `name=value`, as SET and RESET
/// say it, behind `prefix`.
std::vector<std::string> alter_options(std::string_view prefix, const std::vector<std::string>& from,
                                       const std::vector<std::string>& to);

/// "fillfactor='70', user_catalog_table='true'": values are quoted where they have to be.
std::string option_list(const std::vector<std::string>& options);

/// The difference between two lists of `name 'value'`, as OPTIONS says it: "ADD a '1', SET b '2', DROP c".
std::string alter_server_options(const std::vector<std::string>& from, const std::vector<std::string>& to);

} // namespace headstart::diff
