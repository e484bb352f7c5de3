#pragma once

#include "sql/copy_data.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::test {

/// A text with all blanked that is no SQL, line ends excepted, and what its spans say of it.
struct BlankedSql {
    std::string sql;
    std::vector<sql::CopyData> blocks = {};
    std::optional<sql::SyntaxError> error = {};
    bool are_in_order = true; ///< each span begins behind the one before
};

inline BlankedSql blank(std::string_view text) {
    BlankedSql found{std::string(text)};
    std::replace_if(found.sql.begin(), found.sql.end(), [](char c) { return c != '\n'; }, ' ');
    sql::SqlSpans spans(text);
    std::size_t behind = 0;
    while (const auto span = spans.next()) {
        found.are_in_order = found.are_in_order && span->begin >= behind;
        behind = span->begin + span->sql.size();
        found.sql.replace(span->begin, span->sql.size(), span->sql);
        found.blocks.insert(found.blocks.end(), span->blocks.begin(), span->blocks.end());
    }
    found.error = spans.error();
    return found;
}

} // namespace headstart::test
