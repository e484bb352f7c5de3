#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace headstart::diff {

const Rules& rules_of(Kind kind) {
    static constexpr std::array k_rules{
#define HEADSTART_KIND(name, type, word) &k_##name##_rules,
        HEADSTART_KINDS(HEADSTART_KIND)
#undef HEADSTART_KIND
    };
    return *k_rules.at(static_cast<std::size_t>(kind));
}

bool never_part(const Object& /*object*/, const Object& /*whole*/) {
    return false;
}

bool never_by_itself(const Object& /*object*/) {
    return false;
}

std::vector<Way> no_way(const Object& /*from*/, const Object& /*to*/, const Context& /*context*/) {
    return {};
}

Statement rename_by_designation(const Object& object, const std::string& name) {
    return {fmt::format("ALTER {} RENAME TO {}", rules_of(object).designation(object), name)};
}

} // namespace headstart::diff
