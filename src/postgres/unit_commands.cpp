#include "postgres/unit_commands.hpp"

#include "pg/quote.hpp"
#include "postgres/interrupted.hpp"
#include "postgres/lock_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::postgres {

using sql::TransactionUse;

namespace {

ListedCommand frame(std::string sql, std::vector<pg::ParameterValue> parameters = {}) {
    return {.command = {std::move(sql), std::move(parameters)}};
}

ListedCommand of_journal(pg::Command command, Purpose purpose = Purpose::journal) {
    return {.command = std::move(command), .purpose = purpose, .takes_journal_id = true};
}

/// For the rest of a transaction: a file may have taken on a role without rights on the journal, a path that
/// does not lead to it, or a time-out meant for its own statements. What is set locally ends with the
/// transaction, and what the file has set is back.
CommandList as_ourselves() {
    return {frame("SET LOCAL SESSION AUTHORIZATION DEFAULT"), frame("SET LOCAL ROLE TO DEFAULT"),
            frame("SET LOCAL search_path TO DEFAULT"), frame("SET LOCAL statement_timeout TO DEFAULT")};
}

CommandList transaction_of_ours(CommandList list) {
    list.insert(list.begin(), begin_transaction());
    list.push_back(commit());
    return list;
}

ListedCommand progress(const Ledger& ledger, const Unit& unit) {
    auto listed =
        of_journal(ledger.journal.progress({.from = unit.begin, .to = unit.end}), Purpose::progress);
    listed.sentence =
        pg::quote_literal("another session has gone on with this migration, or taken its row out "
                          "of the journal");
    return listed;
}

/// A transaction for a row of the journal, whatever state the file has set.
CommandList settle(const Ledger& ledger, ListedCommand row) {
    auto list = as_ourselves();
    append(list, take_journal(ledger));
    list.push_back(std::move(row));
    return transaction_of_ours(std::move(list));
}

ListedCommand commit_of(std::size_t statement) {
    auto listed = commit();
    listed.statements = {statement, statement + 1};
    return listed;
}

CommandList in_transaction(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    // BEGIN takes the isolation that the file has set, as the statement would find it alone, but no read-only
    // default: our row is to be written too.
    CommandList list{frame("BEGIN READ WRITE")};
    append(list, guard_against_read_only(migration));
    append(list, statement_commands(migration, unit.begin, unit.end));
    append(list, end_of_guard(migration));
    append(list, fire_deferred(migration, {unit.begin, unit.begin + 1}));
    append(list, encoding_kept(migration));
    append(list, as_ourselves());
    append(list, take_journal(ledger));
    list.push_back(progress(ledger, unit));
    list.push_back(commit_of(unit.begin));
    return list;
}

/// Behind the last statement that gives a block the plain mode, where its BEGIN has found another: behind our
/// SAVEPOINT the server would refuse it.
std::size_t end_of_plain_modes(const Migration& migration, std::size_t begin, std::size_t end) {
    while (end > begin && !migration.statements[end - 1].traits.sets_plain_mode) {
        --end;
    }
    return end;
}

CommandList own_block(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    const auto last = unit.end - 1;
    const auto settings_end = std::max(end_of_settings(migration, unit.begin + 1, last),
                                       end_of_plain_modes(migration, unit.begin + 1, last));
    auto list = statement_commands(migration, unit.begin, settings_end);
    append(list, guard_against_read_only(migration));
    append(list, statement_commands(migration, settings_end, last));
    append(list, end_of_guard(migration));
    append(list, fire_deferred(migration, {last, unit.end}));
    append(list, encoding_kept(migration));
    append(list, as_ourselves());
    if (migration.mentions_read_only) { // a statement without parameters, which finds its row itself
        list.push_back({.command = ledger.journal.progress_if_writable(migration, {unit.begin, unit.end},
                                                                       ledger.trusted),
                        .purpose = Purpose::progress});
    } else {
        append(list, take_journal(ledger));
        list.push_back(progress(ledger, unit));
    }
    append(list, statement_commands(migration, last, unit.end));
    return list;
}

bool is_lock_timeout(const pg::ServerSetting& setting) {
    return setting.name == "lock_timeout";
}

const pg::ServerSetting* find_lock_timeout(const Ledger& ledger) {
    const auto found = std::find_if(ledger.settings.begin(), ledger.settings.end(), is_lock_timeout);
    return found != ledger.settings.end() ? &*found : nullptr;
}

/// CREATE INDEX CONCURRENTLY and its kin wait for old transactions by design, holding up nobody; a short
/// time-out would only leave an invalid index behind. One that the file has set stays. Ours is kept in a
/// setting of the session meanwhile, also over a failure.
CommandList widen_lock_timeout(const Ledger& ledger) {
    const auto* const timeout = find_lock_timeout(ledger);
    if (timeout == nullptr) {
        return {};
    }
    return {frame("SELECT pg_catalog.set_config('headstart.lock_timeout', $1, false),"
                  " pg_catalog.set_config('lock_timeout', $2, false) FROM pg_catalog.pg_settings"
                  " WHERE name OPERATOR(pg_catalog.=) 'lock_timeout'"
                  " AND (setting OPERATOR(pg_catalog.||) unit) OPERATOR(pg_catalog.=) $1",
                  {timeout->value, fmt::format("{}ms", ledger.concurrently_timeout.count())})};
}

CommandList restore_lock_timeout(const Ledger& ledger) {
    if (find_lock_timeout(ledger) == nullptr) {
        return {};
    }
    return {frame("SELECT pg_catalog.set_config('lock_timeout',"
                  " pg_catalog.current_setting('headstart.lock_timeout'), false),"
                  " pg_catalog.set_config('headstart.lock_timeout', '', false)"
                  " WHERE pg_catalog.current_setting('headstart.lock_timeout', true)"
                  " OPERATOR(pg_catalog.<>) ''")};
}

CommandList attempt(const Ledger& ledger, const sql::Effect& effect) {
    // What the catalogue holds is looked up as the file's statement will find it, and written as ourselves: a
    // setting carries it from one to the other.
    auto look = look_before(effect);
    look.sql = fmt::format("SELECT pg_catalog.set_config('headstart.before', ({})::pg_catalog.text, true)",
                           look.sql);
    CommandList list{{.command = std::move(look)}};
    if (ledger.session_lock) { // what runs next is not undone where another runner does the same
        list.push_back({.command = keep_upgrade_lock(*ledger.session_lock), .purpose = Purpose::progress});
    }
    append(list, as_ourselves());
    append(list, take_journal(ledger));
    list.push_back(of_journal(ledger.journal.attempt(effect)));
    return transaction_of_ours(std::move(list));
}

UnitCommands alone(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    const auto& traits = migration.statements[unit.end - 1].traits;
    auto run = traits.may_wait_long ? widen_lock_timeout(ledger) : CommandList{};
    append(run, statement_commands(migration, unit.begin, unit.end));
    if (migration.changes_state) { // a CALL may have committed it: what is done is done, and read by now
        append(run, settings_commands({utf8_setting()}, pg::SettingScope::session));
    }
    if (traits.may_wait_long) {
        append(run, traits.discards_session ? session_commands(ledger) : restore_lock_timeout(ledger));
    }
    return {.attempt = attempt(ledger, *traits.effect),
            .run = std::move(run),
            .settle = settle_commands(ledger, migration, unit)};
}

UnitCommands commands_of(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    switch (unit.kind) {
    case Unit::Kind::in_transaction:
        return {.attempt = {}, .run = in_transaction(ledger, migration, unit), .settle = {}};
    case Unit::Kind::own_block: {
        auto run = own_block(ledger, migration, unit);
        // A block that was read-only has changed nothing, and could not take our row.
        return {.attempt = {},
                .run = std::move(run),
                .settle = migration.mentions_read_only
                              ? settle(ledger,
                                       of_journal(ledger.journal.progress_if_missing({unit.begin, unit.end}),
                                                  Purpose::progress))
                              : CommandList{}};
    }
    case Unit::Kind::alone:
        break;
    }
    return alone(ledger, migration, unit);
}

} // namespace

