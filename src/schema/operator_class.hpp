#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct OperatorClass {
    std::string sql_name; ///< without the access method
    std::string access_method;
    bool is_default = false;
    std::string type;
    std::optional<std::string> family; ///< none: that of the same name
    std::vector<std::string> members;  ///< "OPERATOR 1 <", "FUNCTION 1 f(integer, integer)", "STORAGE text"

    static constexpr auto fields() {
        return std::tuple(&OperatorClass::sql_name, &OperatorClass::access_method, &OperatorClass::is_default,
                          &OperatorClass::type, &OperatorClass::family, &OperatorClass::members);
    }

    friend bool operator==(const OperatorClass&, const OperatorClass&) = default;
};

} // namespace headstart::schema
