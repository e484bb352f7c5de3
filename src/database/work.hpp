#pragma once

#include "diag/subject.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace headstart::database {

/// What a session is doing, as a value: two losses of the connection in the same work may have the same
/// cause.
struct Work {
    enum class Kind : std::uint8_t {
        reading_version_table,
        reading_journal,
        looking_for_tables,
        reading_other_history,
        taking_lock,
        looking_for_lock_holder,
        looking_at_schema,
        checking_syntax,
        looking_for_crash,
        creating_tables, // from here on something is changed
        applying,
        stamping,
        accepting,
        noting_crash,
    };

    Kind kind;
    std::string revision = {};  ///< while applying, like all that follows
    bool is_up = true;          ///< the direction
    std::size_t statement = 0;  ///< the number of the one that is next, from 1; 0: not known
    std::size_t statements = 0; ///< of so many
    bool keeps_none = false;    ///< of the statements before it, where they share a transaction

    friend bool operator==(const Work&, const Work&) = default;
};

/// Nothing is changed by it: it may be done again as often as one likes.
bool only_looks(const Work& work);

/// "applying revision 3f2a (up), at statement 2 of 10,000"
std::string describe(const Work& work);

/// The same for machines: empty but for the work of applying.
diag::Subject subject_of(const Work& work);

} // namespace headstart::database
