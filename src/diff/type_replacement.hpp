#pragma once

#include "diff/rules.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace headstart::diff {

/// How the values of a column come from the old type to the new one of the same name.
enum class Conversion : std::uint8_t {
    assigned,     ///< as the server does it by itself
    as_text,      ///< printed and read again
    by_attribute, ///< of a composite type: each attribute that both have
    /// The column is a text in between, so that the old type is gone before the new one comes: for a type
    /// that brings more names with it than its own.
    through_text,
};

/// Another type (or collation) in place of one that columns may have: it, and the types that are made of it,
/// are made anew beside the old ones, and the columns are brought over with their rows. Where nothing has it,
/// it is dropped and created.
Way replace_type(const Object& from, const Object& to, const Context& context, Conversion conversion);

/// A value of a composite type as one of another by the same name: each attribute that both have, or printed
/// and read again where these have the same names. `type`: of the value, a list of them among others.
std::string value_of_other_type(const Object& from, const Object& to, const std::string& value,
                                const std::string& type);

/// The columns of tables, declared by these themselves, that have the type or one that is made of it.
std::vector<const Object*> columns_of_type(const Address& type, const Context& context);

} // namespace headstart::diff
