#pragma once

#include <cstdint>
#include <string>

namespace headstart::database {

/// What else keeps a history of migrations in the database; names as SQL has them.
struct OtherHistory {
    std::string schema; ///< empty: wherever the search path finds the table
    std::string table;
    std::string tool;   ///< "Flyway"; empty for a version table like ours in another place
    std::string format; ///< as `import` and `stamp --from` call it: "flyway"; empty: neither can read it
};

/// A row of another tool's table, as far as it says what is applied.
struct OtherRow {
    enum class Kind : std::uint8_t {
        applied,
        undone,   ///< what was applied before it is not any more
        baseline, ///< it, and all before it, are there, by whatever way
        code,     ///< of a program: a folder of SQL need not have it
    };

    std::string version; ///< or the name: what the tool knows a migration by
    std::string owner;   ///< what a version is unique in: an author, a project; else empty
    std::string file;    ///< the same, where there is a third part
    Kind kind = Kind::applied;
    std::string fault; ///< why the database cannot be taken over: "it failed"; empty: nothing
};

} // namespace headstart::database
