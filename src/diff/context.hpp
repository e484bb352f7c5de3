#pragma once

#include "diff/compared.hpp"
#include "schema/schema.hpp"

#include <map>
#include <set>
#include <vector>

namespace headstart::diff {

using schema::Address;
using schema::Kind;
using schema::Object;
using schema::Schema;

/// What needs each object: the reverse of Object::needs.
using Dependents = std::map<Address, std::vector<Address>>;

Dependents dependents_of_all(const Schema& schema);

/// Two schemas that are compared, and what can be asked about them.
struct Context {
    const Schema& present;
    const Schema& goal;
    Compared compared;
    Dependents present_dependents;

    Context(const Schema& from, const Schema& to, Compared what = {})
        : present(from)
        , goal(to)
        , compared(what)
        , present_dependents(dependents_of_all(from)) {}

    /// Directly.
    [[nodiscard]] const std::vector<Address>& dependents(const Address& address) const;
    /// Directly and by others.
    [[nodiscard]] std::set<Address> all_dependents(const Address& address) const;
    /// The table that something is or belongs to, as it is to be or else as it is; null: none.
    [[nodiscard]] const Address* table_of(const Address& address) const;
    /// The table that one is to be a partition of; null: none.
    [[nodiscard]] const Address* wanted_whole(const Address& table) const;
    /// Whether a table is to have other parents, or another place among partitions: what it inherits becomes
    /// its own, and the reverse.
    [[nodiscard]] bool changes_parents(const Address& table) const;
};

} // namespace headstart::diff
