#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "diag/source.hpp"
#include "sql/dialect.hpp"
#include "sql/parse_only.hpp"
#include "sql/statement_list.hpp"

#include <memory>
#include <vector>

namespace headstart::migrate {

/// Statements of which the server has the last word whether they are SQL: those that the built-in grammar
/// does not know; of an older server, which may refuse what the grammar takes, all that are not of the length
/// of data. It is asked about many at once, and about the next when those are answered.
class Unchecked {
public:
    Unchecked(database::Session& session, sql::Dialect dialect)
        : m_session(session)
        , m_dialect(dialect) {}

    /// Positions of the statements are bytes of the source.
    void add(const std::shared_ptr<const diag::SourceText>& source, const sql::StatementList& statements);

    /// What the server says, in the files' places; nothing is executed. No round trip where there is nothing
    /// to ask.
    [[nodiscard]] std::vector<diag::Diagnostic> find_problems();

private:
    void ask();

    database::Session& m_session;
    sql::Dialect m_dialect;
    std::vector<diag::Span> m_statements; ///< to ask about
    std::vector<sql::ParseOnly> m_questions;
    std::size_t m_size = 0; ///< of the questions, in bytes
    std::vector<diag::Diagnostic> m_problems;
};

} // namespace headstart::migrate
