#include "catalogue/kinds.hpp"

#include "catalogue/queries.hpp"

#include <array>

namespace headstart::catalogue {

namespace {

constexpr std::array k_queries{
#define HEADSTART_KIND(name, type, word) Query{schema::Kind::name, query::name},
    HEADSTART_KINDS(HEADSTART_KIND)
#undef HEADSTART_KIND
};

} // namespace

std::span<const Query> queries() {
    return k_queries;
}

} // namespace headstart::catalogue
