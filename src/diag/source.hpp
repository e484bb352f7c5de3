#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace headstart::diag {

/// A text that messages can point into: a migration file, headstart.toml. Shared by every span into it.
struct SourceText {
    std::string path; ///< as the user knows it: relative to the working folder where it was given so
    std::string text; ///< UTF-8; line ends as in the file
    /// Where it really is, if it is a link to elsewhere; empty: it is none. Messages do not quote such a one:
    /// it may be a secret that somebody wants to see.
    std::string link_target = {};
};

/// A range of bytes in a source. Line and column are worked out only when it is shown.
struct Span {
    std::shared_ptr<const SourceText> source;
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::string_view text() const {
        return std::string_view(source->text).substr(begin, end - begin);
    }
};

/// Where a byte stands, for people: both from 1, the column in characters (a tab is one).
struct Position {
    std::size_t line;
    std::size_t column;
};

Position position_of(std::string_view text, std::size_t offset);

/// The line around a byte, without its line end.
std::string_view line_around(std::string_view text, std::size_t offset);

} // namespace headstart::diag
