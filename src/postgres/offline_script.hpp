#pragma once

#include "database/offline_script.hpp"
#include "database/session_options.hpp"
#include "postgres/command_list.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace headstart::postgres {

/// For psql, with ON_ERROR_STOP. Where the options name no schema, the version table is where the search_path
/// of the session that runs the script has it.
class PsqlScript final : public database::OfflineScript {
public:
    PsqlScript(const database::SessionOptions& options, Writer write);

    void add_comment(std::string_view text) override;
    void create_tables(const std::vector<std::string>& rows) override;
    void require_nothing_half_done() override;
    void ensure_tables() override;
    void add_transaction(std::span<const Migration> migrations) override;
    void add_stepwise(const Migration& migration) override;
    void add_stamps(std::span<const Stamp> stamps) override;

    void finish() override;

private:
    void add(std::string_view sql);
    void add(const CommandList& list);
    void add(const ListedCommand& listed);
    [[nodiscard]] std::string text_of(const ListedCommand& listed) const;
    const std::string& text_of_trust(const ListedCommand& listed);
    void write_if_much();
    void add_statement(const Migration& migration, const sql::Statement& statement);

    VersionTable m_version_table;
    Journal m_journal;
    std::size_t m_longest_id;
    Ledger m_ledger;
    std::optional<Frame> m_frame; ///< of the ledger
    /// The longest command is the same for each migration: as it was last, and what it has become.
    ListedCommand m_last_trust;
    std::string m_last_trust_text;
    Writer m_write;
    std::string m_text; ///< not written yet
};

} // namespace headstart::postgres
