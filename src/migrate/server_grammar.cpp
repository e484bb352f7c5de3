#include "migrate/server_grammar.hpp"

#include "scripts/section.hpp"
#include "sql/backslash_strings.hpp"

#include <algorithm>

namespace headstart::migrate {

namespace {

/// What is longer is rows, which are of no version; it would be sent twice.
constexpr std::size_t k_longest_asked = std::size_t{64} * 1024;
/// Bytes of questions, from which on they are asked.
constexpr std::size_t k_many = std::size_t{4} << 20U;

} // namespace

void Unchecked::add(const std::shared_ptr<const diag::SourceText>& source,
                    const sql::StatementList& statements) {
    const bool asks_all = m_dialect.is_older_than_grammar();
    for (const auto& statement : statements) {
        const bool is_short = statement.end - statement.begin <= k_longest_asked;
        if (!statement.is_unchecked && (!asks_all || !is_short)) {
            continue;
        }
        const diag::Span span{source, statement.begin, statement.end};
        // The session that is asked has not run the file's SET.
        auto question = statement.has_backslashes ? sql::parse_only(sql::in_standard_strings(span.text()))
                                                  : sql::parse_only(span.text());
        if (statement.is_unchecked || !question.is_refused) {
            m_size += question.sql.size();
            m_statements.push_back(span);
            m_questions.push_back(std::move(question));
        }
        if (m_size >= k_many) {
            ask();
        }
    }
}

void Unchecked::ask() {
    const auto errors = m_session.find_syntax_errors(m_questions);
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const auto& [source, begin, end] = m_statements[i];
        if (const auto& error = errors[i]) {
            const auto at = std::min(begin + error->offset, end);
            m_problems.push_back(scripts::syntax_refusal(source, at, error->message).diagnostics().front());
        }
    }
    m_statements.clear();
    m_questions.clear();
    m_size = 0;
}

std::vector<diag::Diagnostic> Unchecked::find_problems() {
    if (!m_questions.empty()) {
        ask();
    }
    return std::move(m_problems);
}

} // namespace headstart::migrate
