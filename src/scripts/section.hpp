#pragma once

#include "diag/diagnostic.hpp"
#include "diag/source.hpp"
#include "sql/dialect.hpp"
#include "sql/parse.hpp"

#include <memory>
#include <optional>
#include <string>

namespace headstart::scripts {

/// What stands between a marker and the next: the SQL of one direction.
struct Section {
    std::shared_ptr<const diag::SourceText> source;
    std::size_t begin = 0; ///< behind the marker's line
    std::size_t end = 0;
    std::size_t marker = 0;    ///< where the marker stands
    bool transactional = true; ///< false: `transaction:false`

    [[nodiscard]] std::string_view text() const {
        return std::string_view(source->text).substr(begin, end - begin);
    }
};

struct Sections {
    std::optional<Section> up;
    std::optional<Section> down; ///< none: the revision is irreversible
};

/// Finds `-- migrate:up` and `-- migrate:down`. A marker inside a string, a dollar quote, a comment or the
/// data of a COPY is none. Throws diag::Error (usage) for a marker that cannot be understood, given twice, or
/// SQL before the first one. Whether `up` is there is the caller's question.
Sections find_sections(const std::shared_ptr<const diag::SourceText>& source);

/// The statements of a section, positions as bytes of the file.
///
/// A server newer than the built-in grammar may know syntax that the grammar does not, so what only the
/// grammar refuses is left to that server. Throws diag::Error (usage): a syntax error, a psql meta-command,
/// COPY without its end of data, BEGIN without its COMMIT, or a statement that cannot run in the section's
/// transaction; all found in the section at once where the grammar allows.
sql::StatementList parse_section(const Section& section, sql::Dialect dialect);

/// The refusal of a file for a syntax error at a byte of it.
diag::Error syntax_refusal(const std::shared_ptr<const diag::SourceText>& source, std::size_t at,
                           std::string message);

} // namespace headstart::scripts
