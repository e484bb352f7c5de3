#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace headstart::test {

/// One row of a file of cases: two schemas, and what `headstart diff` has to make of them.
struct DiffCase {
    std::string name;
    std::size_t line = 0;               ///< of its `-- case:`, from 1
    std::string from;                   ///< SQL of the schema that is there
    std::string to;                     ///< and of the one that is wanted
    std::string rows;                   ///< SQL that fills the first before it is changed
    std::string up;                     ///< what is printed, whole; "" for no matter
    std::string down;                   ///< the same for the way back
    std::vector<std::string> says;      ///< what standard error holds besides
    std::vector<std::string> arguments; ///< more words for `headstart diff`
    int status = 0;                     ///< its exit status; with another than 0 nothing is applied
    bool is_one_way = false;            ///< that there is no way back
    bool is_open = false;               ///< that it does not hold yet: it fails when it does
    int first_major = 0;                ///< servers that know what is written here
    int last_major = 999;
};

/// Reads a file of cases. Throws std::runtime_error, with the line, for what is in no case, a marker that is
/// unknown, a name that is there already and a case without `-- to:`.
///
///     -- case: NAME        begins one; the SQL below it is the schema that is there
///     -- both:             SQL that both schemas begin with
///     -- to:               the schema that is wanted
///     -- rows:             INSERTs; in tables and columns that stay they are still there afterwards
///     -- up:               the SQL that has to be printed, where its words matter. Comments in it (hazards)
///     -- down:             count only where some stand here
///     -- ends: 5           the exit status, where no SQL comes
///     -- says:             lines that standard error has to hold, each anywhere in it
///     -- options: --owners more words for `headstart diff`
///     -- one way: WHY      the second schema cannot be brought back
///     -- open: WHAT        it does not hold yet, and what is wrong; when it holds, this line has to go
///     -- servers: 14+      only for these majors; also <18
///
/// The roles diff_reader, diff_writer and diff_owner are there.
std::vector<DiffCase> read_diff_cases(const std::filesystem::path& path);

} // namespace headstart::test
