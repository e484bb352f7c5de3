#pragma once

#include "pg/handles.hpp"

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace headstart::pg {

/// An error the server reported for a statement, with all of its fields
/// (manual, "libpq: PQresultErrorField"; SQLSTATE: appendix "PostgreSQL Error Codes").
class ServerError : public std::exception {
public:
    explicit ServerError(const PGresult* result);

    /// One that we find: without SQLSTATE.
    explicit ServerError(std::string text)
        : severity("ERROR")
        , message(std::move(text)) {}

    [[nodiscard]] const char* what() const noexcept override { return message.c_str(); }

    [[nodiscard]] bool is(std::string_view state) const { return sqlstate == state; }

    /// FATAL and PANIC: the server ends the session with it.
    [[nodiscard]] bool ends_session() const { return severity == "FATAL" || severity == "PANIC"; }

    std::string severity; ///< "ERROR", "WARNING", "NOTICE", …, in English whatever the server's language
    std::string sqlstate; ///< empty: libpq itself says so
    std::string message;
    std::string detail;
    std::string hint;
    std::string context;
    /// Character, from 1, in the text that was sent; not set where the error has no place.
    std::optional<std::size_t> position;
    /// For an error inside a function: the text it was running, and the character in that.
    std::string internal_query;
    std::string source_file; ///< of the server, that raised it: "gram.y"
};

/// The session is gone: the server ended it, crashed, or the network did. Whether the last statement took
/// effect is unknown: look again after reconnecting, never assume.
class ConnectionLost : public std::exception {
public:
    enum class Cause {
        ended_by_server, ///< it said so; sqlstate() has its reason
        closed,          ///< the socket was closed or reset, or is closed by us
        no_answer,       ///< the limit was over, and cancelling had no answer either
        protocol,        ///< what came is no answer that libpq understands
    };

    ConnectionLost(Cause cause, std::string words, std::string sqlstate = "")
        : m_cause(cause)
        , m_words(std::move(words))
        , m_sqlstate(std::move(sqlstate)) {}

    [[nodiscard]] const char* what() const noexcept override { return m_words.c_str(); }

    [[nodiscard]] Cause cause() const { return m_cause; }

    /// Empty unless the server ended it.
    [[nodiscard]] const std::string& sqlstate() const { return m_sqlstate; }

private:
    Cause m_cause;
    std::string m_words;
    std::string m_sqlstate;
};

/// The answer was not there in time: the command was cancelled on the server, which has said so, and the
/// session goes on. In a transaction the transaction has failed.
class AnswerOverdue : public std::exception {
public:
    [[nodiscard]] const char* what() const noexcept override { return "no answer in time"; }
};

/// The answer is none to what was asked: another shape, another type, or no end of it. A proxy that is out of
/// step, or something that is no PostgreSQL server.
class UnexpectedAnswer : public std::exception {
public:
    explicit UnexpectedAnswer(std::string what)
        : m_words(std::move(what)) {}

    [[nodiscard]] const char* what() const noexcept override { return m_words.c_str(); }

private:
    std::string m_words;
};

/// SQLSTATEs that headstart acts upon.
namespace sqlstate {
inline constexpr std::string_view query_canceled = "57014";
inline constexpr std::string_view admin_shutdown = "57P01";
inline constexpr std::string_view crash_shutdown = "57P02";
inline constexpr std::string_view cannot_connect_now = "57P03";
inline constexpr std::string_view too_many_connections = "53300";
inline constexpr std::string_view invalid_password = "28P01";
inline constexpr std::string_view invalid_authorization = "28000";
inline constexpr std::string_view invalid_catalog_name = "3D000";
inline constexpr std::string_view division_by_zero = "22012";
inline constexpr std::string_view character_not_in_repertoire = "22021";
inline constexpr std::string_view untranslatable_character = "22P05";
inline constexpr std::string_view unique_violation = "23505";
inline constexpr std::string_view duplicate_table = "42P07";
inline constexpr std::string_view duplicate_database = "42P04";
inline constexpr std::string_view object_in_use = "55006";
inline constexpr std::string_view undefined_table = "42P01";
inline constexpr std::string_view undefined_schema = "3F000";
inline constexpr std::string_view undefined_object = "42704";
inline constexpr std::string_view syntax_error = "42601";
inline constexpr std::string_view unsafe_new_enum_value = "55P04";
inline constexpr std::string_view insufficient_privilege = "42501";
inline constexpr std::string_view protocol_violation = "08P01";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view deadlock_detected = "40P01";
inline constexpr std::string_view serialization_failure = "40001";
inline constexpr std::string_view active_sql_transaction = "25001";
inline constexpr std::string_view invalid_transaction_termination = "2D000"; ///< a procedure that commits
inline constexpr std::string_view in_failed_transaction = "25P02";
inline constexpr std::string_view read_only_transaction = "25006";
} // namespace sqlstate

} // namespace headstart::pg
