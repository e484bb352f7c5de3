#include "catalogue/read.hpp"

#include "catalogue/for_server.hpp"
#include "catalogue/kinds.hpp"
#include "catalogue/queries.hpp"
#include "catalogue/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

namespace headstart::catalogue {

namespace {

using schema::Address;
using schema::Object;
using schema::Schema;

/// Where an object stands in pg_depend: as the server prints them, which is all that is asked of them.
using Place = std::tuple<std::string, std::string, std::string>;

struct HashPlace {
    std::size_t operator()(const Place& place) const {
        const auto& [catalog, oid, sub] = place;
        return std::hash<std::string>()(oid) ^ (std::hash<std::string>()(sub) << 1U) ^
               (std::hash<std::string>()(catalog) << 2U);
    }
};

class Reading {
public:
    void add_objects(const Query& query, const pg::Result& rows) {
        for (int row = 0; row < rows.row_count(); ++row) {
            Object object;
            object.address = {query.kind, std::string(rows.value(row, 0))};
            object.name = rows.value(row, 6);
            object.own_name = rows.is_null(row, 1) ? object.name : std::string(rows.value(row, 1));
            object.place = static_cast<std::size_t>(row);
            if (!rows.is_null(row, 8)) {
                m_parents.emplace_back(object.address, place(rows, row, 7));
            }
            object.owner = rows.value(row, 2);
            object.body = schema::make_body(query.kind);
            RowReader reader(rows, row, k_head);
            std::visit([&](auto& body) { reader.read_fields(body); }, object.body);
            replace_member(place(rows, row, 3), object);
            m_places.insert_or_assign(place(rows, row, 3), object.address);
            m_schema.objects.insert_or_assign(object.address, std::move(object));
        }
    }

    void add_needs(const pg::Result& rows) {
        for (int row = 0; row < rows.row_count(); ++row) {
            const auto* const object = find(place(rows, row, 0));
            if (object == nullptr) {
                continue;
            }
            const auto type = rows.value(row, 6);
            const auto* const needed = find(place(rows, row, 3));
            if (type == "e" && object->kind != schema::Kind::given && needed != nullptr) {
                m_members.emplace(*object, *needed);
                m_member_oids.emplace(rows.value(row, 0), rows.value(row, 1));
                continue;
            }
            if (needed != nullptr && *needed != *object) {
                m_schema.objects.at(*object).needs.push_back({*needed, type != "n"});
            }
        }
    }

    void add_comments(const pg::Result& rows) {
        for (int row = 0; row < rows.row_count(); ++row) {
            const auto found = m_places.find(place(rows, row, 0));
            if (found != m_places.end()) {
                auto& object = m_schema.objects.at(found->second);
                object.comment = rows.value(row, 3);
                object.has_default_comment = rows.is_true(row, 4);
            }
        }
    }

    void add_privileges(const pg::Result& rows) {
        for (int row = 0; row < rows.row_count(); ++row) {
            const auto found = m_places.find(place(rows, row, 0));
            if (found == m_places.end()) {
                continue;
            }
            auto& object = m_schema.objects.at(found->second);
            object.privilege_count = static_cast<std::size_t>(rows.number(row, 8));
            object.privileges.push_back({std::string(rows.value(row, 3)), std::string(rows.value(row, 4)),
                                         std::string(rows.value(row, 5)), rows.is_true(row, 6),
                                         rows.is_true(row, 7)});
        }
    }

    void set_role(const pg::Result& rows) { m_schema.role = rows.value(0, 0); }

    Schema finish() {
        name_parents();
        drop_members();
        drop_orphans();
        for (auto& [address, object] : m_schema.objects) {
            auto& needs = object.needs;
            for (auto& need : needs) {
                const auto member = m_members.find(need.object);
                if (member != m_members.end()) {
                    need = {member->second, false};
                }
            }
            std::erase_if(needs, [&](const auto& need) { return m_schema.find(need.object) == nullptr; });
            std::sort(needs.begin(), needs.end());
            needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
            std::sort(object.privileges.begin(), object.privileges.end());
        }
        return std::move(m_schema);
    }

private:
    static Place place(const pg::Result& rows, int row, int column) {
        return {std::string(rows.value(row, column)), std::string(rows.value(row, column + 1)),
                std::string(rows.value(row, column + 2))};
    }

    /// What is told of a column that is no object of its own is told of its relation.
    [[nodiscard]] const Address* find(Place place) const {
        auto found = m_places.find(place);
        if (found == m_places.end()) {
            std::get<2>(place) = "0";
            found = m_places.find(place);
        }
        return found == m_places.end() ? nullptr : &found->second;
    }

    /// An extension's function of which something is said is no function of the schema.
    void replace_member(const Place& place, const Object& object) {
        const auto found = m_places.find(place);
        if (object.address.kind == schema::Kind::given && found != m_places.end()) {
            m_schema.objects.erase(found->second);
        }
    }

