#pragma once

#include <string_view>

/// The stable codes of our messages, one line each, grouped by what the user has to look at.
/// docs/errors.md explains every one; scripts/check-docs.sh fails when one is missing there.
namespace headstart::diag::code {

// 00: the command line and the configuration
inline constexpr std::string_view usage = "HS0001";
inline constexpr std::string_view bad_setting = "HS0002";
inline constexpr std::string_view bad_config_file = "HS0003";
inline constexpr std::string_view no_url = "HS0004";
inline constexpr std::string_view bad_url = "HS0005";
inline constexpr std::string_view bad_secret_file = "HS0006";

// 01: the folder of migrations and its graph
inline constexpr std::string_view bad_folder = "HS0101";
inline constexpr std::string_view bad_header = "HS0102";
inline constexpr std::string_view bad_section = "HS0103";
inline constexpr std::string_view not_utf8 = "HS0104";
inline constexpr std::string_view bad_graph = "HS0105";
inline constexpr std::string_view unknown_revision = "HS0106";
inline constexpr std::string_view ambiguous_revision = "HS0107";
inline constexpr std::string_view several_heads = "HS0108";
inline constexpr std::string_view irreversible = "HS0109";
inline constexpr std::string_view cannot_write = "HS0110";
inline constexpr std::string_view invalid_target = "HS0111";
inline constexpr std::string_view bad_template = "HS0112";

// 02: the SQL, before anything runs
inline constexpr std::string_view syntax_error = "HS0201";
inline constexpr std::string_view meta_command = "HS0202";
inline constexpr std::string_view not_in_transaction = "HS0203";
inline constexpr std::string_view bad_copy_data = "HS0204";
inline constexpr std::string_view own_table = "HS0206";
inline constexpr std::string_view other_encoding = "HS0207";

// 03: reaching the database
inline constexpr std::string_view not_ready = "HS0301";
inline constexpr std::string_view refused = "HS0302";
inline constexpr std::string_view connection_lost = "HS0303";
inline constexpr std::string_view lock_timeout = "HS0304";
inline constexpr std::string_view unexpected_answer = "HS0305";
inline constexpr std::string_view whole_database = "HS0306";
inline constexpr std::string_view unconfirmed = "HS0307";

// 04: running
inline constexpr std::string_view statement_failed = "HS0401";
inline constexpr std::string_view version_changed = "HS0402";
inline constexpr std::string_view foreign_revision = "HS0403";
inline constexpr std::string_view bad_version_rows = "HS0404";
inline constexpr std::string_view cannot_resume = "HS0405";
inline constexpr std::string_view not_at_target = "HS0406";
inline constexpr std::string_view no_own_session = "HS0407";
inline constexpr std::string_view not_adopted = "HS0408";
inline constexpr std::string_view moved = "HS0409";
inline constexpr std::string_view untrusted_relation = "HS0410";
inline constexpr std::string_view half_done = "HS0411";
inline constexpr std::string_view narrow_version_table = "HS0413";
inline constexpr std::string_view lost_commits = "HS0414";

// 05: the application
inline constexpr std::string_view command_not_found = "HS0501";
inline constexpr std::string_view cannot_execute = "HS0502";

// 06: findings of check, validate and test
inline constexpr std::string_view pending = "HS0601";
inline constexpr std::string_view edited = "HS0602";
inline constexpr std::string_view heads_file = "HS0605";
inline constexpr std::string_view not_restored = "HS0606";
inline constexpr std::string_view not_repeatable = "HS0607";
inline constexpr std::string_view rows_not_restored = "HS0608";
inline constexpr std::string_view fails_on_rows = "HS0609";

// 07: the heartbeat
inline constexpr std::string_view bad_heartbeat_file = "HS0701";
inline constexpr std::string_view no_heartbeat = "HS0702";

// 08: what is printed
inline constexpr std::string_view lost_output = "HS0801";

// 10: the declared schema, and migrations made of it
inline constexpr std::string_view bad_schema = "HS1001";
inline constexpr std::string_view no_scratch_database = "HS1002";
inline constexpr std::string_view unproved_plan = "HS1003";
inline constexpr std::string_view no_schema = "HS1004";
inline constexpr std::string_view schema_differs = "HS1005";
inline constexpr std::string_view schema_command_failed = "HS1006";
inline constexpr std::string_view drift = "HS1007";
inline constexpr std::string_view models_failed = "HS1008";
inline constexpr std::string_view bad_rename_mark = "HS1010";
inline constexpr std::string_view refused_hazard = "HS1011";

// 12: other tools' histories
inline constexpr std::string_view not_imported = "HS1201";
inline constexpr std::string_view unknown_format = "HS1202";
inline constexpr std::string_view to_review = "HS1203";
inline constexpr std::string_view other_table = "HS1204";

// 09: ours
inline constexpr std::string_view internal = "HS0901";
inline constexpr std::string_view out_of_memory = "HS0902";
inline constexpr std::string_view surroundings = "HS0903";

} // namespace headstart::diag::code
