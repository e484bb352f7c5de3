#pragma once

#include "database/work.hpp"
#include "diag/source.hpp"
#include "revision/plan.hpp"
#include "sql/statement_list.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::database {

/// A step of a plan with everything that is needed to run it: parsed, checked, ready.
struct Migration {
    revision::Step step;
    std::shared_ptr<const diag::SourceText> source;
    bool transactional = true;
    sql::StatementList statements; ///< positions in `source`
    std::string checksum;
    std::vector<std::string> parents; ///< `Revises` and `Depends On`, as ids: for the journal
    /// Some token of the section has to do with read-only transactions: the state may be one in the end.
    bool mentions_read_only = false;
    bool changes_state = false; ///< it may leave the session with other settings or another role

    [[nodiscard]] const revision::Revision& revision() const { return *step.revision; }

    [[nodiscard]] bool is_up() const { return step.direction == revision::Direction::up; }

    [[nodiscard]] std::string_view direction() const { return is_up() ? "up" : "down"; }

    /// The rows that follow a COPY … FROM STDIN, as they stand in the file.
    [[nodiscard]] std::string_view text_of(const sql::CopyData& data) const {
        return std::string_view(source->text).substr(data.begin, data.end - data.begin);
    }

    [[nodiscard]] std::string_view text_of(const sql::Statement& statement) const {
        return std::string_view(source->text).substr(statement.begin, statement.end - statement.begin);
    }
};

/// Its work as a whole.
inline Work work_of(const Migration& migration) {
    return {.kind = Work::Kind::applying, .revision = migration.revision().id, .is_up = migration.is_up()};
}

/// With the place of one of its statements, from 0.
inline Work work_at(const Migration& migration, std::size_t statement) {
    auto work = work_of(migration);
    work.statement = statement + 1;
    work.statements = migration.statements.size();
    return work;
}

/// Version rows that change without anything being run.
struct Stamp {
    revision::StampStep step;
    std::vector<std::string> parents; ///< of the revision stamped to
    std::string message;              ///< the revision's, or where it is known from that it is applied
};

} // namespace headstart::database
