#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Sequence;

std::string sequence_designation(const Object& object) {
    return "SEQUENCE " + object.name;
}

bool counts_down(const Sequence& sequence) {
    return sequence.increment.starts_with('-');
}

/// The bounds that a type has by itself.
std::string_view greatest(const Sequence& sequence) {
    if (counts_down(sequence)) {
        return "-1";
    }
    return sequence.type == "smallint"  ? "32767"
           : sequence.type == "integer" ? "2147483647"
                                        : "9223372036854775807";
}

std::string_view least(const Sequence& sequence) {
    if (!counts_down(sequence)) {
        return "1";
    }
    return sequence.type == "smallint"  ? "-32768"
           : sequence.type == "integer" ? "-2147483648"
                                        : "-9223372036854775808";
}

Statements create_sequence(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& sequence = object.as<Sequence>();
    auto sql =
        fmt::format("CREATE {}SEQUENCE {}", sequence.persistence == 'u' ? "UNLOGGED " : "", object.name);
    if (sequence.type != "bigint") {
        sql += " AS " + sequence.type;
    }
    if (sequence.increment != "1") {
        sql += " INCREMENT BY " + sequence.increment;
    }
    if (sequence.minimum != least(sequence)) {
        sql += " MINVALUE " + sequence.minimum;
    }
    if (sequence.maximum != greatest(sequence)) {
        sql += " MAXVALUE " + sequence.maximum;
    }
    if (sequence.start != (counts_down(sequence) ? sequence.maximum : sequence.minimum)) {
        sql += " START WITH " + sequence.start;
    }
    if (sequence.cache != "1") {
        sql += " CACHE " + sequence.cache;
    }
    if (sequence.cycles) {
        sql += " CYCLE";
    }
    return {{sql}};
}

Statements drop_sequence(const Object& object) {
    return {{fmt::format("DROP SEQUENCE {}", object.name), {Hazard::deletes_data}}};
}

std::vector<Way> alter_sequence(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Sequence>();
    const auto& after = to.as<Sequence>();
    std::string changes;
    if (before.type != after.type) {
        changes += " AS " + after.type;
    }
    if (before.increment != after.increment) {
        changes += " INCREMENT BY " + after.increment;
    }
    if (before.minimum != after.minimum) {
        changes += " MINVALUE " + after.minimum;
    }
    if (before.maximum != after.maximum) {
        changes += " MAXVALUE " + after.maximum;
    }
    if (before.start != after.start) {
        changes += " START WITH " + after.start;
    }
    if (before.cache != after.cache) {
        changes += " CACHE " + after.cache;
    }
    if (before.cycles != after.cycles) {
        changes += after.cycles ? " CYCLE" : " NO CYCLE";
    }
    Way way;
    if (!changes.empty()) {
        way.push_back({fmt::format("ALTER SEQUENCE {}{}", to.name, changes)});
    }
    if (before.persistence != after.persistence) {
        way.push_back({fmt::format("ALTER SEQUENCE {} SET {}", to.name,
                                   after.persistence == 'u' ? "UNLOGGED" : "LOGGED")});
    }
    if (changes.empty()) {
        return {way};
    }
    auto restarted = way; // where it stands may be out of the new bounds
    restarted.front().sql += " RESTART WITH " + after.start;
    return {way, restarted};
}

/// `serial` makes it, the default, and who it belongs to.
bool is_part_of_serial(const Object& object, const Object& whole) {
    return whole.address.kind == Kind::column &&
           object.as<Sequence>().serial_of == whole.parent_name + "." + whole.name && !object.comment;
}

} // namespace

const Rules k_sequence_rules{
    .kind = Kind::sequence,
    .designation = sequence_designation,
    .create = create_sequence,
    .drop = drop_sequence,
    .alter = alter_sequence,
    .is_part_of = is_part_of_serial,
};

} // namespace headstart::diff
