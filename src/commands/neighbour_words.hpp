#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace headstart::commands {

/// A word by which another tool calls what headstart can do. Hands that know the other tool type it.
struct NeighbourWord {
    std::string_view word;
    std::string_view command; ///< of ours that it is another name for; empty: it is none, and nothing is done
    std::string_view line;    ///< what to type here, whole
    std::string_view why;     ///< what it does here; where it is no alias: why it is not done at once
    bool needs_text = false;  ///< of an alias: alone it means something else elsewhere, so `line` is shown
};

/// All of them. A new one is a row.
std::span<const NeighbourWord> neighbour_words();

std::optional<NeighbourWord> find_neighbour_word(std::string_view word);

} // namespace headstart::commands
