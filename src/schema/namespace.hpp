#pragma once

#include <tuple>

namespace headstart::schema {

/// A schema of the database, which C++ would call a namespace.
struct Namespace {
    static constexpr auto fields() { return std::tuple(); }

    friend bool operator==(const Namespace&, const Namespace&) = default;
};

} // namespace headstart::schema
