#include "schema/schema.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace headstart::schema {

namespace {

constexpr std::array<std::string_view, std::variant_size_v<Body>> k_words{
#define HEADSTART_KIND(name, type, word) word,
    HEADSTART_KINDS(HEADSTART_KIND)
#undef HEADSTART_KIND
};

template<std::size_t... Places>
Body make_body(Kind kind, std::index_sequence<Places...> /*all*/) {
    using Maker = Body (*)();
    constexpr std::array<Maker, sizeof...(Places)> k_makers{
        [] { return Body(std::in_place_index<Places>); }...};
    return k_makers.at(static_cast<std::size_t>(kind))();
}

} // namespace

std::string_view word(Kind kind) {
    return k_words.at(static_cast<std::size_t>(kind));
}

Body make_body(Kind kind) {
    return make_body(kind, std::make_index_sequence<std::variant_size_v<Body>>());
}

const Object* Schema::find(const Address& address) const {
    const auto found = objects.find(address);
    return found == objects.end() ? nullptr : &found->second;
}

} // namespace headstart::schema
