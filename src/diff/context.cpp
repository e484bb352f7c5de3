#include "diff/context.hpp"

namespace headstart::diff {

Dependents dependents_of_all(const Schema& schema) {
    Dependents dependents;
    for (const auto& [address, object] : schema.objects) {
        for (const auto& need : object.needs) {
            dependents[need.object].push_back(address);
        }
    }
    return dependents;
}

const std::vector<Address>& Context::dependents(const Address& address) const {
    static const std::vector<Address> k_none;
    const auto found = present_dependents.find(address);
    return found == present_dependents.end() ? k_none : found->second;
}

const Address* Context::table_of(const Address& address) const {
    const auto find = [&](const Address& one) {
        const auto* const wanted = goal.find(one);
        return wanted != nullptr ? wanted : present.find(one);
    };
    const auto* object = find(address);
    while (object != nullptr && object->address.kind != Kind::table && object->parent) {
        object = find(*object->parent);
    }
    return object != nullptr && object->address.kind == Kind::table ? &object->address : nullptr;
}

const Address* Context::wanted_whole(const Address& table) const {
    const auto* const object = goal.find(table);
    if (object == nullptr || !object->as<schema::Table>().partition_of) {
        return nullptr;
    }
    for (const auto& need : object->needs) {
        if (need.object.kind == Kind::table) {
            return &need.object;
        }
    }
    return nullptr;
}

bool Context::changes_parents(const Address& table) const {
    const auto* const before = present.find(table);
    const auto* const after = goal.find(table);
    if (before == nullptr || after == nullptr || table.kind != Kind::table) {
        return false;
    }
    const auto& old = before->as<schema::Table>();
    const auto& wanted = after->as<schema::Table>();
    return old.partition_of != wanted.partition_of || old.inherits != wanted.inherits;
}

std::set<Address> Context::all_dependents(const Address& address) const {
    std::set<Address> all;
    std::vector<Address> left{address};
    while (!left.empty()) {
        const auto next = left.back();
        left.pop_back();
        for (const auto& one : dependents(next)) {
            if (one != address && all.insert(one).second) {
                left.push_back(one);
            }
        }
    }
    return all;
}

} // namespace headstart::diff
