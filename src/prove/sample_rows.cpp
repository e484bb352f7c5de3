#include "prove/sample_rows.hpp"

#include "pg/quote.hpp"
#include "pg/result.hpp"
#include "prove/sample_filling.hpp"

#include <fmt/format.h>

#include <string_view>

namespace headstart::prove {

namespace {

/// What a table is called now, by its identity and its oid.
constexpr std::string_view k_now = R"(
SELECT c.oid::regclass FROM pg_class c
WHERE c.oid IN (to_regclass($1), NULLIF($2, '')::oid) AND c.relkind IN ('r', 'p'))";

constexpr std::string_view k_oids = "SELECT name, to_regclass(name)::oid FROM unnest($1::text[]) name";

/// All names as the catalogue's queries print them: with their schemas. Puts the search_path back at the end.
class PlainPath {
public:
    explicit PlainPath(pg::Connection& connection)
        : m_connection(connection)
        , m_path(connection.exec("SELECT pg_catalog.current_setting('search_path')").value(0, 0)) {
        m_connection.exec("SET LOCAL search_path TO pg_catalog, pg_temp");
    }

    void end() {
        m_connection.exec(pg::Command{"SELECT pg_catalog.set_config('search_path', $1, true)", {m_path}});
    }

private:
    pg::Connection& m_connection;
    std::string m_path;
};

} // namespace

SampleRows::SampleRows(pg::Connection& connection, const std::vector<schema::Address>& tables) {
    std::vector<std::string> names;
    names.reserve(tables.size());
    for (const auto& table : tables) {
        names.push_back(table.identity);
    }
    if (names.empty()) {
        return;
    }
    PlainPath path(connection);
    const auto filled = fill_with_samples(connection, names);
    m_held = read_all_held(connection, filled);
    const auto oids = connection.exec(pg::Command{std::string(k_oids), {pg::to_array(filled)}});
    for (int row = 0; row < oids.row_count(); ++row) {
        m_oids.emplace(oids.value(row, 0), oids.value(row, 1));
    }
    path.end();
}

std::vector<schema::Address> SampleRows::lost(pg::Connection& connection) const {
    if (m_held.tables.empty()) {
        return {};
    }
    PlainPath path(connection);
    auto lost = lost_since(connection, m_held);
    path.end();
    return lost;
}

void SampleRows::remove(pg::Connection& connection, const schema::Address& table) {
    PlainPath path(connection);
    // The table that has them may be put aside under another name, and a new one be there by this.
    const auto known = m_oids.find(table.identity);
    const auto oid = known == m_oids.end() ? std::string() : known->second;
    for (const auto& name :
         connection.exec(pg::Command{std::string(k_now), {table.identity, oid}}).column(0)) {
        connection.exec(fmt::format("TRUNCATE {} CASCADE", name));
    }
    const auto left = read_held(connection, names_of(m_held.tables));
    path.end();
    std::erase_if(m_held.tables, [&](const auto& held) {
        const auto found = left.find(held.first);
        return found != left.end() && found->second.count == 0;
    });
}

void SampleRows::remove_all(pg::Connection& connection) {
    // By what was filled: another table may have the name by now, and be empty.
    for (const auto& [name, oid] : m_oids) {
        remove(connection, {schema::Kind::table, name});
    }
    m_held = {};
    m_oids.clear();
}

} // namespace headstart::prove
