#pragma once

#include <string>

namespace headstart::scripts {

/// The SQL that a section of a new file is to hold.
struct SectionText {
    std::string sql; ///< statements with their `;`, a line end behind the last
    bool transactional = true;
};

/// Puts SQL into the two sections of a new migration file, each behind its marker. `path` is for messages.
/// Throws as find_sections() does.
std::string with_sections(const std::string& text, const std::string& path, const SectionText& up,
                          const SectionText& down);

} // namespace headstart::scripts
