#pragma once

#include "sql/scanner.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace headstart::scripts {

/// What separates the sections of a file: `-- migrate:up …` or `-- migrate:down …`, alone on its line.
struct Marker {
    std::size_t begin; ///< of the dashes
    std::size_t end;   ///< of the line
    std::string words; ///< "up transaction:false", in lower case
};

/// The marker that a comment is, if it is one; letters of either case.
std::optional<Marker> as_marker(std::string_view text, const sql::Token& comment);

/// Whether a line of the header, without its dashes, is a marker.
bool is_marker_line(std::string_view content);

/// What to write for a comment's content that holds nothing but one word for a direction, and around it
/// ornaments and words that name a tool, as it looks to a reader; `alone`: also without a tool's name.
std::optional<std::string> meant_by(std::string_view content, bool alone);

/// A comment that holds nothing but what another tool, or a hasty hand, would write for a marker: `-- migrate
/// down`,
/// `/* migrate:down */`, `-- +goose Down`, `--//@UNDO`. Taken for a comment, the up would run the down's SQL
/// as well. Returns what to write for it. `ends_statement`: no statement is open, which makes a marker also
/// of a lone word, `-- down`; inside of one that may be said of a column.
std::optional<std::string> meant_marker(std::string_view text, const sql::Token& comment,
                                        bool ends_statement);

} // namespace headstart::scripts
