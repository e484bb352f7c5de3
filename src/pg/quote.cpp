#include "pg/quote.hpp"

namespace headstart::pg {

std::string quote_identifier(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string quote_literal(std::string_view text) {
    std::string quoted = text.find('\\') != std::string_view::npos ? "E'" : "'";
    for (const char c : text) {
        quoted += c;
        if (c == '\'' || c == '\\') {
            quoted += c;
        }
    }
    return quoted + '\'';
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
    text.reserve(sql.size());
    bool is_in_name = false; // a quote that is doubled ends one and begins the next
    for (std::size_t i = 0; i < sql.size(); ++i) {
        auto special = i;
        while (special < sql.size() && sql[special] != '"' && sql[special] != '$') {
            ++special;
        }
        text += sql.substr(i, special - i);
        i = special;
        if (i == sql.size()) {
            break;
        }
        is_in_name = is_in_name != (sql[i] == '"');
        std::size_t number = 0;
        auto end = i + 1;
        for (; !is_in_name && sql[i] == '$' && end < sql.size() && sql[end] >= '0' && sql[end] <= '9';
             ++end) {
            number = number * 10 + static_cast<std::size_t>(sql[end] - '0');
        }
        if (number == 0) {
            text += sql[i];
            continue;
        }
        text += expressions.at(number - 1);
        i = end - 1;
    }
    return text;
}

} // namespace headstart::pg
