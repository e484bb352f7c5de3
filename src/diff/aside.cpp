#include "diff/aside.hpp"

namespace headstart::diff {

namespace {

constexpr std::string_view k_ending = "__old";
constexpr std::size_t k_longest_name = 63; // NAMEDATALEN - 1

/// What the server would cut off itself, but in front of the ending.
std::string shortened(std::string text) {
    constexpr auto k_longest = k_longest_name - k_ending.size();
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    if (text.size() > k_longest) {
        auto end = k_longest;
        while (end > 0 && continues(end)) {
            --end;
        }
        text.resize(end);
    }
    return text;
}

/// Where the quoted name that stands in front ends.
std::size_t end_of_quoted(const std::string& name) {
    auto at = name.find('"', 1);
    while (at + 1 < name.size() && name[at + 1] == '"') {
        at = name.find('"', at + 2);
    }
    return at;
}

} // namespace

std::string name_aside(const std::string& name) {
    if (name.starts_with('"')) {
        return '"' + shortened(name.substr(1, end_of_quoted(name) - 1)) + std::string(k_ending) + '"';
    }
    return shortened(name.substr(0, name.find('('))) + std::string(k_ending);
}

std::string whole_name_aside(const Object& object) {
    return object.name.substr(0, object.name.size() - object.own_name.size()) + name_aside(object.own_name);
}

Statement put_out_of_way(const Object& object) {
    return rules_of(object).rename(object, name_aside(object.own_name));
}

} // namespace headstart::diff
