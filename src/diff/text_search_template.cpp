#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::TextSearchTemplate;

std::string text_search_template_designation(const Object& object) {
    return "TEXT SEARCH TEMPLATE " + object.name;
}

Statements create_text_search_template(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE TEXT SEARCH TEMPLATE {} ({})", object.name,
                         base::join(object.as<TextSearchTemplate>().functions, ", "))}};
}

Statements drop_text_search_template(const Object& object) {
    return {{fmt::format("DROP TEXT SEARCH TEMPLATE {}", object.name)}};
}

} // namespace

const Rules k_text_search_template_rules{
    .kind = Kind::text_search_template,
    .designation = text_search_template_designation,
    .create = create_text_search_template,
    .drop = drop_text_search_template,
};

} // namespace headstart::diff
