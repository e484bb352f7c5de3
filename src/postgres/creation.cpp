#include "postgres/creation.hpp"

#include <iterator>
#include <utility>

namespace headstart::postgres {

Creation plan_creation(const Ledger& ledger, const Present& present, std::size_t longest_id) {
    const auto& journal = ledger.journal;
    const bool is_old = present.journal.exists && present.journal.format < k_journal_format;
    Creation creation;
    std::vector<pg::Command> changes;
    if (!present.has_version_table) {
        ++creation.missing;
        changes.push_back(ledger.version_table.create(longest_id));
    }
    if (!present.journal.exists) {
        ++creation.missing;
        changes.push_back(journal.create());
    }
    if (is_old) {
        ++creation.missing;
        auto more = journal.bring_up_to_date(present.journal);
        std::move(more.begin(), more.end(), std::back_inserter(changes));
    }
    if (creation.missing == 0) {
        return creation;
    }
    auto& commands = creation.commands;
    commands.push_back(begin_transaction().command);
    for (auto& setting : settings_commands(ledger.settings, pg::SettingScope::transaction)) {
        commands.push_back(std::move(setting.command));
    }
    if (is_old) { // bringing it up to date reads its rows
        commands.push_back(journal.lock_alone());
        commands.push_back(trust_guard({journal.qualified()}, ledger.trusted, Access::writing));
    }
    std::move(changes.begin(), changes.end(), std::back_inserter(commands));
    commands.push_back(commit().command);
    return creation;
}

} // namespace headstart::postgres
