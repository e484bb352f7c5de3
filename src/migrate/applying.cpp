#include "migrate/applying.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "migrate/prepare.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

/// Alembic's words: "Running upgrade a -> b, message".
void log_step(diag::Reporter& reporter, const Migration& migration) {
    const auto& revision = migration.revision();
    // Who forgot to write the SQL learns it now, and not at the first downgrade. A merge has none to write.
    if (migration.is_up() && migration.statements.empty() && revision.down_revisions.size() < 2) {
        reporter.warning(
            fmt::format("revision {} has no SQL in its up section ({}): it is recorded as applied, "
                        "and changes nothing",
                        revision.id, migration.source->path),
            {{"event", "empty_up"}, {"revision", revision.id}, {"file", migration.source->path}});
    }
    reporter.info(headstart::revision::step_line(migration.step),
                  {{"event", migration.is_up() ? "upgrade" : "downgrade"},
                   {"revision", revision.id},
                   {"direction", std::string(migration.direction())},
                   {"down_revision", base::join(revision.down_revisions, ", ")},
                   {"statements", diag::count_of(migration.statements.size())},
                   {"file", migration.source->path}});
}

/// What is left of the group that ran when a signal came.
void tell_of_stop(std::span<const Migration> group, const base::Stopped& stop, diag::Reporter& reporter) {
    const auto& revision = group.front().revision().id;
    const auto what = group.size() == 1
                          ? "revision " + revision
                          : fmt::format("revisions {} to {}", revision, group.back().revision().id);
    reporter.warning(
        !group.front().transactional
            ? what + " stays half-done: the next run goes on behind the statements that are done"
        : stop.leaves_doubt()
            ? fmt::format("whether {} had been committed is not known: the server gave no answer", what)
            : what + (group.size() == 1 ? " is rolled back" : " are rolled back"),
        {{"event", "interrupted"},
         {"revision", revision},
         {"direction", std::string(group.front().direction())}});
}

/// Who reads the log sees the next one begin, and is told of those that took long; alarms and graphs want the
/// end of each, and how long it took. Those that share a transaction have no times of their own.
void log_end(diag::Reporter& reporter, std::span<const Migration> group, base::milliseconds span) {
    constexpr base::milliseconds k_long{1000};
    for (const auto& migration : group) {
        const auto text = fmt::format(
            "revision {} {}: {} in {}", migration.revision().id, migration.is_up() ? "applied" : "undone",
            base::counted(migration.statements.size(), "statement"), base::format_duration(span));
        const diag::LogFields fields{{"event", "revision_done"},
                                     {"revision", migration.revision().id},
                                     {"direction", std::string(migration.direction())},
                                     {"duration_ms", std::int64_t{span.count()}},
                                     {"statements", diag::count_of(migration.statements.size())},
                                     {"revisions", diag::count_of(group.size())}};
        group.size() == 1 && span >= k_long ? reporter.info(text, fields)
                                            : reporter.info_for_machines(text, fields);
    }
}

/// "a1b2 Add users", or "a1b2 … f6a7" for those that share a transaction.
std::string name_for_bar(std::span<const Migration> group) {
    const auto& first = group.front().revision();
    return group.size() == 1 ? fmt::format("{} {}", first.id, first.message)
                             : fmt::format("{} … {}", first.id, group.back().revision().id);
}

std::vector<std::string> ids_of(std::span<const Migration> migrations) {
    std::vector<std::string> ids;
    for (const auto& migration : migrations) {
        ids.push_back(migration.revision().id);
    }
    return ids;
}

} // namespace

void Applying::run(std::span<const Migration> migrations) {
    const auto progress =
        m_session.reporter().show_progress(m_commits.count(), m_commits.count() + migrations.size());
    while (!migrations.empty()) {
        m_row = next_row(migrations);
        m_begun = m_done = m_kept = 0;
        m_crashes.pause_before(m_row, m_session.reporter());
        m_options.stop.require_no_stop();
        run_row(*progress);
        migrations = migrations.subspan(m_row.size());
    }
}

void Applying::run_row(diag::Progress& progress) {
    try {
        are_each_alone(m_row) ? apply_each(progress) : apply_together(progress);
    } catch (database::SessionLost& lost) {
        m_under_way = ids_of(m_row.subspan(m_kept, m_begun - m_kept));
        m_commits.add_note(lost);
        throw;
    } catch (diag::Error& error) {
        m_commits.add_note(error);
        if (m_begun == m_done + 1) { // else it may be any of them
            error.add_subject(subject_of(work_of(m_row[m_done])));
        }
        throw;
    } catch (const base::Stopped& stop) {
        if (m_begun > m_done) {
            tell_of_stop(m_row.subspan(m_done, m_begun - m_done), stop, m_session.reporter());
        }
        throw;
    }
}

bool Applying::are_each_alone(std::span<const Migration> row) const {
    return m_options.transaction_per_migration && row.front().transactional &&
           !has_leftover(row.front().revision().id);
}

bool Applying::has_leftover(const std::string& revision) const {
    return std::any_of(m_half_done.begin(), m_half_done.end(),
                       [&](const auto& one) { return one.revision == revision; });
}

std::span<const Migration> Applying::next_row(std::span<const Migration> migrations) const {
    if (!are_each_alone(migrations)) {
        return next_group(migrations, m_options.transaction_per_migration);
    }
    std::size_t count = 1;
    while (count < migrations.size() && are_each_alone(migrations.subspan(count)) &&
           !m_crashes.concerns(migrations[count])) {
        ++count;
    }
    return migrations.first(count);
}

void Applying::apply_each(diag::Progress& progress) {
    std::vector<base::milliseconds> spans; ///< of those that are committed and not yet kept
    auto begin = base::Clock::now();
    const auto begins = [&](const Migration& migration) {
        log_step(m_session.reporter(), migration);
        progress.begin(name_for_bar({&migration, 1}));
        begin = base::Clock::now();
        ++m_begun;
    };
    const auto committed = [&](const Migration& /*migration*/) {
        spans.push_back(base::elapsed_since(begin));
        ++m_done;
    };
    const auto kept = [&] {
        for (const auto span : std::exchange(spans, {})) {
            note_kept(m_row.subspan(m_kept, 1), span, progress);
        }
    };
    m_session.apply_each(m_row, {begins, committed, kept});
}

void Applying::apply_together(diag::Progress& progress) {
    for (const auto& migration : m_row) {
        log_step(m_session.reporter(), migration);
    }
    progress.begin(name_for_bar(m_row));
    m_begun = m_row.size();
    const auto begin = base::Clock::now();
    if (m_row.front().transactional) {
        clear_leftovers();
        m_session.apply(m_row);
    } else {
        m_session.apply_stepwise(m_row.front());
    }
    m_done = m_row.size();
    note_kept(m_row, base::elapsed_since(begin), progress);
}

void Applying::note_kept(std::span<const Migration> migrations, base::milliseconds span,
                         diag::Progress& progress) {
    m_kept += migrations.size();
    m_commits.add(ids_of(migrations), m_session);
    log_end(m_session.reporter(), migrations, span);
    progress.advance(migrations.size());
}

void Applying::clear_leftovers() {
    for (const auto& migration : m_row) {
        if (has_leftover(migration.revision().id)) {
            m_session.clear_leftover(migration);
        }
    }
}

} // namespace headstart::migrate
