#include "diff/type_width.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace headstart::diff {

namespace {

/// "numeric(12,4)": its name, and what stands in parentheses.
struct PrintedType {
    std::string name;
    std::vector<int> arguments;
};

PrintedType read_type(std::string_view text) {
    while (text.ends_with("[]")) {
        text.remove_suffix(2);
    }
    PrintedType type;
    const auto open = text.find('(');
    const auto close = text.find(')');
    if (open == std::string_view::npos || close == std::string_view::npos) {
        type.name = text;
        return type;
    }
    type.name = std::string(text.substr(0, open)) + std::string(text.substr(close + 1));
    for (const auto part : base::split_list(text.substr(open + 1, close - open - 1), ",")) {
        int number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        type.arguments.push_back(number);
    }
    return type;
}

struct Widening {
    std::string_view before;
    std::string_view after; ///< without arguments
};

/// Every value of the one is one of the other.
constexpr std::array k_widenings{
    Widening{"smallint", "integer"},
    Widening{"smallint", "bigint"},
    Widening{"integer", "bigint"},
    Widening{"smallint", "numeric"},
    Widening{"integer", "numeric"},
    Widening{"bigint", "numeric"},
    Widening{"smallint", "double precision"},
    Widening{"integer", "double precision"},
    Widening{"real", "double precision"},
    Widening{"date", "timestamp without time zone"},
    Widening{"date", "timestamp with time zone"},
    Widening{"timestamp without time zone", "timestamp with time zone"},
    Widening{"cidr", "inet"},
    Widening{"character", "character varying"},
};

/// The server rounds or cuts, and says nothing.
constexpr std::array k_cuts{
    Widening{"numeric", "integer"},
    Widening{"numeric", "bigint"},
    Widening{"numeric", "smallint"},
    Widening{"double precision", "integer"},
    Widening{"double precision", "bigint"},
    Widening{"double precision", "real"},
    Widening{"real", "integer"},
    Widening{"real", "bigint"},
    Widening{"timestamp without time zone", "date"},
    Widening{"timestamp with time zone", "date"},
    Widening{"timestamp without time zone", "time without time zone"},
};

template<std::size_t Size>
bool is_among(const std::array<Widening, Size>& rows, const PrintedType& before, const PrintedType& after) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return row.before == before.name && row.after == after.name; });
}

int scale_of(const PrintedType& type) {
    return type.arguments.size() > 1 ? type.arguments[1] : 0;
}

bool has_room(const PrintedType& before, const PrintedType& after) {
    if (after.arguments.empty()) {
        return true;
    }
    if (before.arguments.empty()) {
        return false;
    }
    const int digits = before.arguments[0] - scale_of(before);
    return after.arguments[0] - scale_of(after) >= digits && scale_of(after) >= scale_of(before) &&
           after.arguments[0] >= before.arguments[0];
}

/// Fewer digits behind the point than there may be.
bool loses_digits(const PrintedType& before, const PrintedType& after) {
    return before.name == "numeric" && after.name == "numeric" && !after.arguments.empty() &&
           (before.arguments.empty() || scale_of(after) < scale_of(before));
}

} // namespace

std::vector<Hazard> hazards_of_type_change(std::string_view before_text, std::string_view after_text) {
    const auto before = read_type(before_text);
    const auto after = read_type(after_text);
    if (is_among(k_cuts, before, after) || loses_digits(before, after)) {
        return {Hazard::deletes_data, Hazard::may_fail_on_rows};
    }
    const bool is_any_text =
        after.name == "text" || (after.name == "character varying" && after.arguments.empty());
    const bool is_wider = before.name == after.name
                              ? has_room(before, after)
                              : is_among(k_widenings, before, after) && after.arguments.empty();
    return is_any_text || is_wider ? std::vector<Hazard>{} : std::vector{Hazard::may_fail_on_rows};
}

} // namespace headstart::diff
