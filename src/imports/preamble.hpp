#pragma once

#include "imports/lines.hpp"
#include "imports/source_folder.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headstart::imports {

/// What a file has above its first marker.
struct Preamble {
    std::vector<std::string> comments; ///< without the marks of comments, a line each
    std::optional<Line> statement;     ///< where SQL begins that belongs to no section
};

/// Of tools that have markers alone.
bool is_no_directive(std::string_view comment);

/// The file up to `end`. `is_directive` tells the comments that the tool obeys, by what stands behind their
/// `--`: those are left out.
Preamble preamble_of(const Source& source, std::size_t end, bool (*is_directive)(std::string_view comment));

} // namespace headstart::imports
