#pragma once

#include <tuple>

namespace headstart::schema {

/// That a publication holds all tables of a schema; the object's name is the schema's.
struct PublicationSchema {
    static constexpr auto fields() { return std::tuple(); }

    friend bool operator==(const PublicationSchema&, const PublicationSchema&) = default;
};

} // namespace headstart::schema
