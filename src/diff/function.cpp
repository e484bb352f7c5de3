#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Function;

std::string_view function_word(const Object& object) {
    return object.as<Function>().kind == 'p' ? "PROCEDURE" : "FUNCTION";
}

std::string function_designation(const Object& object) {
    return fmt::format("{} {}", function_word(object), object.name);
}

/// The attributes between the result and the body, a line of them.
std::string attributes(const Function& function) {
    std::vector<std::string> words;
    if (!function.transforms.empty()) {
        words.push_back("TRANSFORM " + base::join(function.transforms, ", "));
    }
    if (function.kind == 'w') {
        words.emplace_back("WINDOW");
    }
    if (function.volatility != 'v') {
        words.emplace_back(function.volatility == 'i' ? "IMMUTABLE" : "STABLE");
    }
    if (function.is_strict) {
        words.emplace_back("STRICT");
    }
    if (function.is_leakproof) {
        words.emplace_back("LEAKPROOF");
    }
    if (function.is_security_definer) {
        words.emplace_back("SECURITY DEFINER");
    }
    if (function.parallel != 'u') {
        words.emplace_back(function.parallel == 's' ? "PARALLEL SAFE" : "PARALLEL RESTRICTED");
    }
    if (function.cost) {
        words.push_back("COST " + *function.cost);
    }
    if (function.rows) {
        words.push_back("ROWS " + *function.rows);
    }
    if (function.support) {
        words.push_back("SUPPORT " + *function.support);
    }
    for (const auto& setting : function.settings) {
        words.push_back("SET " + setting);
    }
    return base::join(words, " ");
}

std::string function_text(std::string_view create, const Object& object) {
    const auto& function = object.as<Function>();
    auto text = fmt::format("{} {} {}", create, function_word(object), function.arguments);
    if (function.result) {
        text += fmt::format("\n    RETURNS {}", *function.result);
    }
    text += fmt::format("\n    LANGUAGE {}", function.language);
    if (const auto words = attributes(function); !words.empty()) {
        text += " " + words;
    }
    return text + "\n" + function.body;
}

Statements create_function(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{function_text("CREATE", object)}};
}

Statements drop_function(const Object& object) {
    return {{fmt::format("DROP {} {}", function_word(object), object.name)}};
}

/// The server refuses to replace one whose result or names of arguments are others.
std::vector<Way> alter_function(const Object& from, const Object& to, const Context& /*context*/) {
    if (from.as<Function>().kind != to.as<Function>().kind ||
        from.as<Function>().result != to.as<Function>().result) {
        return {};
    }
    return {{{function_text("CREATE OR REPLACE", to)}}};
}

} // namespace

const Rules k_function_rules{
    .kind = Kind::function,
    .designation = function_designation,
    .create = create_function,
    .drop = drop_function,
    .alter = alter_function,
};

} // namespace headstart::diff
