#include "prove/sample_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace headstart::prove {

namespace {

struct NamedSample {
    std::string_view type;
    std::string_view text; ///< `{}` is the number
};

/// Types of which a bare number, a letter or a date is no value. Contrib's are among them.
constexpr std::array<NamedSample, 33> k_by_name{{
    {"bool", "{}"},
    {"uuid", "00000000-0000-0000-0000-{:012}"},
    {"json", "{{\"a\": {}}}"},
    {"jsonb", "{{\"a\": {}}}"},
    {"bytea", "\\x{:02}"},
    {"xml", "<a>{}</a>"},
    {"time", "00:00:{:02}"},
    {"timetz", "00:00:{:02}+00"},
    {"interval", "{} days"},
    {"point", "({0},{0})"},
    {"lseg", "[(0,0),({0},{0})]"},
    {"box", "({0},{0}),(0,0)"},
    {"path", "((0,0),({0},{0}))"},
    {"polygon", "((0,0),({0},{0}))"},
    {"line", "{{1,{},1}}"},
    {"circle", "<(0,0),{}>"},
    {"inet", "10.0.0.{}"},
    {"cidr", "10.0.0.{}/32"},
    {"macaddr", "08:00:2b:01:02:{:02}"},
    {"macaddr8", "08:00:2b:01:02:03:04:{:02}"},
    {"pg_lsn", "0/{}"},
    {"tid", "(0,{})"},
    {"txid_snapshot", "{0}:{0}:"},
    {"pg_snapshot", "{0}:{0}:"},
    {"jsonpath", "$.a{}"},
    {"hstore", "a=>{}"},
    {"cube", "({})"},
    {"ltree", "a{}"},
    {"lquery", "a{}"},
    {"isbn", "978-0-393-04002-9"},
    {"geometry", "POINT({0} {0})"},
    {"geography", "POINT({0} {0})"},
    {"regclass", "pg_class"},
}};

std::string letters(std::size_t number) {
    return std::string(1, static_cast<char>('a' + (number - 1) % 26));
}

std::string bits(std::size_t number, int length) {
    const auto size = static_cast<std::size_t>(std::max(length, 1));
    std::string text(size, '0');
    for (std::size_t i = 0; i < size && i < 60; ++i) {
        text[size - 1 - i] = (number >> i & 1U) != 0 ? '1' : '0';
    }
    return text;
}

std::string base_value(const SampledType& type, int length, std::size_t number) {
    if (type.name == "bool") {
        return number % 2 == 1 ? "true" : "false";
    }
    const auto* const found = std::find_if(k_by_name.begin(), k_by_name.end(),
                                           [&](const auto& row) { return row.type == type.name; });
    if (found != k_by_name.end()) {
        return fmt::format(fmt::runtime(found->text), number);
    }
    switch (type.category) {
    case 'S':
    case 'Z':
        return letters(number);
    case 'D':
        return fmt::format("2001-01-{:02}", number);
    case 'V':
        return bits(number, length);
    default:
        return fmt::format("{}", number);
    }
}

/// As a part of an array, a range or a row.
std::string quoted_part(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + "\"";
}

} // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as the user has nested types
std::optional<std::string> sample_value(const SampledTypes& types, const std::string& oid, int length,
                                        std::size_t number) {
    const auto found = types.find(oid);
    if (found == types.end()) {
        return std::nullopt;
    }
    const auto& type = found->second;
    if (type.type == 'e') {
        return type.labels.empty() ? std::nullopt
                                   : std::optional(type.labels[(number - 1) % type.labels.size()]);
    }
    if (type.type == 'c') {
        return "(" + std::string(std::max<std::size_t>(type.attributes, 1) - 1, ',') + ")";
    }
    if (type.part == "0") {
        return type.type == 'p' ? std::nullopt : std::optional(base_value(type, length, number));
    }
    const auto part = sample_value(types, type.part, length, number);
    if (!part) {
        return std::nullopt;
    }
    switch (type.type) {
    case 'd':
        return part;
    case 'r':
        return fmt::format("[{0},{0}]", quoted_part(*part));
    case 'm':
        return fmt::format("{{{}}}", *part);
    default:
        return fmt::format("{{{}}}", quoted_part(*part));
    }
}

} // namespace headstart::prove
