#include "postgres/time_limits.hpp"

#include "base/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace headstart::postgres {

using namespace std::chrono_literals;

namespace {

/// pg_settings.reset_val is what the session began with, in the unit of the setting: milliseconds. A setting
/// of a role in one database comes before one of the role, and that before one of the database (manual,
/// "ALTER ROLE").
constexpr std::string_view k_of_session =
    "SELECT s.reset_val, CASE"
    " WHEN s.source OPERATOR(pg_catalog.=) 'database user' THEN"
    " pg_catalog.format('ALTER ROLE %I IN DATABASE %I SET', session_user, pg_catalog.current_database())"
    " WHEN s.source OPERATOR(pg_catalog.=) 'user' THEN pg_catalog.format('ALTER ROLE %I SET', session_user)"
    " WHEN s.source OPERATOR(pg_catalog.=) 'database' THEN"
    " pg_catalog.format('ALTER DATABASE %I SET', pg_catalog.current_database())"
    " WHEN s.source OPERATOR(pg_catalog.=) 'global' THEN 'ALTER ROLE ALL SET'"
    " WHEN s.source OPERATOR(pg_catalog.=) 'client' THEN 'the options of the connection'"
    " ELSE 'the server''s configuration' END"
    " FROM pg_catalog.pg_settings s"
    " WHERE s.name OPERATOR(pg_catalog.=) ANY (ARRAY['lock_timeout', 'statement_timeout']::pg_catalog.text[])"
    " ORDER BY s.name";

TimeLimit stricter(base::milliseconds ours, base::milliseconds of_session, std::string set_by) {
    const bool is_ours = ours > 0ms && (of_session == 0ms || ours <= of_session);
    return {is_ours ? ours : of_session, is_ours, std::move(set_by)};
}

} // namespace

TimeLimits read_time_limits(pg::Connection& connection, const database::SessionOptions& options) {
    const auto rows = connection.exec(std::string(k_of_session));
    const auto limit = [&](int row, base::milliseconds ours) {
        return stricter(ours, base::milliseconds{rows.number(row, 0)}, std::string(rows.value(row, 1)));
    };
    return {limit(0, options.lock_timeout), limit(1, options.statement_timeout)};
}

void tell_stricter_limits(const TimeLimits& limits, const database::SessionOptions& options,
                          diag::Reporter& reporter) {
    const std::array<std::tuple<std::string_view, const TimeLimit&, base::milliseconds>, 2> all{
        {{"lock_timeout", limits.lock, options.lock_timeout},
         {"statement_timeout", limits.statement, options.statement_timeout}}};
    for (const auto& [name, limit, ours] : all) {
        if (!limit.is_ours && limit.value > 0ms) {
            reporter.info(
                fmt::format("{} is {} here, by {}{}", name, base::format_duration(limit.value), limit.set_by,
                            ours > 0ms
                                ? fmt::format(": stricter than headstart's {}", base::format_duration(ours))
                                : std::string()),
                {{"event", "stricter_timeout"},
                 {"setting", std::string(name)},
                 {"value_ms", std::int64_t{limit.value.count()}}});
        }
    }
}

} // namespace headstart::postgres
