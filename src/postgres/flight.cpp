#include "postgres/flight.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace headstart::postgres {

using database::Migration;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t k_largest_flight = 64;
constexpr std::size_t k_most_bytes_of_flight = std::size_t{256} * 1024;
constexpr auto k_moment = 250ms;

/// First words of statements that do their work in the database and nowhere else.
constexpr auto k_confined = std::to_array<std::string_view>({
    "alter",
    "analyze",
    "comment",
    "create",
    "delete",
    "drop",
    "grant",
    "insert",
    "lock",
    "merge",
    "reindex",
    "revoke",
    "security",
    "set",
    "truncate",
    "update",
});

bool is_confined(const Migration& migration, const sql::Statement& statement) {
    const auto text = migration.text_of(statement);
    const auto word = base::to_lower(text.substr(0, text.find_first_of(" \t\r\n(;/-")));
    return !statement.is_unchecked && !statement.traits.uses_copy_protocol && !statement.copy_data &&
           std::find(k_confined.begin(), k_confined.end(), word) != k_confined.end();
}

bool may_fly_with_others(const Migration& migration) {
    return std::all_of(migration.statements.begin(), migration.statements.end(),
                       [&](const sql::Statement& statement) { return is_confined(migration, statement); });
}

} // namespace

std::span<const Migration> next_flight(std::span<const Migration> migrations, std::size_t most) {
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < std::min(most, migrations.size()) && bytes < k_most_bytes_of_flight &&
           may_fly_with_others(migrations[count])) {
        bytes += migrations[count].source->text.size();
        ++count;
    }
    return migrations.first(std::max<std::size_t>(count, 1));
}

void FlightSize::took(base::milliseconds time) {
    if (time < k_moment) {
        m_most = std::min(2 * m_most, k_largest_flight);
    } else if (time > 4 * k_moment) {
        m_most = 1;
    }
}

} // namespace headstart::postgres