Unit unit_at(const Migration& migration, std::size_t begin) {
    const auto& statements = migration.statements;
    const auto& first = statements[begin].traits;
    if (first.transaction_use != TransactionUse::begins) {
        // A SET TRANSACTION for which there is no block has no effect, and must have none on ours.
        const bool shares = first.transaction_use == TransactionUse::allowed && !first.sets_transaction;
        return {begin, begin + 1, shares ? Unit::Kind::in_transaction : Unit::Kind::alone};
    }
    auto end = begin + 1;
    while (statements[end - 1].traits.transaction_use != TransactionUse::ends) {
        ++end; // parse_section() has seen that the COMMIT is there
    }
    return {begin, end, statements[end - 1].traits.commits ? Unit::Kind::own_block : Unit::Kind::alone};
}

UnitCommands unit_commands(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    auto commands = commands_of(ledger, migration, unit);
    for (auto* list : {&commands.attempt, &commands.run, &commands.settle}) {
        *list = of_migration(std::move(*list), migration);
    }
    return commands;
}

CommandList settle_commands(const Ledger& ledger, const Migration& migration, const Unit& unit) {
    return of_migration(settle(ledger, progress(ledger, unit)), migration);
}

CommandList bind_again_commands(const Ledger& ledger, const Migration& migration, bool keeps_attempt) {
    return of_migration(settle(ledger, of_journal(ledger.journal.bind_again(migration, keeps_attempt))),
                        migration);
}

