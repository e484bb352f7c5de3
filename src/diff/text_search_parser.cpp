#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::TextSearchParser;

std::string text_search_parser_designation(const Object& object) {
    return "TEXT SEARCH PARSER " + object.name;
}

Statements create_text_search_parser(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE TEXT SEARCH PARSER {} ({})", object.name,
                         base::join(object.as<TextSearchParser>().functions, ", "))}};
}

Statements drop_text_search_parser(const Object& object) {
    return {{fmt::format("DROP TEXT SEARCH PARSER {}", object.name)}};
}

} // namespace

const Rules k_text_search_parser_rules{
    .kind = Kind::text_search_parser,
    .designation = text_search_parser_designation,
    .create = create_text_search_parser,
    .drop = drop_text_search_parser,
};

} // namespace headstart::diff
