#include "postgres/command_list.hpp"

#include "base/text.hpp"
#include "pg/quote.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace headstart::postgres {

namespace {

/// The journal's and version table's commands take their place in the list as they are.
ListedCommand ours(pg::Command command, Purpose purpose) {
    if (purpose == Purpose::commit) {
        command.awaited = pg::Awaited::patiently;
    }
    return {.command = std::move(command), .purpose = purpose};
}

ListedCommand framing(std::string sql) {
    return ours({std::move(sql)}, Purpose::frame);
}

ListedCommand trust(const Ledger& ledger, const std::vector<std::string>& relations) {
    auto guard = ours(ledger.is_plainly_ours ? quick_guard(relations)
                                             : trust_guard(relations, ledger.trusted, Access::writing),
                      Purpose::trust);
    guard.sentence = pg::quote_literal(
        fmt::format("one of these is no plain table, belongs to a stranger, or has triggers: {}",
                    base::join(relations, ", ")));
    return guard;
}

/// All that the session holds, but for ours. They can only be given up together: the transaction holds ours
/// meanwhile, so that nobody else gets it.
ListedCommand release_advisory_locks(const Ledger& ledger) {
    if (!ledger.session_lock) { // without a row, which psql would show
        return framing("DO 'BEGIN PERFORM pg_catalog.pg_advisory_unlock_all(); END'");
    }
    return ours(
        {"SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint), pg_catalog.pg_advisory_unlock_all(),"
         " pg_catalog.pg_try_advisory_lock($1::bigint)",
         {std::to_string(*ledger.session_lock)}},
        Purpose::frame);
}

bool leaves_session_to_empty(const Ledger& ledger, const Migration& migration) {
    return !ledger.shares_session || migration.changes_state;
}

void append_copy(CommandList& list, const CommandList& more) {
    list.insert(list.end(), more.begin(), more.end());
}

/// The section, and what is recorded of it.
CommandList section_commands(const Ledger& ledger, const Frame& frame, const Migration& migration,
                             bool is_first, bool is_alone) {
    constexpr std::size_t k_beside_statements = 32;
    const auto count = migration.statements.size();
    const auto settings_end = end_of_settings(migration, 0, count);
    CommandList list;
    list.reserve(k_beside_statements);
    // SET TRANSACTION must come before the first query, which our own check is.
    append(list, statement_commands(migration, 0, settings_end));
    append_copy(list, frame.settings);
    if (is_first) {
        append_copy(list, frame.tables);
    }
    append(list, rows_as_planned(ledger, migration.step.rows_before.ids()));
    append(list, guard_against_read_only(migration));
    append(list, statement_commands(migration, settings_end, count));
    append(list, end_of_guard(migration));
    if (is_alone) { // otherwise the next migration may still put right what this one has left to the COMMIT
        append(list, fire_deferred(migration, {}));
    }
    append(list, encoding_kept(migration));
    append_copy(list, frame.reset);
    if (leaves_session_to_empty(ledger, migration)) {
        append_copy(list, frame.emptied);
    }
    // Once more, for our own rows: who waits here holds what the section has locked.
    append_copy(list, frame.settings);
    append(list, version_row_commands(ledger, migration.step.row_changes));
    list.push_back(ours(ledger.journal.record_done(migration), Purpose::journal));
    return with_heading(of_migration(std::move(list), migration), heading_of(migration));
}

} // namespace

void append_timeouts(std::vector<pg::ServerSetting>& settings, base::milliseconds lock,
                     base::milliseconds statement) {
    for (const auto& [name, timeout] :
         {std::pair{"lock_timeout", lock}, std::pair{"statement_timeout", statement}}) {
        if (timeout.count() > 0) {
            settings.push_back({.name = name, .value = fmt::format("{}ms", timeout.count())});
        }
    }
}

