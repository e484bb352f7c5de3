#include "pg/result.hpp"

#include <utility>

namespace headstart::pg {

std::vector<std::string> Result::column(int column) const {
    std::vector<std::string> values;
    for (int row = 0; row < row_count(); ++row) {
        if (!is_null(row, column)) {
            values.emplace_back(value(row, column));
        }
    }
    return values;
}

std::string to_array(const std::vector<std::string>& values) {
    std::string text = "{";
    for (const auto& value : values) {
        text += text.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                text += '\\';
            }
            text += c;
        }
        text += '"';
    }
    return text + "}";
}

std::vector<std::string> from_array(std::string_view text) {
    std::vector<std::string> values;
    std::string current;
    bool in_quotes = false;
    bool has_value = false;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && in_quotes) {
            current += text[++i];
        } else if (c == '"') {
            in_quotes = !in_quotes;
            has_value = true;
        } else if (c == ',' && !in_quotes) {
            values.push_back(std::exchange(current, {}));
        } else {
            current += c;
            has_value = true;
        }
    }
    if (has_value) {
        values.push_back(current);
    }
    return values;
}

} // namespace headstart::pg
