#include "commands/neighbour_words.hpp"

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

constexpr std::string_view k_new_line = "headstart revision \"what it does\"";
constexpr std::string_view k_new_why = "it writes a new migration file";
constexpr std::string_view k_back_line = "headstart downgrade -1";
constexpr std::string_view k_back_why =
    "a step back may delete rows: say how far, a number of revisions or a revision";

/// What only adds or only reads is an alias. What takes away is not: the tools differ in how much the word
/// takes (one step, the last batch, everything), and the wrong guess costs rows.
constexpr std::array k_words{
    NeighbourWord{"new", "revision", k_new_line, k_new_why, true},
    NeighbourWord{"create", "revision", k_new_line,
                  "it writes a new migration file; the database itself is created by "
                  "`headstart database create`",
                  true},
    NeighbourWord{"generate", "revision", k_new_line, k_new_why, true},
    NeighbourWord{"makemigrations", "", "headstart revision --autogenerate -m \"what it does\"",
                  "it writes what leads from the migrations to the declared schema, and wants a message"},
    NeighbourWord{"up", "upgrade", "headstart upgrade head", ""},
    NeighbourWord{"migrate", "upgrade", "headstart upgrade head", ""},
    NeighbourWord{"apply", "upgrade", "headstart upgrade head", ""},
    NeighbourWord{"deploy", "upgrade", "headstart upgrade head", ""},
    NeighbourWord{"down", "", k_back_line, k_back_why},
    NeighbourWord{"rollback", "", k_back_line, k_back_why},
    NeighbourWord{"revert", "", k_back_line, k_back_why},
    NeighbourWord{"undo", "", k_back_line, k_back_why},
    NeighbourWord{"info", "status", "headstart status", ""},
    NeighbourWord{"list", "history", "headstart history", ""},
    NeighbourWord{"showmigrations", "history", "headstart history --indicate-current", ""},
    NeighbourWord{"reset", "", "headstart database reset",
                  "it drops the database with all that is in it, makes it anew and migrates it to head; "
                  "`headstart downgrade base` undoes the migrations one by one"},
    NeighbourWord{"clean", "", "headstart database reset",
                  "it drops the database with all that is in it, makes it anew and migrates it to head"},
    NeighbourWord{"drop", "", "headstart database drop", "it drops the database with all that is in it"},
    NeighbourWord{"baseline", "", "headstart stamp head",
                  "it says that the database is at a revision, and runs nothing: say at which"},
    NeighbourWord{"force", "", "headstart stamp head",
                  "it says that the database is at a revision, and runs nothing: say at which"},
    NeighbourWord{"repair", "", "headstart validate",
                  "it tells which applied migrations were edited; --accept REVISION journals such an edit"},
    NeighbourWord{"goto", "", "headstart upgrade REVISION",
                  "the way up and the way down are two commands here: upgrade or downgrade"},
};

} // namespace

std::span<const NeighbourWord> neighbour_words() {
    return k_words;
}

std::optional<NeighbourWord> find_neighbour_word(std::string_view word) {
    const auto* const found = std::find_if(k_words.begin(), k_words.end(),
                                           [&](const NeighbourWord& row) { return row.word == word; });
    return found == k_words.end() ? std::nullopt : std::optional(*found);
}

} // namespace headstart::commands
