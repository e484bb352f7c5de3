#include "commands/table.hpp"

#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

constexpr std::array k_commands{
    &k_run_command,        &k_wait_command,     &k_alive_command,    &k_upgrade_command,
    &k_downgrade_command,  &k_redo_command,     &k_stamp_command,    &k_database_command,
    &k_current_command,    &k_history_command,  &k_log_command,      &k_heads_command,
    &k_branches_command,   &k_show_command,     &k_status_command,   &k_check_command,
    &k_diff_command,       &k_dump_command,     &k_schema_command,   &k_test_command,
    &k_validate_command,   &k_revision_command, &k_merge_command,    &k_edit_command,
    &k_init_command,       &k_import_command,   &k_export_command,   &k_ensure_version_command,
    &k_completion_command, &k_man_command,      &k_complete_command,
};

} // namespace

Commands all_commands() {
    return k_commands;
}

} // namespace headstart::commands
