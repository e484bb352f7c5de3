#pragma once

#include "commands/command_line.hpp"

/// One row for each verb, in the file of its name, with its options and what it does.
namespace headstart::commands {

extern const Command k_run_command;
extern const Command k_wait_command;
extern const Command k_alive_command;
extern const Command k_upgrade_command;
extern const Command k_downgrade_command;
extern const Command k_redo_command;
extern const Command k_stamp_command;
extern const Command k_database_command;
extern const Command k_current_command;
extern const Command k_history_command;
extern const Command k_log_command;
extern const Command k_heads_command;
extern const Command k_branches_command;
extern const Command k_show_command;
extern const Command k_status_command;
extern const Command k_check_command;
extern const Command k_diff_command;
extern const Command k_dump_command;
extern const Command k_schema_command;
extern const Command k_test_command;
extern const Command k_validate_command;
extern const Command k_revision_command;
extern const Command k_merge_command;
extern const Command k_edit_command;
extern const Command k_init_command;
extern const Command k_import_command;
extern const Command k_export_command;
extern const Command k_ensure_version_command;
extern const Command k_completion_command;
extern const Command k_man_command;
extern const Command k_complete_command;

} // namespace headstart::commands
