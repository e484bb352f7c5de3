#pragma once

#include <array>
#include <string_view>

/// The one schema of our records in JSON: what events there are, and which named values each has.
/// docs/observability.md says the same (scripts/check-docs.sh), and a test holds real logs to it. Nothing of
/// it is in the program.
namespace headstart::diag {

enum class FieldType { text, number, flag, list };

struct FieldRow {
    std::string_view name;
    FieldType type;
};

/// Names, separated by blanks. Each record has `time`, `level`, `message` and `event` besides.
struct EventRow {
    std::string_view name;
    std::string_view always;      ///< what each of them has
    std::string_view where_known; ///< what some have
};

inline constexpr auto k_fields = std::to_array<FieldRow>({
    {.name = "attempt", .type = FieldType::number},
    {.name = "blockers", .type = FieldType::list},
    {.name = "code", .type = FieldType::text},
    {.name = "column", .type = FieldType::number},
    {.name = "command", .type = FieldType::text},
    {.name = "committed", .type = FieldType::flag},
    {.name = "context", .type = FieldType::text},
    {.name = "count", .type = FieldType::number},
    {.name = "crashes", .type = FieldType::number},
    {.name = "delay_ms", .type = FieldType::number},
    {.name = "detail", .type = FieldType::text},
    {.name = "direction", .type = FieldType::text},
    {.name = "down_revision", .type = FieldType::text},
    {.name = "duration_ms", .type = FieldType::number},
    {.name = "elapsed_ms", .type = FieldType::number},
    {.name = "endpoint", .type = FieldType::text},
    {.name = "exit_code", .type = FieldType::number},
    {.name = "file", .type = FieldType::text},
    {.name = "format", .type = FieldType::number},
    {.name = "from", .type = FieldType::list},
    {.name = "hint", .type = FieldType::text},
    {.name = "holder", .type = FieldType::text},
    {.name = "hook", .type = FieldType::text},
    {.name = "host", .type = FieldType::text},
    {.name = "index", .type = FieldType::text},
    {.name = "kept", .type = FieldType::list},
    {.name = "line", .type = FieldType::number},
    {.name = "link_target", .type = FieldType::text},
    {.name = "lost", .type = FieldType::list},
    {.name = "meant", .type = FieldType::text},
    {.name = "notes", .type = FieldType::list},
    {.name = "obstacle", .type = FieldType::text},
    {.name = "owner", .type = FieldType::text},
    {.name = "parameter", .type = FieldType::text},
    {.name = "percent", .type = FieldType::number},
    {.name = "phase", .type = FieldType::text},
    {.name = "port", .type = FieldType::number},
    {.name = "query", .type = FieldType::text},
    {.name = "revision", .type = FieldType::text},
    {.name = "revisions", .type = FieldType::number},
    {.name = "roles", .type = FieldType::list},
    {.name = "server", .type = FieldType::text},
    {.name = "server_hint", .type = FieldType::text},
    {.name = "setting", .type = FieldType::text},
    {.name = "signal", .type = FieldType::number},
    {.name = "sqlstate", .type = FieldType::text},
    {.name = "statement", .type = FieldType::number},
    {.name = "statements", .type = FieldType::number},
    {.name = "statements_done", .type = FieldType::number},
    {.name = "table", .type = FieldType::text},
    {.name = "target", .type = FieldType::text},
    {.name = "to", .type = FieldType::list},
    {.name = "value_ms", .type = FieldType::number},
    {.name = "variable", .type = FieldType::text},
    {.name = "wait_event", .type = FieldType::text},
    {.name = "while", .type = FieldType::list},
});

inline constexpr auto k_events = std::to_array<EventRow>({
    // how a run begins, goes on and ends
    {.name = "upgrade", .always = "revision direction statements file", .where_known = "down_revision"},
    {.name = "downgrade", .always = "revision direction statements file", .where_known = "down_revision"},
    {.name = "revision_done",
     .always = "revision direction statements duration_ms revisions",
     .where_known = ""},
    {.name = "applied", .always = "revisions duration_ms", .where_known = ""},
    {.name = "adopted", .always = "revision", .where_known = ""},
    {.name = "no_command", .always = "", .where_known = ""},
    {.name = "up_to_date", .always = "", .where_known = ""},
    {.name = "stamp", .always = "", .where_known = "revision"},
    {.name = "stamped", .always = "", .where_known = "from to"},
    {.name = "other_history", .always = "table revisions", .where_known = ""},
    {.name = "exec", .always = "command", .where_known = ""},
    {.name = "failed",
     .always = "code exit_code",
     .where_known = "revision direction statement statements host port file line column link_target sqlstate "
                    "detail server_hint context notes hint while"},
    {.name = "problem",
     .always = "code",
     .where_known = "revision direction statement statements host port file line column link_target sqlstate "
                    "detail server_hint context notes hint while"},
    {.name = "problems_left_out", .always = "count", .where_known = ""},
    {.name = "interrupted", .always = "revision direction", .where_known = ""},
    {.name = "kept", .always = "kept", .where_known = ""},
    {.name = "stopped", .always = "signal exit_code", .where_known = ""},

    // reaching the database, and losing it
    {.name = "waiting", .always = "obstacle endpoint host", .where_known = "port sqlstate"},
    {.name = "no_answer", .always = "endpoint host", .where_known = "port"},
    {.name = "ready", .always = "duration_ms host", .where_known = "port"},
    {.name = "pooler", .always = "", .where_known = ""},
    {.name = "database_created", .always = "", .where_known = ""},
    {.name = "connection_lost",
     .always = "attempt host",
     .where_known = "port revision direction statement statements"},
    {.name = "after_loss", .always = "revision committed host", .where_known = "port"},
    {.name = "crashed", .always = "revision direction crashes delay_ms", .where_known = ""},
    {.name = "lost_commits", .always = "lost server", .where_known = ""},
    {.name = "url_parameter", .always = "parameter", .where_known = ""},
    {.name = "url_parameters_left_out", .always = "", .where_known = ""},
    {.name = "doubtful_file", .always = "", .where_known = ""},

    // while it works
    {.name = "progress",
     .always = "elapsed_ms",
     .where_known =
         "revision direction statement statements query file line phase percent wait_event blockers"},
    {.name = "retry",
     .always = "attempt delay_ms sqlstate",
     .where_known = "revision direction statement statements notes"},
    {.name = "waiting_for_lock", .always = "", .where_known = "holder"},
    {.name = "outdated", .always = "", .where_known = ""},
    {.name = "stricter_timeout", .always = "setting value_ms", .where_known = ""},
    {.name = "backslash_strings", .always = "revision file line", .where_known = ""},
    {.name = "notice", .always = "", .where_known = "sqlstate detail"},
    {.name = "notices_left_out", .always = "count", .where_known = ""},
    {.name = "resume", .always = "revision direction statements_done statements", .where_known = ""},
    {.name = "run_alone", .always = "revision direction statement statements", .where_known = ""},
    {.name = "found_done", .always = "revision direction statement statements", .where_known = ""},
    {.name = "run_again", .always = "revision direction statement statements", .where_known = ""},
    {.name = "leftover", .always = "", .where_known = "index"},
    {.name = "settled", .always = "revision direction", .where_known = ""},
    {.name = "heartbeat_failed", .always = "file", .where_known = ""},
    {.name = "metrics_not_written", .always = "file", .where_known = ""},

    // what was found in the database
    {.name = "ahead", .always = "", .where_known = ""},
    {.name = "half_done", .always = "revision direction statements_done statements", .where_known = ""},
    {.name = "edited", .always = "revisions", .where_known = ""},
    {.name = "newer_journal", .always = "format", .where_known = ""},
    {.name = "no_journal", .always = "", .where_known = ""},
    {.name = "no_key", .always = "", .where_known = ""},
    {.name = "open_schema", .always = "roles", .where_known = ""},
    {.name = "open_table", .always = "table roles", .where_known = ""},
    {.name = "others_version_table", .always = "owner", .where_known = ""},

    // what was found in files
    {.name = "empty_up", .always = "revision file", .where_known = ""},
    {.name = "env_file", .always = "", .where_known = ""},
    {.name = "misspelt_variable", .always = "variable meant", .where_known = ""},
    {.name = "outside_link", .always = "file target", .where_known = ""},
    {.name = "passed_over", .always = "file", .where_known = ""},
    {.name = "unchecked", .always = "file line", .where_known = ""},

    // the declared schema, and files that are written
    {.name = "detected", .always = "", .where_known = ""},
    {.name = "no_difference", .always = "", .where_known = ""},
    {.name = "looks_alike", .always = "", .where_known = ""},
    {.name = "rename_without_object", .always = "", .where_known = ""},
    {.name = "left_out", .always = "command", .where_known = ""},
    {.name = "other_version", .always = "", .where_known = ""},
    {.name = "dumped", .always = "file", .where_known = ""},
    {.name = "not_dumped", .always = "file", .where_known = ""},
    {.name = "hook_failed", .always = "hook", .where_known = ""},
});

} // namespace headstart::diag
