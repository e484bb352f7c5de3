#pragma once

#include "diag/diagnostic.hpp"
#include "imports/source_folder.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

/// Directives of tools are told by lines, whatever SQL they stand in: so those tools read them.
namespace headstart::imports {

/// One line of a text, as its bytes.
struct Line {
    std::size_t begin;
    std::size_t end;       ///< of its text
    std::size_t next;      ///< where the line behind it begins
    std::string_view text; ///< without its end, `\n` or `\r\n`
};

/// Goes over the lines of a text, which must outlive it.
class Lines {
public:
    explicit Lines(std::string_view text, std::size_t from = 0)
        : m_text(text)
        , m_at(from) {}

    /// Nothing behind the last.
    std::optional<Line> next();

private:
    std::string_view m_text;
    std::size_t m_at;
};

/// Whether a line of a text, without its end, is one for which `mark_of` gives something: a value, or true.
template<typename MarkOf>
bool has_line(std::string_view text, MarkOf mark_of) {
    Lines lines(text);
    while (const auto line = lines.next()) {
        if (mark_of(line->text)) {
            return true;
        }
    }
    return false;
}

/// What stands behind `--` on a line that is a comment; nothing if it is none. Trimmed.
std::optional<std::string_view> comment_on(std::string_view line);

/// The rest behind a word that a text begins with, letters of either case, trimmed: "false" of
/// "transaction:false" for "transaction:". Nothing if it begins otherwise.
std::optional<std::string_view> behind(std::string_view text, std::string_view beginning);

/// The refusal of a file for one of its lines.
diag::Error refusal_of_line(const Source& source, const Line& line, std::string message, std::string hint);

} // namespace headstart::imports
