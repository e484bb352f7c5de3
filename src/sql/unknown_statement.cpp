#include "base/text.hpp"
#include "base/utf8.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"
#include "sql/statement_traits.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace headstart::sql {

namespace {

/// What begins a command that changes the session, and may be given again to a session that took its place.
constexpr std::array<std::string_view, 6> k_session_commands{"set",     "reset",      "discard",
                                                             "prepare", "deallocate", "load"};
/// … unless the next word says that it is about the transaction.
constexpr std::array<std::string_view, 3> k_of_transaction{"local", "transaction", "constraints"};

/// The first words of a statement, as far as there are no other tokens before them.
std::vector<std::string_view> first_words(std::string_view statement, std::size_t most) {
    std::vector<std::string_view> words;
    Scanner scanner(statement);
    while (words.size() < most) {
        const auto token = scanner.next();
        if (!token || (token->kind != TokenKind::word && token->kind != TokenKind::comment)) {
            break;
        }
        if (token->kind == TokenKind::word) {
            words.push_back(statement.substr(token->begin, token->end - token->begin));
        }
    }
    return words;
}

} // namespace

StatementTraits traits_of_unknown(std::string_view statement) {
    if (statement.starts_with(
            base::k_utf8_bom)) { // a mark begins a file; in front of a statement it is a letter
        return {.transaction_use = TransactionUse::unknown};
    }
    const auto words = first_words(statement, 2);
    const bool is_of_session = !words.empty() &&
                               base::is_one_of_ignoring_case(words.front(), k_session_commands) &&
                               !base::is_one_of_ignoring_case(words.back(), k_of_transaction);
    return {.transaction_use = TransactionUse::unknown,
            .uses_copy_protocol = is_client_copy(statement),
            .sets_session = is_of_session};
}

} // namespace headstart::sql
