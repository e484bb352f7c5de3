#pragma once

#include "schema/object.hpp"

#include <vector>

namespace headstart::diff {

/// What counts as a difference, besides what objects are and what is said of them.
struct Compared {
    bool privileges = true;
    bool owners = false;
};

/// Whether such an object counts at all.
inline bool counts(const schema::Object& object, const Compared& compared) {
    const auto kind = object.address.kind;
    return compared.privileges || (kind != schema::Kind::default_privileges &&
                                   (kind != schema::Kind::given || object.comment.has_value()));
}

/// Whether the owners of both are the same, as far as they count.
inline bool same_owner(const schema::Object& a, const schema::Object& b, const Compared& compared) {
    return !compared.owners || a.owner == b.owner;
}

/// Whether the privileges on both are the same, as far as they count. An owner has them all: where the owners
/// differ, and that does not count, what the one is granted on the other's cannot be told.
inline bool same_privileges(const schema::Object& a, const schema::Object& b, const Compared& compared) {
    if (!compared.privileges || a.privileges == b.privileges) {
        return true;
    }
    if (compared.owners || a.owner == b.owner) {
        return false;
    }
    const auto of_others = [&](std::vector<schema::Privilege> privileges) {
        std::erase_if(privileges, [&](const schema::Privilege& privilege) {
            return privilege.grantee == a.owner || privilege.grantee == b.owner;
        });
        return privileges;
    };
    return of_others(a.privileges) == of_others(b.privileges);
}

/// Whether the same is said of both: comment, owner and privileges.
inline bool same_details(const schema::Object& a, const schema::Object& b, const Compared& compared) {
    return a.comment == b.comment && same_owner(a, b, compared) && same_privileges(a, b, compared);
}

/// Whether both are the same, whatever they need and however they are named from the search_path.
inline bool same(const schema::Object& a, const schema::Object& b, const Compared& compared) {
    return a.parent == b.parent && a.body == b.body && same_details(a, b, compared);
}

} // namespace headstart::diff