CommandList opening_commands(const Ledger& ledger, const Migration& migration) {
    auto list = settings_commands(ledger.settings, pg::SettingScope::transaction);
    append(list, take_tables(ledger));
    append(list, rows_as_planned(ledger, migration.step.rows_before.ids()));
    list.push_back({.command = ledger.journal.begin(migration), .purpose = Purpose::journal});
    return with_heading(of_migration(transaction_of_ours(std::move(list)), migration), heading_of(migration));
}

CommandList change_lock_timeout(Ledger& ledger, base::milliseconds timeout) {
    const auto found = std::find_if(ledger.settings.begin(), ledger.settings.end(), is_lock_timeout);
    auto value = fmt::format("{}ms", timeout.count());
    if (found == ledger.settings.end() || found->value == value) {
        return {};
    }
    const auto before = std::exchange(found->value, std::move(value));
    return {frame("SELECT pg_catalog.set_config('lock_timeout', $2, false) FROM pg_catalog.pg_settings"
                  " WHERE name OPERATOR(pg_catalog.=) 'lock_timeout'"
                  " AND (setting OPERATOR(pg_catalog.||) unit) OPERATOR(pg_catalog.=) $1",
                  {before, found->value})};
}

CommandList session_commands(const Ledger& ledger) {
    return settings_commands(ledger.settings, pg::SettingScope::session);
}

CommandList closing_commands(const Ledger& ledger, const Migration& migration) {
    auto list = reset_session();
    append(list, empty_session(ledger, migration));
    append(list, settings_commands(ledger.settings, pg::SettingScope::transaction));
    append(list, take_tables(ledger));
    auto rows = rows_as_planned(ledger, migration.step.rows_before.ids());
    append(rows, version_row_commands(ledger, migration.step.row_changes));
    for (auto& listed : rows) {
        listed.purpose = Purpose::rows_left_in_peace; // they were as planned when it began
    }
    append(list, std::move(rows));
    list.push_back(of_journal(ledger.journal.finish()));
    return of_migration(transaction_of_ours(std::move(list)), migration);
}

CommandList failure_commands(const Ledger& ledger, const Migration& migration, const Failure& failure) {
    auto list = reset_session();
    append(list, empty_session(ledger, migration));
    append(list, take_journal(ledger));
    list.push_back(of_journal(ledger.journal.fail(failure)));
    return of_migration(transaction_of_ours(std::move(list)), migration);
}

} // namespace headstart::postgres
