#include "imports/history.hpp"

#include <algorithm>
#include <iterator>

namespace headstart::imports {

Place place_in(const Sql& sql, std::size_t line) {
    const auto behind = std::upper_bound(sql.left_out.begin(), sql.left_out.end(), line);
    const auto left_out = static_cast<std::size_t>(std::distance(sql.left_out.begin(), behind));
    return {sql.origin.path, sql.origin.line + line + left_out};
}

} // namespace headstart::imports
