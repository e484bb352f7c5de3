#pragma once

#include "commands/command_line.hpp"

#include <array>

/// Options that several commands take.
namespace headstart::commands {

inline constexpr OptionSpec k_format{"--format", "FORMAT", "text (default) or json", false, "text,json"};
inline constexpr OptionSpec k_verbose{"-v,--verbose", "", "show more of each revision"};
inline constexpr OptionSpec k_create_database{
    "--create-database", "", "for development: create the database if the server has none of its name"};
inline constexpr OptionSpec k_sql{"--sql", "",
                                  "write a script for psql to standard output; no connection is made"};
inline constexpr OptionSpec k_tag{"--tag", "TEXT", "a word for the top of the script that --sql writes"};
inline constexpr OptionSpec k_dry_run{"--dry-run", "",
                                      "connect and show the steps with their SQL; nothing runs"};
inline constexpr OptionSpec k_plan_format{"--format", "FORMAT", "of --dry-run: text (default) or json", false,
                                          "text,json"};
inline constexpr OptionSpec k_no_dump{"--no-dump", "", "leave the file of dump_after_upgrade as it is"};
inline constexpr std::array k_reading_options{k_format};
inline constexpr OptionSpec k_owners{"--owners", "", "compare owners, too"};
inline constexpr OptionSpec k_online{"--online", "",
                                     "only statements that keep nobody waiting, where there are such"};
inline constexpr OptionSpec k_strict{"--strict", "", "fail (exit code 5) on a statement with a hazard"};
inline constexpr OptionSpec k_allow{"--allow", "HAZARD", "but for this one: deletes-data, rewrites-table, …",
                                    true};
inline constexpr OptionSpec k_message{"-m,--message", "TEXT", "what it does; the file's name and first line"};
inline constexpr OptionSpec k_rev_id{"--rev-id", "ID", "instead of twelve random hex digits"};
inline constexpr OptionSpec k_branch_label{"--branch-label", "LABEL",
                                           "a label for the branch that begins with it", true};

} // namespace headstart::commands
