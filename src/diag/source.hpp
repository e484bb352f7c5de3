#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace headstart::diag {

/// Where a text stands that is not in memory.
class TextHolder {
public:
    TextHolder() = default;
    TextHolder(const TextHolder&) = delete;
    TextHolder& operator=(const TextHolder&) = delete;
    virtual ~TextHolder() = default;

    /// As long as the holder lives.
    [[nodiscard]] virtual std::string_view text() const = 0;

    /// Whether it is still what it was at first.
    [[nodiscard]] virtual bool is_unchanged() const = 0;
};

/// A text in memory, or one that somebody holds. It is used as a std::string_view.
class Text {
public:
    Text() = default;

    // NOLINTBEGIN(google-explicit-constructor,hicpp-explicit-conversions): it is one
    Text(std::string text)
        : m_text(std::move(text)) {}

    Text(const char* text)
        : m_text(text) {}

    operator std::string_view() const { return view(); }

    // NOLINTEND(google-explicit-constructor,hicpp-explicit-conversions)

    explicit Text(std::shared_ptr<const TextHolder> holder)
        : m_holder(std::move(holder)) {}

    [[nodiscard]] std::string_view view() const { return m_holder ? m_holder->text() : m_text; }

    [[nodiscard]] bool is_unchanged() const { return !m_holder || m_holder->is_unchanged(); }

    [[nodiscard]] std::size_t size() const { return view().size(); }

    [[nodiscard]] bool empty() const { return view().empty(); }

private:
    std::string m_text;
    std::shared_ptr<const TextHolder> m_holder;
};

/// A text that messages can point into: a migration file, headstart.toml. Shared by every span into it.
struct SourceText {
    std::string path; ///< as the user knows it: relative to the working folder where it was given so
    Text text;        ///< UTF-8; line ends as in the file
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
