#include "fuzz/property.hpp"
#include "sql/parse.hpp"

#include <array>
#include <string>
#include <variant>
#include <vector>

/// The statement splitter: texts that are deeper and longer than a fuzzer would write them. Each two bytes of
/// the input are a shape and how many times it is put around the rest.
namespace headstart::fuzz {

namespace {

using Statements = sql::StatementList;

struct Shape {
    std::string_view before;
    std::string_view behind;
};

constexpr std::array k_begins{"SELECT ",
                              "CREATE VIEW v AS SELECT ",
                              "CREATE TABLE t (a int CHECK (",
                              "CALL p(",
                              "CREATE INDEX CONCURRENTLY i ON t ((",
                              "INSERT INTO t VALUES (",
                              "DO ",
                              "FROBNICATE "};
constexpr std::array k_shapes{
    Shape{"(", ")"},
    Shape{"", "+1"},
    Shape{"", " || 'a'"},
    Shape{"NOT ", ""},
    Shape{"- ", ""},
    Shape{"(SELECT ", ")"},
    Shape{"(SELECT * FROM (SELECT ", ") x)"},
    Shape{"EXISTS (SELECT ", ")"},
    Shape{"CASE WHEN true THEN ", " END"},
    Shape{"CASE ", " WHEN 1 THEN 2 ELSE 3 END"},
    Shape{"ARRAY[", "]"},
    Shape{"f(", ")"},
    Shape{"ROW(", ", 1)"},
    Shape{"", "::int"},
    Shape{"", " UNION SELECT 1"},
    Shape{"", " IS NULL"},
    Shape{"", " AND true"},
    Shape{"", ", 1"},
    Shape{"/* ", " */"},
    Shape{"$$ ", " $$"},
    Shape{"$a$ $$ ", " $$ $a$"},
    Shape{"'", "'"},
    Shape{"[", ""},
    Shape{"", "; SELECT 1"},
    Shape{"BEGIN ATOMIC ", " ; END"},
    Shape{"/*", "*/"},
    Shape{"/**/", ""},
    Shape{"", "+/**/1"},
    Shape{"+", ""},
    Shape{"f(1,", ")"},
    Shape{"ARRAY[1,", "]"},
    Shape{"", " UNION SELECT 1, 2"},
    Shape{"", " NATURAL JOIN t"},
    Shape{"CASE WHEN f(1, 2) THEN ", " END"},
    Shape{"-- a\n", ""},
    Shape{"E'\\'", "'"},
    Shape{"U&\"", "\""},
    Shape{"COPY t FROM stdin;\n", "\n\\.\n"},
};

constexpr std::size_t k_longest = std::size_t{16} * 1024;

std::string text_of_shapes(const std::uint8_t* data, std::size_t size) {
    std::string text = "1";
    for (std::size_t i = 1; i + 1 < size && text.size() < k_longest; i += 2) {
        const auto& shape = k_shapes[data[i] % k_shapes.size()];
        std::string before;
        std::string behind;
        // Four steps for each one of the byte: up to a thousand levels of one shape.
        for (int count = data[i + 1] * 4; count > 0 && before.size() + behind.size() < k_longest; --count) {
            before += shape.before;
            behind += shape.behind;
        }
        text = before + text + behind;
    }
    return (size > 0 ? k_begins[data[0] % k_begins.size()] : "") + text;
}

std::size_t last_end(const Statements& statements) {
    return statements.empty() ? 0 : statements.back().end;
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart;
    using namespace headstart::fuzz;
    const auto text = text_of_shapes(data, size);
    const auto parsed = sql::parse_statements(text);
    const auto split = sql::split_statements(text);
    if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
        require(error->offset <= text.size() && !error->message.empty(), "an error has place and words");
        return 0;
    }
    const auto* by_scanner = std::get_if<Statements>(&split);
    require(by_scanner != nullptr, "what the grammar knows the scanner can split");
    const auto& by_grammar = std::get<Statements>(parsed);
    require(by_grammar.size() == by_scanner->size() && last_end(by_grammar) == last_end(*by_scanner),
            "grammar and scanner find the same statements");
    for (std::size_t i = 0; i < by_grammar.size(); ++i) {
        require(by_grammar[i].traits.transaction_use == (*by_scanner)[i].traits.transaction_use,
                "a statement is judged the same alone");
    }
    return 0;
}
