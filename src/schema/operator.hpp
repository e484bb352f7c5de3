#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

struct Operator {
    std::string sql_name; ///< without its operands: "billing.==="
    std::string function;
    std::optional<std::string> left;  ///< type; none of a prefix operator
    std::optional<std::string> right; ///< type
    std::optional<std::string> commutator;
    std::optional<std::string> negator;
    std::optional<std::string> restriction; ///< estimator
    std::optional<std::string> join;        ///< estimator
    bool hashes = false;
    bool merges = false;

    static constexpr auto fields() {
        return std::tuple(&Operator::sql_name, &Operator::function, &Operator::left, &Operator::right,
                          &Operator::commutator, &Operator::negator, &Operator::restriction, &Operator::join,
                          &Operator::hashes, &Operator::merges);
    }

    friend bool operator==(const Operator&, const Operator&) = default;
};

} // namespace headstart::schema
