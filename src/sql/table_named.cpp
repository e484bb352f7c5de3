#include "sql/table_named.hpp"

#include "sql/token_reader.hpp"

#include <array>

namespace headstart::sql {

namespace {

/// The words between CREATE and TABLE.
constexpr std::array<std::string_view, 6> k_kinds{"temp",  "temporary", "global",
                                                  "local", "unlogged",  "foreign"};

TableName take_table(TokenReader& words) {
    auto names = words.take_names();
    return names.size() > 1 ? TableName{std::move(names[0]), std::move(names[1])}
                            : TableName{"", std::move(names[0])};
}

std::vector<TableName> tables_dropped(TokenReader& words) {
    if (words.take("if")) {
        words.take("exists");
    }
    std::vector<TableName> tables{take_table(words)};
    while (words.take(",")) {
        tables.push_back(take_table(words));
    }
    return tables;
}

} // namespace

std::vector<TableName> tables_made_or_filled(std::string_view statement) {
    TokenReader words(statement);
    if (words.take("create")) {
        while (words.take_one_of(k_kinds)) {
        }
        return words.take("table") && !words.take("if") ? std::vector{take_table(words)}
                                                        : std::vector<TableName>{};
    }
    if (words.take("drop")) {
        return words.take("table") ? tables_dropped(words) : std::vector<TableName>{};
    }
    if (words.take("insert")) {
        return words.take("into") ? std::vector{take_table(words)} : std::vector<TableName>{};
    }
    if (!words.take("copy")) {
        return {};
    }
    const auto table = take_table(words);
    if (words.take("(")) { // its columns
        while (!words.text().empty() && !words.take(")")) {
            words.next();
        }
    }
    return words.take("from") ? std::vector{table} : std::vector<TableName>{};
}

} // namespace headstart::sql
