#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Language;

std::string language_text(std::string_view create, const Object& object) {
    const auto& language = object.as<Language>();
    auto sql = fmt::format("{} {}LANGUAGE {} HANDLER {}", create, language.is_trusted ? "TRUSTED " : "",
                           object.name, language.handler);
    if (language.inline_handler) {
        sql += " INLINE " + *language.inline_handler;
    }
    if (language.validator) {
        sql += " VALIDATOR " + *language.validator;
    }
    return sql;
}

std::string language_designation(const Object& object) {
    return "LANGUAGE " + object.name;
}

Statements create_language(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{language_text("CREATE", object)}};
}

Statements drop_language(const Object& object) {
    return {{fmt::format("DROP LANGUAGE {}", object.name)}};
}

std::vector<Way> alter_language(const Object& /*from*/, const Object& to, const Context& /*context*/) {
    return {{{language_text("CREATE OR REPLACE", to)}}};
}

} // namespace

const Rules k_language_rules{
    .kind = Kind::language,
    .designation = language_designation,
    .create = create_language,
    .drop = drop_language,
    .alter = alter_language,
};

} // namespace headstart::diff
