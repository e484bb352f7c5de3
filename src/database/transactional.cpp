#include "database/transactional.hpp"

#include "base/text.hpp"
#include "database/statement_error.hpp"
#include "diag/codes.hpp"
#include "pg/connect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace headstart::database {

namespace {

/// What a division by zero in a command of ours means: see VersionTable.
enum class Guard {
    none,
    rows_as_planned,    ///< it is not the database the plan was made for
    rows_left_in_peace, ///< the migration has changed them itself
};

/// One command of the transaction and whose it is.
struct Item {
    pg::Command command;
    const Migration* migration = nullptr;
    const sql::Statement* statement = nullptr; ///< null: ours
    Guard guard = Guard::none;
    std::string doing = "beginning the transaction"; ///< where no migration is meant
};

[[noreturn]] void fail(const Item& item, const pg::ServerError& error, const Target& target) {
    if (item.migration != nullptr && item.statement != nullptr) {
        throw statement_failed(*item.migration, *item.statement, error);
    }
    if (item.guard != Guard::none && error.is(pg::sqlstate::division_by_zero)) {
        if (item.guard == Guard::rows_as_planned) {
            throw plan_outdated(*item.migration, target.version_table, "");
        }
        throw rows_disturbed(*item.migration, target.version_table);
    }
    throw server_failed(error, item.migration != nullptr ? describe(*item.migration) : item.doing);
}

/// Deferred constraints are checked at COMMIT: a failure there belongs to no statement, but to these
/// revisions.
std::string describe_commit(std::span<const Migration> migrations) {
    std::vector<std::string> ids;
    for (const auto& migration : migrations) {
        ids.push_back(migration.revision().id);
    }
    return fmt::format("committing revision{} {}", ids.size() == 1 ? "" : "s", base::join(ids, ", "));
}

std::vector<Item> build_transaction(const Target& target, std::span<const Migration> migrations) {
    std::vector<Item> items;
    const auto add_ours = [&](pg::Command command, const Migration* migration, Guard guard = Guard::none) {
        items.push_back({std::move(command), migration, nullptr, guard});
    };
    add_ours(begin_transaction(), nullptr);
    for (const auto& migration : migrations) {
        for (auto& command : session_settings(target, SettingScope::transaction)) {
            add_ours(std::move(command), &migration);
        }
        for (auto& command : target.version_table.check_rows(migration.step.rows_before)) {
            add_ours(std::move(command), &migration, Guard::rows_as_planned);
        }
        for (const auto& statement : migration.statements) {
            items.push_back({{std::string(migration.text_of(statement))}, &migration, &statement});
        }
        for (auto& command : reset_session()) {
            add_ours(std::move(command), &migration);
        }
        for (const auto& change : migration.step.row_changes) {
            add_ours(target.version_table.change(change), &migration, Guard::rows_left_in_peace);
        }
        add_ours(target.journal.record_done(migration), &migration);
    }
    items.push_back({{"COMMIT"}, nullptr, nullptr, Guard::none, describe_commit(migrations)});
    return items;
}

void run_pipelined(const Target& target, const std::vector<Item>& items) {
    std::vector<pg::Command> commands;
    commands.reserve(items.size());
    std::transform(items.begin(), items.end(), std::back_inserter(commands),
                   [](const Item& item) { return item.command; });
    const auto outcome = target.connection.try_pipeline(commands);
    if (outcome.error) {
        fail(items[outcome.error->index], outcome.error->error, target);
    }
}

/// COPY cannot be part of a pipeline: one by one, in the same transaction.
void run_one_by_one(const Target& target, const std::vector<Item>& items) {
    for (const auto& item : items) {
        try {
            if (item.statement != nullptr && item.statement->copy_data) {
                target.connection.copy_in(item.command.sql,
                                          item.migration->text_of(*item.statement->copy_data));
            } else {
                target.connection.exec(item.command);
            }
        } catch (const pg::ServerError& error) {
            fail(item, error, target);
        }
    }
}

bool holds_copy(std::span<const Migration> migrations) {
    return std::any_of(migrations.begin(), migrations.end(), [](const Migration& migration) {
        return std::any_of(
            migration.statements.begin(), migration.statements.end(),
            [](const sql::Statement& statement) { return statement.traits.uses_copy_protocol; });
    });
}

std::string_view keyword_of(SettingScope scope) {
    return scope == SettingScope::session ? "SET" : "SET LOCAL";
}

} // namespace

pg::Command begin_transaction() {
    return {"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
}

void roll_back(pg::Connection& connection) {
    try {
        if (!connection.is_idle()) {
            connection.exec("ROLLBACK");
        }
        // NOLINTNEXTLINE(bugprone-empty-catch): the first error is the one to report
    } catch (const std::exception&) {
    }
}

std::vector<pg::Command> session_settings(const Target& target, SettingScope scope) {
    auto commands = set_lock_timeout(target.lock_timeout, scope);
    constexpr int k_knows_check_interval = 140000;
    if (target.is_pooled && target.connection.server_version() >= k_knows_check_interval) {
        commands.push_back({fmt::format("{} client_connection_check_interval = '{}'", keyword_of(scope),
                                        pg::k_check_interval)});
    }
    return commands;
}

std::vector<pg::Command> set_lock_timeout(std::chrono::milliseconds timeout, SettingScope scope) {
    if (timeout.count() == 0) {
        return {};
    }
    return {{fmt::format("{} lock_timeout = '{}ms'", keyword_of(scope), timeout.count())}};
}

std::vector<pg::Command> reset_session() {
    // In this order: RESET ALL leaves both roles alone, and the current role goes back to the session's.
    return {{"RESET SESSION AUTHORIZATION"}, {"RESET ROLE"}, {"RESET ALL"}};
}

void apply_in_transaction(const Target& target, std::span<const Migration> migrations) {
    const auto items = build_transaction(target, migrations);
    try {
        if (holds_copy(migrations)) {
            run_one_by_one(target, items);
        } else {
            run_pipelined(target, items);
        }
    } catch (const diag::Error&) {
        roll_back(target.connection);
        throw;
    }
}

} // namespace headstart::database
