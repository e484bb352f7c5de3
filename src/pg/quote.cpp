#include "pg/quote.hpp"

#include <algorithm>
#include <numeric>

namespace headstart::pg {

std::string quote_identifier(std::string_view name) {
    std::string quoted;
    quoted.reserve(name.size() + 2);
    quoted += '"';
    for (auto at = name.find('"'); at != std::string_view::npos; at = name.find('"')) {
        quoted.append(name.substr(0, at + 1)) += '"';
        name.remove_prefix(at + 1);
    }
    quoted.append(name) += '"';
    return quoted;
}

std::string quote_literal(std::string_view text) {
    const bool has_backslashes = text.find('\\') != std::string_view::npos;
    const auto next_special = [&] { // a search for one of two is not as fast as one for one
        return has_backslashes ? text.find_first_of("'\\") : text.find('\'');
    };
    std::string quoted;
    quoted.reserve(text.size() + 3);
    quoted += has_backslashes ? "E'" : "'";
    for (auto at = next_special(); at != std::string_view::npos; at = next_special()) {
        quoted.append(text.substr(0, at + 1)) += text[at];
        text.remove_prefix(at + 1);
    }
    quoted.append(text) += '\'';
    return quoted;
}

std::vector<std::string> literals(const std::vector<ParameterValue>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const auto& value : values) {
        texts.push_back(value ? quote_literal(*value) : "NULL");
    }
    return texts;
}

std::string replace_parameters(std::string_view sql, const std::vector<std::string>& expressions) {
    std::string text;
    text.reserve(sql.size() + std::accumulate(expressions.begin(), expressions.end(), std::size_t{0},
                                              [](std::size_t sum, const std::string& expression) {
                                                  return sum + expression.size();
                                              }));
    bool is_in_name = false; // a quote that is doubled ends one and begins the next
    auto quote = sql.find('"');
    auto dollar = sql.find('$');
    for (std::size_t at = 0;;) {
        const auto special = std::min(quote, dollar);
        text += sql.substr(at, special - at);
        if (special == std::string_view::npos) {
            return text;
        }
        auto end = special + 1;
        if (special == quote) {
            is_in_name = !is_in_name;
            quote = sql.find('"', end);
            text += '"';
        } else {
            std::size_t number = 0;
            for (; !is_in_name && end < sql.size() && sql[end] >= '0' && sql[end] <= '9'; ++end) {
                number = number * 10 + static_cast<std::size_t>(sql[end] - '0');
            }
            text += number == 0 ? sql.substr(special, end - special) : expressions.at(number - 1);
            dollar = sql.find('$', end);
        }
        at = end;
    }
}

} // namespace headstart::pg
