#include "imports/dotted.hpp"

#include "base/text.hpp"
#include "imports/names.hpp"

#include <algorithm>
#include <vector>

namespace headstart::imports {

namespace {

std::vector<std::string> numbers_of(std::string_view version) {
    std::vector<std::string> numbers;
    for (const auto part : base::split_list(version, "._")) {
        numbers.emplace_back(without_zeros(part));
    }
    while (numbers.size() > 1 && numbers.back() == "0") {
        numbers.pop_back();
    }
    return numbers;
}

} // namespace

bool is_dotted(std::string_view version) {
    const auto parts = base::split_list(version, "._");
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), is_number);
}

std::string plain_dotted(std::string_view version) {
    return base::join(numbers_of(version), ".");
}

bool is_less_dotted(std::string_view a, std::string_view b) {
    const auto left = numbers_of(a);
    const auto right = numbers_of(b);
    return std::lexicographical_compare(
        left.begin(), left.end(), right.begin(), right.end(),
        [](const std::string& x, const std::string& y) { return is_less_number(x, y); });
}

} // namespace headstart::imports
