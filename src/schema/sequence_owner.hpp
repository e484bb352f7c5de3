#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// That a sequence belongs to a column and ends with it: a part of the sequence.
struct SequenceOwner {
    std::string column; ///< "users.id"

    static constexpr auto fields() { return std::tuple(&SequenceOwner::column); }

    friend bool operator==(const SequenceOwner&, const SequenceOwner&) = default;
};

} // namespace headstart::schema
