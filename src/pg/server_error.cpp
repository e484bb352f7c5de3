#include "pg/server_error.hpp"

#include "base/printable.hpp"

#include <charconv>

namespace headstart::pg {

namespace {

/// Of a text that somebody means to be read.
constexpr std::size_t k_longest_field = std::size_t{64} * 1024;

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return base::shortened(text != nullptr ? text : "", k_longest_field);
}

/// Poolers send the one field only, servers both.
std::string severity_of(const PGresult* result) {
    auto severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return severity.empty() ? field(result, PG_DIAG_SEVERITY) : severity;
}

std::optional<std::size_t> number_field(const PGresult* result, int code) {
    const auto text = field(result, code);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && number > 0 ? std::optional{number} : std::nullopt;
}

} // namespace

ServerError::ServerError(const PGresult* result)
    : severity(severity_of(result))
    , sqlstate(field(result, PG_DIAG_SQLSTATE))
    , message(field(result, PG_DIAG_MESSAGE_PRIMARY))
    , detail(field(result, PG_DIAG_MESSAGE_DETAIL))
    , hint(field(result, PG_DIAG_MESSAGE_HINT))
    , context(field(result, PG_DIAG_CONTEXT))
    , position(number_field(result, PG_DIAG_STATEMENT_POSITION))
    , internal_query(field(result, PG_DIAG_INTERNAL_QUERY))
    , source_file(field(result, PG_DIAG_SOURCE_FILE)) {
    if (message.empty()) {
        message = PQresultErrorMessage(result); // made by libpq itself: it has no fields
    }
}

} // namespace headstart::pg
