#pragma once

#include "diag/diagnostic.hpp"
#include "revision/revision.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace headstart::scripts {

/// Reads the comment lines at the top of a migration file: free text, whose first line is the message, and
/// the keys `Revision ID`, `Revises`, `Branch Labels`, `Depends On`, `Create Date` (docs/migration-files.md).
/// Adds what is wrong to `problems` and returns what could be read.
revision::Revision read_header(const std::shared_ptr<const diag::SourceText>& source,
                               std::vector<diag::Diagnostic>& problems);

/// Whether the header of a file that begins so ends within this text, whatever comes behind it.
bool ends_header(std::string_view beginning);

/// Whether a comment line would be read for more than its words: as a key of the header, or as a marker. A
/// message must hold none.
bool says_more_than_prose(std::string_view comment);

} // namespace headstart::scripts
