#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "diag/source.hpp"
#include "sql/dialect.hpp"
#include "sql/statement.hpp"

#include <memory>
#include <vector>

namespace headstart::migrate {

/// Statements of which the server has the last word whether they are SQL: those that the built-in grammar
/// does not know; of an older server, which may refuse what the grammar takes, all that are not of the length
/// of data.
class Unchecked {
public:
    explicit Unchecked(sql::Dialect dialect)
        : m_dialect(dialect) {}

    /// Positions of the statements are bytes of the source.
    void add(const std::shared_ptr<const diag::SourceText>& source,
             const std::vector<sql::Statement>& statements);

    /// What the server says, in the files' places; nothing is executed. No round trip where there is nothing
    /// to ask.
    [[nodiscard]] std::vector<diag::Diagnostic> find_problems(database::Session& session) const;

private:
    sql::Dialect m_dialect;
    std::vector<diag::Span> m_statements;
    std::vector<sql::ParseOnly> m_questions;
};

} // namespace headstart::migrate
