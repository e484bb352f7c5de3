#pragma once

#include <string_view>

/// What the text of a whole section says of the session it runs in, told by its tokens: filters that are
/// cheap and say yes too often rather than too seldom. What a function does that is called but not written
/// here, no text can tell.
namespace headstart::sql {

/// Whether a token or a literal, comments apart, holds READ ONLY or read_only: no transaction of such a
/// section may be taken for one that can write.
bool mentions_read_only(std::string_view section);

/// Whether the session may be left otherwise than it was found: SET, RESET, set_config(), PREPARE, LISTEN,
/// advisory locks, temporary tables, and what a DO, a CALL or a literal may do of these.
bool changes_session(std::string_view section);

/// Whether one statement makes what ends with the session and cannot be made again by running it once more: a
/// temporary table or view, a cursor that outlives its transaction, settings in the body of a DO.
bool makes_session_object(std::string_view statement);

} // namespace headstart::sql
