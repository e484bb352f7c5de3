#include "sql/grammar.hpp"

#include "base/deep_stack.hpp"
#include "diag/codes.hpp"
#include "diag/last_word.hpp"
#include "diag/refusal.hpp"
#include "sql/dialect.hpp"
#include "sql/pg_query_handles.hpp"

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <functional>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace headstart::sql {

namespace {

/// For every call: what it takes of stack for the plainest text.
constexpr std::size_t k_stack_to_begin = std::size_t{64} << 10U;
/// The parser itself does not recurse. But to name the place of some errors it follows an expression down to
/// its first operand: 16 bytes for each byte of `1+1+1…`, measured.
constexpr std::size_t k_stack_for_byte = 32;
/// To pack, unpack and free a parse tree: 1.9 KiB for each token that opens a level, measured.
constexpr std::size_t k_stack_for_level = 4096;

/// While the library is asked. Without memory for its own error, it ends the process by exit(), with a line
/// on standard output; the handler is there before what standard output holds is written.
class ExitWatch {
public:
    ExitWatch() {
        static const int registered = std::atexit(tell);
        the_call = registered == 0;
    }

    ExitWatch(const ExitWatch&) = delete;
    ExitWatch& operator=(const ExitWatch&) = delete;

    ~ExitWatch() { the_call = false; }

private:
    static void tell() {
        if (!the_call) {
            return;
        }
        diag::write_last_word(diag::code::out_of_memory, "there is not enough memory to parse the SQL",
                              diag::k_more_memory);
        ::_exit(static_cast<int>(diag::ExitCode::failed));
    }

    static inline std::atomic<bool> the_call = false;
};

/// Runs a call that had better have so much stack, with as much of it as can be had.
void run_with_stack_if_any(std::size_t bytes, const std::function<void()>& call) {
    for (; bytes > k_stack_to_begin; bytes /= 2) {
        if (base::run_with_stack(bytes, call)) {
            return;
        }
    }
    call();
}

/// Null where the grammar does not know the statement. The caller sees to the stack.
MessageHandle<PgQuery__ParseResult> parse_tree(const std::string& statement) {
    const ExitWatch watch;
    const ParseResult result(pg_query_parse_protobuf(statement.c_str()));
    if (result->error != nullptr) {
        throw_if_out_of_memory(*result->error);
        return nullptr;
    }
    return unpack<PgQuery__ParseResult>(pg_query__parse_result__descriptor, result->parse_tree);
}

} // namespace

int grammar_version() {
    constexpr std::string_view k_version = PG_MAJORVERSION;
    int version = 0;
    std::from_chars(k_version.data(), k_version.data() + k_version.size(), version);
    return version;
}

std::variant<std::vector<RawStatement>, SyntaxError> split_by_grammar(const std::string& text) {
    std::variant<std::vector<RawStatement>, SyntaxError> outcome;
    run_with_stack_if_any(k_stack_to_begin + text.size() * k_stack_for_byte, [&] {
        const ExitWatch watch;
        const SplitResult result(pg_query_split_with_parser(text.c_str()));
        if (result->error != nullptr) {
            outcome = to_syntax_error(*result->error, text);
            return;
        }
        std::vector<RawStatement> statements;
        for (const auto* one : std::span(result->stmts, static_cast<std::size_t>(result->n_stmts))) {
            const auto begin = static_cast<std::size_t>(one->stmt_location);
            statements.push_back({begin, begin + static_cast<std::size_t>(one->stmt_len)});
        }
        outcome = std::move(statements);
    });
    return outcome;
}

std::optional<StatementTraits> traits_by_grammar(const std::string& statement, std::size_t levels) {
    std::optional<StatementTraits> traits;
    const auto parse = [&] {
        const auto tree = parse_tree(statement);
        if (tree && tree->n_stmts == 1) {
            traits = traits_of(*tree->stmts[0]->stmt);
        }
    };
    if (levels > k_most_levels ||
        !base::run_with_stack(k_stack_to_begin + levels * k_stack_for_level, parse)) {
        return std::nullopt;
    }
    return traits;
}

void roles_by_grammar(const std::string& statement, RolesNamed& roles) {
    const auto parse = [&] {
        const auto tree = parse_tree(statement);
        if (tree) {
            add_roles_of_tree(tree->base, roles);
        }
    };
    run_with_stack_if_any(k_stack_to_begin + statement.size() * k_stack_for_level, parse);
}

} // namespace headstart::sql
