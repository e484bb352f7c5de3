#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A function, window function or procedure. Aggregates are a kind of their own.
struct Function {
    char kind = 'f';                   ///< pg_proc.prokind: f, p or w
    std::string arguments;             ///< with names, modes and defaults
    std::optional<std::string> result; ///< none of a procedure
    bool says_result = true;           ///< false: its OUT arguments do
    std::vector<std::string> inputs;   ///< names of the arguments that are given; empty where there is none
    std::vector<std::string> outputs;  ///< names and types of those that are returned
    std::int64_t default_count = 0;    ///< how many arguments have a default
    std::string language;
    std::string body; ///< from AS or RETURN on, as SQL
    char volatility = 'v';
    char parallel = 'u';
    bool is_strict = false;
    bool is_security_definer = false;
    bool is_leakproof = false;
    std::optional<std::string> cost; ///< none: the language's
    std::optional<std::string> rows; ///< none: the default
    std::optional<std::string> support;
    std::vector<std::string> transforms;
    std::vector<std::string> settings; ///< "search_path TO 'public'"

    static constexpr auto fields() {
        return std::tuple(&Function::kind, &Function::arguments, &Function::result, &Function::says_result,
                          &Function::inputs, &Function::outputs, &Function::default_count,
                          &Function::language, &Function::body, &Function::volatility, &Function::parallel,
                          &Function::is_strict, &Function::is_security_definer, &Function::is_leakproof,
                          &Function::cost, &Function::rows, &Function::support, &Function::transforms,
                          &Function::settings);
    }

    friend bool operator==(const Function&, const Function&) = default;
};

} // namespace headstart::schema
