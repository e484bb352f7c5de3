#include "sql/statement_list.hpp"
#include "support/catch.hpp"

#include <random>
#include <vector>

using namespace headstart;

namespace {

/// Of statements as they come in files: most are a place alone, some are long, few are special.
std::vector<sql::Statement> some_statements(std::size_t count) {
    std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    std::vector<sql::Statement> statements;
    std::size_t at = 3;
    for (std::size_t i = 0; i < count; ++i) {
        at += random() % 5 == 0 ? random() % 100'000 : 1;
        sql::Statement statement{.begin = at, .end = at + 1 + random() % (i % 7 == 0 ? 20'000'000 : 90)};
        if (random() % 50 == 0) {
            statement.traits.name = "VACUUM";
            statement.traits.transaction_use = sql::TransactionUse::forbidden;
        }
        if (random() % 70 == 0) {
            statement.copy_data = sql::CopyData{statement.end, statement.end + 2, statement.end + 90};
        }
        statement.has_backslashes = random() % 90 == 0;
        statement.is_unchecked = random() % 90 == 0;
        at = statement.copy_data ? statement.copy_data->end + 3 : statement.end + 1;
        statements.push_back(statement);
    }
    return statements;
}

void check_same(const sql::Statement& found, const sql::Statement& wanted, std::size_t shift) {
    REQUIRE(found.begin == wanted.begin + shift);
    REQUIRE(found.end == wanted.end + shift);
    REQUIRE(found.traits == wanted.traits);
    REQUIRE(found.has_backslashes == wanted.has_backslashes);
    REQUIRE(found.is_unchecked == wanted.is_unchecked);
    REQUIRE(found.copy_data.has_value() == wanted.copy_data.has_value());
    if (wanted.copy_data) {
        REQUIRE(found.copy_data->statement_end == wanted.copy_data->statement_end + shift);
        REQUIRE(found.copy_data->begin == wanted.copy_data->begin + shift);
        REQUIRE(found.copy_data->end == wanted.copy_data->end + shift);
    }
}

} // namespace

TEST_CASE("a list of statements gives each as it was put in, in turn and by its number") {
    for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 1000U}) {
        const auto wanted = some_statements(count);
        sql::StatementList list;
        for (const auto& statement : wanted) {
            list.push_back(statement);
        }
        constexpr std::size_t k_shift = 17;
        list.shift(k_shift);
        REQUIRE(list.size() == count);
        REQUIRE(list.empty() == (count == 0));
        std::size_t turn = 0;
        for (auto at = list.begin(); at != list.end(); ++at, ++turn) {
            REQUIRE(at.index() == turn);
            check_same(*at, wanted[turn], k_shift);
        }
        REQUIRE(turn == count);
        for (std::size_t i = 0; i < count; ++i) {
            check_same(list[count - 1 - i], wanted[count - 1 - i], k_shift);
        }
        if (count > 0) {
            check_same(list.front(), wanted.front(), k_shift);
            check_same(list.back(), wanted.back(), k_shift);
        }
    }
}