void append(CommandList& list, CommandList more) {
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

CommandList of_migration(CommandList list, const Migration& migration) {
    for (auto& listed : list) {
        listed.migration = &migration;
    }
    return list;
}

CommandList with_heading(CommandList list, std::string heading) {
    auto& notes = list.front().notes;
    notes.insert(notes.begin(), std::move(heading));
    return list;
}

std::string heading_of(const Migration& migration) {
    return fmt::format("Running {} {}{}", migration.is_up() ? "upgrade" : "downgrade",
                       revision::step_arrow(migration.step),
                       migration.transactional ? "" : ", outside a transaction");
}

CommandList statement_commands(const Migration& migration, std::size_t begin, std::size_t end) {
    CommandList list;
    const auto add = [&](std::size_t from, std::size_t to) {
        if (from < to) {
            list.push_back({.command = {},
                            .purpose = Purpose::statement,
                            .migration = &migration,
                            .statements = {from, to}});
        }
    };
    auto done = begin;
    for (auto i = begin; i < end; ++i) {
        if (may_speak_copy_protocol(migration.statements[i])) {
            add(done, i);
            add(i, i + 1);
            done = i + 1;
        }
    }
    add(done, end);
    return list;
}

bool may_speak_copy_protocol(const sql::Statement& statement) {
    return statement.copy_data || statement.traits.uses_copy_protocol ||
           statement.traits.transaction_use == sql::TransactionUse::unknown;
}

pg::Command ListedCommand::command_at(std::size_t offset) const {
    return is_of_file()
               ? pg::Command{.sql = {},
                             .awaited = pg::Awaited::statement,
                             .text = migration->text_of(migration->statements[statements.begin + offset])}
               : command;
}

pg::ServerSetting utf8_setting() {
    return {.name = "client_encoding", .value = "UTF8"};
}

CommandList settings_commands(const std::vector<pg::ServerSetting>& settings, pg::SettingScope scope) {
    CommandList list;
    for (const auto& setting : settings) {
        list.push_back(ours(pg::set_setting(setting, scope), Purpose::frame));
    }
    return list;
}

ListedCommand begin_transaction() {
    return framing("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
}

ListedCommand commit() {
    return ours({"COMMIT"}, Purpose::commit);
}

CommandList take_tables(const Ledger& ledger) {
    CommandList list{ours(ledger.version_table.lock(), Purpose::frame),
                     ours(ledger.journal.lock(), Purpose::frame)};
    list.push_back(trust(ledger, {ledger.version_table.qualified(), ledger.journal.qualified()}));
    return list;
}

CommandList take_version_table(const Ledger& ledger) {
    return {ours(ledger.version_table.lock(), Purpose::frame),
            trust(ledger, {ledger.version_table.qualified()})};
}

CommandList take_journal(const Ledger& ledger) {
    return {ours(ledger.journal.lock(), Purpose::frame), trust(ledger, {ledger.journal.qualified()})};
}

CommandList rows_as_planned(const Ledger& ledger, const std::vector<std::string>& expected) {
    CommandList list{ours(ledger.version_table.check_rows(expected), Purpose::rows_as_planned)};
    list.front().sentence = ledger.version_table.rows_found(
        "this database is not where the script goes on from", VersionTable::describe(expected));
    return list;
}

CommandList nothing_half_done(const Ledger& ledger) {
    auto list = take_journal(ledger);
    list.push_back(ours(ledger.journal.require_nothing_half_done(), Purpose::journal));
    list.back().sentence = ledger.journal.half_done_found();
    return list;
}

CommandList version_row_commands(const Ledger& ledger,
                                 const std::vector<revision::VersionRowChange>& changes) {
    CommandList list;
    for (const auto& change : changes) {
        list.push_back(ours(ledger.version_table.change(change), Purpose::rows_left_in_peace));
        list.back().sentence =
            ledger.version_table.rows_found("the migration has changed the version rows itself", change.from);
    }
    return list;
}

CommandList reset_session() {
    // In this order: RESET ALL leaves both roles alone, and the current role goes back to the session's.
    return {framing("RESET SESSION AUTHORIZATION"), framing("RESET ROLE"), framing("RESET ALL")};
}

CommandList empty_session(const Ledger& ledger) {
    // The cursors first, for a temporary table that one of them reads cannot be dropped.
    return {framing("CLOSE ALL"),  framing("DISCARD TEMP"),      framing("DEALLOCATE ALL"),
            framing("UNLISTEN *"), framing("DISCARD SEQUENCES"), release_advisory_locks(ledger)};
}

CommandList empty_session(const Ledger& ledger, const Migration& migration) {
    return leaves_session_to_empty(ledger, migration) ? empty_session(ledger) : CommandList{};
}

std::size_t end_of_settings(const Migration& migration, std::size_t begin, std::size_t end) {
    auto settings_end = begin;
    for (auto i = begin; i < end; ++i) { // behind other settings it may still come
        if (migration.statements[i].traits.sets_transaction) {
            settings_end = i + 1;
        }
    }
    return settings_end;
}

CommandList guard_against_read_only(const Migration& migration) {
    return migration.mentions_read_only ? CommandList{framing("SAVEPOINT headstart_section")} : CommandList{};
}

CommandList end_of_guard(const Migration& migration) {
    return migration.mentions_read_only ? CommandList{framing("RELEASE SAVEPOINT headstart_section")}
                                        : CommandList{};
}

CommandList fire_deferred(const Migration& migration, StatementRange to_blame) {
    if (!migration.changes_state) {
        return {};
    }
    auto command = ours({"SET CONSTRAINTS ALL IMMEDIATE"}, Purpose::commit);
    command.statements = to_blame;
    return {std::move(command)};
}

CommandList encoding_kept(const Migration& migration) {
    if (!migration.changes_state) {
        return {};
    }
    auto guard =
        ours({"SELECT 1 OPERATOR(pg_catalog./) (CASE WHEN pg_catalog.current_setting('client_encoding')"
              " OPERATOR(pg_catalog.=) 'UTF8' THEN 1 ELSE 0 END)"},
             Purpose::encoding);
    guard.sentence = pg::quote_literal(fmt::format(
        "revision {} has changed client_encoding, and its file is UTF-8", migration.revision().id));
    return of_migration({std::move(guard)}, migration);
}

Frame frame_of(const Ledger& ledger) {
    return {.settings = settings_commands(ledger.settings, pg::SettingScope::transaction),
            .tables = take_tables(ledger),
            .reset = reset_session(),
            .emptied = empty_session(ledger)};
}

CommandList transaction_commands(const Ledger& ledger, const Frame& frame,
                                 std::span<const Migration> migrations) {
    CommandList list{begin_transaction()};
    for (const auto& migration : migrations) {
        append(list, section_commands(ledger, frame, migration, &migration == migrations.data(),
                                      migrations.size() == 1));
    }
    list.push_back(commit());
    return list;
}

CommandList flight_commands(const Ledger& ledger, std::span<const Migration> migrations) {
    const auto frame = frame_of(ledger);
    CommandList list;
    for (const auto& migration : migrations) {
        auto transaction = transaction_commands(ledger, frame, {&migration, 1});
        transaction.back().command.is_milestone = true;
        transaction.back().migration = &migration;
        if (&migration != &migrations.back()) { // the section has been taken back with RESET ALL
            transaction.insert(transaction.end() - 1, framing("SET LOCAL synchronous_commit = off"));
        }
        append(list, std::move(transaction));
    }
    return list;
}

CommandList accept_commands(const Ledger& ledger, std::span<const Migration> migrations) {
    CommandList list{begin_transaction()};
    append(list, take_journal(ledger));
    for (const auto& migration : migrations) {
        list.push_back(ours(ledger.journal.record_accept(migration), Purpose::journal));
    }
    list.push_back(commit());
    return list;
}

CommandList journal_commands(const Ledger& ledger, pg::Command change) {
    CommandList list{begin_transaction()};
    append(list, take_journal(ledger));
    list.push_back(ours(std::move(change), Purpose::journal));
    list.push_back(commit());
    return list;
}

CommandList stamp_commands(const Ledger& ledger, std::span<const Stamp> stamps, bool purge,
                           std::span<const database::HalfDone> settled) {
    CommandList list{begin_transaction()};
    append(list, settings_commands(ledger.settings, pg::SettingScope::transaction));
    append(list, take_tables(ledger));
    if (purge) {
        list.push_back(ours(ledger.version_table.purge(), Purpose::frame));
    }
    // First, so that the newest row of the journal is of where the database is.
    std::vector<std::string> ids;
    for (const auto& one : settled) {
        const bool is_stamped = std::any_of(
            stamps.begin(), stamps.end(), [&](const Stamp& stamp) { return stamp.step.to == one.revision; });
        if (!is_stamped) {
            ids.push_back(one.journal_id);
        }
    }
    if (!ids.empty()) {
        list.push_back(ours(ledger.journal.settle(ids), Purpose::journal));
    }
    for (const auto& stamp : stamps) {
        append(list, with_heading(rows_as_planned(ledger, stamp.step.rows_before.ids()),
                                  revision::stamp_line(stamp.step)));
        append(list, version_row_commands(ledger, stamp.step.row_changes));
        list.push_back(ours(ledger.journal.record_stamp(stamp), Purpose::journal));
    }
    list.push_back(commit());
    return list;
}

} // namespace headstart::postgres
