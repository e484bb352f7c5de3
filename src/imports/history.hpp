#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// A history of migrations as another tool has it, read: plain data that every format's reader gives and the
/// one writer of files takes.
namespace headstart::imports {

/// Where something stands in what was read, as the user knows it.
struct Place {
    std::string path;
    std::size_t line = 0; ///< from 1; 0: the file as a whole
};

/// The SQL of one direction.
struct Sql {
    std::string text;          ///< as its author wrote it, without markers and directives of the tool
    bool transactional = true; ///< false: `transaction:false`
    Place origin;              ///< of the text's first line
    std::vector<std::string> notes = {}; ///< comments for the top of the section, a line each
    /// Lines of the text, from 0, in order, above each of which a line of the file was left out; one of them
    /// several times for several.
    std::vector<std::size_t> left_out = {};
};

/// Where a line of the text, from 0, stands in the file.
Place place_in(const Sql& sql, std::size_t line);

/// One migration.
struct Revision {
    std::string id;                       ///< as complaint_about_id() wants it; see imports/names.hpp
    std::vector<std::string> parents;     ///< ids; empty for a base, several for a merge
    std::vector<std::string> depends_on;  ///< ids or labels, beside the parents
    std::vector<std::string> labels;      ///< branch labels that are declared here
    std::string message;                  ///< one line
    std::vector<std::string> description; ///< further lines for the top of the file
    std::string create_date;              ///< as it is to be written; empty: made of `created`
    std::optional<std::chrono::system_clock::time_point> created; ///< nothing: nobody knows
    Sql up;
    /// Nothing: it cannot be undone. Of no SQL: the tool undoes it by doing nothing.
    std::optional<Sql> down;
    Place origin;          ///< the file that it was made of
    std::string file_stem; ///< of the new file, without `.sql`; empty: made by `file_template`
};

/// Something to tell about a history.
struct Remark {
    Place place;
    std::string what;    ///< one sentence, no full stop
    std::string instead; ///< what to do; empty: nothing
};

/// A history, in an order in which parents and dependencies come first.
struct History {
    std::vector<Revision> revisions;
    std::vector<Remark> reviews;  ///< what a person must look at: it was imported, and may not be the same
    std::vector<Remark> left_out; ///< what has no counterpart, and was not imported
};

} // namespace headstart::imports
