#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

/// A sequence of its own, or of a serial column; those of identity columns are part of the column.
struct Sequence {
    char persistence = 'p'; ///< pg_class.relpersistence
    std::string type;
    std::string increment;
    std::string minimum;
    std::string maximum;
    std::string start;
    std::string cache;
    bool cycles = false;
    std::optional<std::string> serial_of; ///< "users.id", where `serial` would make just this one

    static constexpr auto fields() {
        return std::tuple(&Sequence::persistence, &Sequence::type, &Sequence::increment, &Sequence::minimum,
                          &Sequence::maximum, &Sequence::start, &Sequence::cache, &Sequence::cycles,
                          &Sequence::serial_of);
    }

    friend bool operator==(const Sequence&, const Sequence&) = default;
};

} // namespace headstart::schema
