#pragma once

#include <string>
#include <string_view>

namespace headstart::diag {

/// `automatic`: on a terminal, unless NO_COLOR is set; and anywhere where CLICOLOR_FORCE is.
enum class Colour { automatic, always, never };

/// What is painted, by what it is.
enum class Paint { heading, name, error, warning, caret, advice };

/// How texts for one stream are painted: with ECMA-48's codes, or not at all.
class Palette {
public:
    Palette() = default; ///< paints nothing

    explicit Palette(bool is_on)
        : m_is_on(is_on) {}

    /// `text` must be printable already: what it brings of control characters would reach the terminal.
    [[nodiscard]] std::string operator()(Paint paint, std::string_view text) const;

    [[nodiscard]] bool is_on() const { return m_is_on; }

private:
    bool m_is_on = false;
};

/// For all of the process, from now on; `automatic` until then.
void choose_colour(Colour colour);

/// Of STDOUT_FILENO or STDERR_FILENO.
[[nodiscard]] Palette palette_of(int stream);

} // namespace headstart::diag
