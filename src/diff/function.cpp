#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::diff {

namespace {

using schema::Function;

std::string_view function_word(const Object& object) {
    return object.as<Function>().kind == 'p' ? "PROCEDURE" : "FUNCTION";
}

std::string function_designation(const Object& object) {
    return fmt::format("{} {}", function_word(object), object.name);
}

std::string_view volatility_word(const Function& function) {
    return function.volatility == 'i' ? "IMMUTABLE" : function.volatility == 's' ? "STABLE" : "VOLATILE";
}

std::string_view parallel_word(const Function& function) {
    return function.parallel == 's'   ? "PARALLEL SAFE"
           : function.parallel == 'r' ? "PARALLEL RESTRICTED"
                                      : "PARALLEL UNSAFE";
}

/// The attributes between the result and the body.
std::string attributes(const Function& function) {
    std::vector<std::string> words;
    if (!function.transforms.empty()) {
        words.push_back("TRANSFORM " + base::join(function.transforms, ", "));
    }
    if (function.kind == 'w') {
        words.emplace_back("WINDOW");
    }
    if (function.volatility != 'v') {
        words.emplace_back(volatility_word(function));
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
        words.emplace_back(parallel_word(function));
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
    if (function.result && function.says_result) {
        text += fmt::format("\n    RETURNS {}", *function.result);
    }
    text += fmt::format("\n    LANGUAGE {}", function.language);
    if (const auto words = attributes(function); !words.empty()) {
        text += " " + words;
    }
    return text + "\n" + function.body;
}

/// Two bodies may call each other, and one may speak of a table whose default calls it.
Statements without_check_of_body(std::string sql) {
    return {{"SET check_function_bodies TO off"}, {std::move(sql)}, {"RESET check_function_bodies"}};
}

Statements create_function(const Object& object, const Parts& /*parts*/, unsigned level) {
    auto sql = function_text("CREATE", object);
    return level == 0 ? Statements{{std::move(sql)}} : without_check_of_body(std::move(sql));
}

Statements drop_function(const Object& object) {
    return {{fmt::format("DROP {} {}", function_word(object), object.name)}};
}

/// Whether the server replaces the one by the other.
bool can_replace_function(const Function& before, const Function& after) {
    if (before.kind != after.kind || before.result != after.result || before.outputs != after.outputs ||
        before.default_count > after.default_count || before.inputs.size() != after.inputs.size()) {
        return false;
    }
    return std::equal(before.inputs.begin(), before.inputs.end(), after.inputs.begin(),
                      [](const auto& old, const auto& wanted) { return old.empty() || old == wanted; });
}

std::string setting_name(const std::string& setting) {
    return setting.substr(0, setting.find(" TO "));
}

/// The differences as ALTER FUNCTION takes them; nothing where it does not take them all.
std::optional<std::string> altered_attributes(Function before, const Function& after) {
    std::vector<std::string> words;
    if (before.volatility != after.volatility) {
        words.emplace_back(volatility_word(after));
    }
    if (before.is_strict != after.is_strict) {
        words.emplace_back(after.is_strict ? "STRICT" : "CALLED ON NULL INPUT");
    }
    if (before.is_leakproof != after.is_leakproof) {
        words.emplace_back(after.is_leakproof ? "LEAKPROOF" : "NOT LEAKPROOF");
    }
    if (before.is_security_definer != after.is_security_definer) {
        words.emplace_back(after.is_security_definer ? "SECURITY DEFINER" : "SECURITY INVOKER");
    }
    if (before.parallel != after.parallel) {
        words.emplace_back(parallel_word(after));
    }
    if (before.cost != after.cost && after.cost) {
        words.push_back("COST " + *after.cost);
    }
    if (before.rows != after.rows) {
        words.push_back("ROWS " + after.rows.value_or("1000"));
    }
    if (before.support != after.support && after.support) {
        words.push_back("SUPPORT " + *after.support);
    }
    for (const auto& setting : before.settings) {
        if (std::none_of(after.settings.begin(), after.settings.end(),
                         [&](const auto& other) { return setting_name(other) == setting_name(setting); })) {
            words.push_back("RESET " + setting_name(setting));
        }
    }
    for (const auto& setting : after.settings) {
        if (std::find(before.settings.begin(), before.settings.end(), setting) == before.settings.end()) {
            words.push_back("SET " + setting);
        }
    }
    const bool takes_back = (before.cost && !after.cost) || (before.support && !after.support);
    before.volatility = after.volatility;
    before.is_strict = after.is_strict;
    before.is_leakproof = after.is_leakproof;
    before.is_security_definer = after.is_security_definer;
    before.parallel = after.parallel;
    before.cost = after.cost;
    before.rows = after.rows;
    before.support = after.support;
    before.settings = after.settings;
    if (takes_back || words.empty() || before != after) {
        return std::nullopt;
    }
    return base::join(words, " ");
}

std::vector<Way> alter_function(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Function>();
    const auto& after = to.as<Function>();
    if (!can_replace_function(before, after)) {
        return {};
    }
    std::vector<Way> ways;
    if (const auto words = altered_attributes(before, after)) {
        ways.push_back({{fmt::format("ALTER {} {} {}", function_word(to), to.name, *words)}});
    }
    auto sql = function_text("CREATE OR REPLACE", to);
    ways.push_back({{sql}});
    ways.push_back(without_check_of_body(std::move(sql)));
    return ways;
}

} // namespace

const Rules k_function_rules{
    .kind = Kind::function,
    .designation = function_designation,
    .create = create_function,
    .create_levels = 2,
    .drop = drop_function,
    .alter = alter_function,
};

} // namespace headstart::diff
