#include "postgres/resume.hpp"

#include "diag/codes.hpp"
#include "postgres/statement_checksums.hpp"
#include "postgres/statement_error.hpp"
#include "scripts/checksum.hpp"
#include "sql/session_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::postgres {

namespace {

using scripts::ChecksumMatch;

diag::Diagnostic problem_at(const Migration& migration, diag::Span span, std::string message) {
    diag::Diagnostic problem;
    problem.code = diag::code::cannot_resume;
    problem.message = std::move(message);
    problem.span = std::move(span);
    problem.path = {database::describe(work_of(migration))};
    return problem;
}

/// What can always be done: the rest by hand. Downwards it takes a look at all rows to say where that leads.
std::string by_hand(const Migration& migration) {
    return migration.is_up()
               ? fmt::format("finish by hand what is missing and say so with `headstart stamp {}`",
                             migration.revision().id)
               : "finish by hand what is missing and say so with the `headstart stamp` that `headstart "
                 "status` "
                 "names";
}

std::string count_of_done(const Unfinished& unfinished) {
    return fmt::format("{} of its statements {} applied", unfinished.statements_done,
                       unfinished.statements_done == 1 ? "is" : "are");
}

[[noreturn]] void fail_newer(const Migration& migration, const Unfinished& unfinished) {
    auto problem =
        problem_at(migration, {migration.source, 0, 0},
                   fmt::format("revision {} was left half-done by headstart {}, which keeps other notes "
                               "of it than this one understands",
                               migration.revision().id, unfinished.headstart_version));
    problem.notes = {count_of_done(unfinished)};
    problem.hint = fmt::format("finish it with headstart {} or a newer one", unfinished.headstart_version);
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

[[noreturn]] void fail_changed_file(const Migration& migration, const Unfinished& unfinished) {
    auto problem =
        problem_at(migration, {migration.source, 0, 0},
                   fmt::format("revision {} was left half-done, and its file has been changed since",
                               migration.revision().id));
    problem.notes = {count_of_done(unfinished),
                     fmt::format("headstart {} has not kept which they are", unfinished.headstart_version)};
    problem.hint = fmt::format(
        "either put the file back as it was and run again, to go on behind them; or {}", by_hand(migration));
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

/// The statement's first line, or the end of the section where it is gone.
diag::Span place_of(const Migration& migration, std::size_t statement) {
    const auto& statements = migration.statements;
    if (statement < statements.size()) {
        return first_line_of(migration, statements[statement]);
    }
    const auto end = statements.empty() ? 0 : statements.back().end;
    return {migration.source, end, end};
}

[[noreturn]] void fail_changed_statement(const Migration& migration, const Unfinished& unfinished,
                                         std::size_t statement) {
    const bool is_gone = statement >= migration.statements.size();
    const bool is_in_doubt = statement >= unfinished.statements_done;
    auto problem = problem_at(migration, place_of(migration, statement),
                              fmt::format("statement {} of revision {} {}, and {} since", statement + 1,
                                          migration.revision().id,
                                          is_in_doubt ? "was under way when the run ended" : "has run",
                                          is_gone ? "has been taken out" : "has been changed"));
    problem.notes = {is_in_doubt ? "whether it was done is unknown, and only the statement itself tells"
                                 : count_of_done(unfinished),
                     "what stands behind it may be changed, added or taken out"};
    problem.hint =
        fmt::format("either put the statement back as it was and run again; or {}", by_hand(migration));
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

[[noreturn]] void fail_without_session(const Migration& migration, std::size_t statement) {
    auto problem = problem_at(migration, place_of(migration, statement),
                              fmt::format("statement {} of revision {} has run, and made what ended with its "
                                          "session: a temporary object, a cursor, or settings of a DO",
                                          statement + 1, migration.revision().id));
    problem.notes = {"what stands behind it would run without, or find something else by the same name"};
    problem.hint =
        fmt::format("either {}; or undo by hand what is done, say so as `headstart status` tells, and keep "
                    "such work in one block (BEGIN; … COMMIT;) or in a transaction",
                    by_hand(migration));
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

/// Nothing of the session that ran them is left, but for what is set again (SET, PREPARE …).
void require_nothing_of_session(const Migration& migration, std::size_t done) {
    for (std::size_t i = 0; i < std::min(done, migration.statements.size()); ++i) {
        if (sql::makes_session_object(migration.text_of(migration.statements[i]))) {
            fail_without_session(migration, i);
        }
    }
}

/// The first of the first `count` statements that is another one than it was.
std::optional<std::size_t> first_changed(const Migration& migration, const Unfinished& unfinished,
                                         std::size_t count) {
    const auto now = statement_checksums(migration);
    const auto& then = unfinished.statement_checksums;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= now.size() || i >= then.size() || now[i] != then[i]) {
            return i;
        }
    }
    return std::nullopt;
}

} // namespace

Resumption plan_resumption(const Migration& migration, const Unfinished& unfinished) {
    const auto match = scripts::match_checksum(unfinished.checksum, migration.checksum);
    if (unfinished.is_of_newer_format || match == ChecksumMatch::unknown_version) {
        fail_newer(migration, unfinished);
    }
    Resumption resumption{.done = unfinished.statements_done};
    if (match == ChecksumMatch::same) {
        require_nothing_of_session(migration, resumption.done);
        return resumption;
    }
    resumption.is_as_begun = false;
    const bool is_in_doubt = unfinished.attempt && !unfinished.was_refused;
    const auto fixed = unfinished.statements_done + (is_in_doubt ? 1 : 0);
    if (unfinished.statement_checksums.empty()) {
        if (fixed > 0) {
            fail_changed_file(migration, unfinished);
        }
        resumption.keeps_attempt = false;
        return resumption;
    }
    if (const auto changed = first_changed(migration, unfinished, fixed)) {
        fail_changed_statement(migration, unfinished, *changed);
    }
    require_nothing_of_session(migration, resumption.done);
    resumption.keeps_attempt = !first_changed(migration, unfinished, unfinished.statements_done + 1);
    return resumption;
}

} // namespace headstart::postgres
