#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headstart::diag {

/// A named value beside the sentence: left out of text, a member of the object in JSON, and of neither where
/// it is an empty text or list. Which record has which is told in diag/events.hpp.
struct LogField {
    std::string_view name;
    std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>> value;
};

using LogFields = std::vector<LogField>;

/// A count, which JSON writes as a number.
inline std::int64_t count_of(std::size_t number) {
    return static_cast<std::int64_t>(number);
}

} // namespace headstart::diag
