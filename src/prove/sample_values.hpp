#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace headstart::prove {

/// What has to be known of a type to write down a value of it (manual, "pg_type").
struct SampledType {
    char type;                       ///< typtype: b, c, d, e, r, m
    char category;                   ///< typcategory
    std::string name;                ///< typname
    std::string part;                ///< oid of what it is made from: a domain's base, an array's
                                     ///< element, a range's subtype, a multirange's range; else "0"
    std::vector<std::string> labels; ///< of an enum, in order
    std::size_t attributes;          ///< of a composite type: how many
};

/// By their oids, in digits.
using SampledTypes = std::map<std::string, SampledType>;

/// The text of a value of the type, the `number`th (from 1): another one for each number where the type has
/// so many, and the same in each type that texts of the same look belong to, so that foreign keys are met.
/// `length`: of char(n) and bit(n), 0 where there is none. Nothing for a type that nobody can write down.
std::optional<std::string> sample_value(const SampledTypes& types, const std::string& type, int length,
                                        std::size_t number);

} // namespace headstart::prove
