#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

std::string sequence_owner_designation(const Object& object) {
    return "SEQUENCE " + object.parent_name;
}

Statements set_sequence_owner(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("ALTER SEQUENCE {} OWNED BY {}", object.parent_name,
                         object.as<schema::SequenceOwner>().column)}};
}

Statements clear_sequence_owner(const Object& object) {
    return {{fmt::format("ALTER SEQUENCE {} OWNED BY NONE", object.parent_name)}};
}

std::vector<Way> alter_sequence_owner(const Object& /*from*/, const Object& to, const Context& /*context*/) {
    return {set_sequence_owner(to, {}, 0)};
}

bool is_part_of_its_sequence(const Object& /*object*/, const Object& whole) {
    return whole.address.kind == Kind::sequence && whole.as<schema::Sequence>().serial_of.has_value();
}

} // namespace

const Rules k_sequence_owner_rules{
    .kind = Kind::sequence_owner,
    .designation = sequence_owner_designation,
    .create = set_sequence_owner,
    .drop = clear_sequence_owner,
    .alter = alter_sequence_owner,
    .is_part_of = is_part_of_its_sequence,
    .follows = true,
};

} // namespace headstart::diff