    void name_parents() {
        for (const auto& [address, at] : m_parents) {
            const auto* const parent = find(at);
            if (parent == nullptr) {
                continue;
            }
            auto& object = m_schema.objects.at(address);
            object.parent = *parent;
            object.needs.push_back({*parent, true});
        }
        for (auto& [address, object] : m_schema.objects) {
            if (object.parent) {
                const auto& parent = m_schema.at(*object.parent);
                object.parent_schema = parent.name.substr(0, parent.name.size() - parent.own_name.size());
                object.parent_name =
                    parent.parent ? m_schema.at(*parent.parent).name + "." + parent.name : parent.name;
            }
        }
    }

    /// What is told of the whole is told of all that stands under its oid.
    void drop_members() {
        for (const auto& [place, address] : m_places) {
            if (address.kind != schema::Kind::given &&
                m_member_oids.contains({std::get<0>(place), std::get<1>(place)})) {
                m_schema.objects.erase(address);
            }
        }
    }

    /// Parts of a relation that is an extension's, or that we do not look at.
    void drop_orphans() {
        for (const auto& [address, at] : m_parents) {
            const auto found = m_schema.objects.find(address);
            if (found == m_schema.objects.end()) {
                continue;
            }
            const auto& parent = found->second.parent;
            if (!parent || parent->kind == schema::Kind::given || m_schema.find(*parent) == nullptr) {
                m_schema.objects.erase(found);
            }
        }
    }

    Schema m_schema;
    std::unordered_map<Place, Address, HashPlace> m_places;
    std::vector<std::pair<Address, Place>> m_parents;
    std::map<Address, Address> m_members;                        ///< of extensions, and whose they are
    std::set<std::pair<std::string, std::string>> m_member_oids; ///< their catalogues and oids
};

constexpr std::string_view k_role = "SELECT quote_ident(current_user)";

std::string cursor(std::size_t number, std::string_view query, int major) {
    return fmt::format("DECLARE headstart_{} NO SCROLL CURSOR FOR {}", number, for_server(query, major));
}

/// What has no oid of its own stands under that of what it is a part of.
std::string with_identity(std::string_view query) {
    return fmt::format(
        "SELECT i.identity, i.name, q.owner::regrole::text, q.* FROM (\n{}\n) q, LATERAL "
        "pg_identify_object(CASE q.class WHEN "
        "'pg_depend'::regclass THEN 'pg_class'::regclass ELSE q.class END, q.oid, greatest(q.sub, 0)) i",
        query);
}

} // namespace

Schema read_schema(pg::Connection& connection, const ReadOptions& options) {
    const int major = connection.server_version() / 10000;
    std::vector<pg::Command> commands;
    if (!options.in_transaction) {
        commands.push_back({"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"});
    }
    // To compile these queries takes the server many times as long as to run them.
    commands.push_back({"SET LOCAL jit TO off"});
    commands.push_back({"SET LOCAL search_path TO pg_catalog, pg_temp"});
    std::size_t number = 0;
    for (const auto& query : queries()) {
        commands.push_back({cursor(number++, with_identity(query.sql), major)});
    }
    // Nobody has counted the rows of a catalogue that has just been filled: taken for few, each would be
    // compared with each.
    commands.push_back({"SET LOCAL enable_nestloop TO off"});
    commands.push_back({cursor(number++, query::dependency, major)});
    commands.push_back({cursor(number++, query::comment, major)});
    commands.push_back({cursor(number++, query::privilege, major)});
    commands.push_back({"SET LOCAL enable_nestloop TO DEFAULT"});
    commands.push_back({cursor(number++, k_role, major)});
    commands.push_back({fmt::format("SET LOCAL search_path TO {}", options.search_path)});
    const auto first = commands.size();
    for (std::size_t i = 0; i < number; ++i) {
        commands.push_back({fmt::format("FETCH ALL FROM headstart_{}", i)});
    }
    for (std::size_t i = 0; i < number; ++i) {
        commands.push_back({fmt::format("CLOSE headstart_{}", i)});
    }
    if (!options.in_transaction) {
        commands.push_back({"COMMIT"});
    }
    const auto results = connection.run_pipeline(commands);
    Reading reading;
    const auto all = queries();
    for (std::size_t i = 0; i < all.size(); ++i) {
        reading.add_objects(all[i], results[first + i]);
    }
    reading.add_needs(results[first + all.size()]);
    reading.add_comments(results[first + all.size() + 1]);
    reading.add_privileges(results[first + all.size() + 2]);
    reading.set_role(results[first + all.size() + 3]);
    auto schema = reading.finish();
    schema::select(schema, options.selection);
    return schema;
}

} // namespace headstart::catalogue
