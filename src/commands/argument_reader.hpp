#pragma once

#include "commands/command_line.hpp"
#include "settings/table.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// "-1", "-2:head": no option, for none begins with a digit.
bool is_relative_revision(std::string_view token);

/// Reads the options that one command understands: its own, the global ones, --help and --version.
class ArgumentReader {
public:
    /// Without a command: the global options only.
    explicit ArgumentReader(const Command* command);

    struct Found {
        bool help = false;
        bool version = false;
        bool all = false; ///< with help: of all that there is
    };

    /// `tokens` is the command line without the program, the command and what follows `--`. Once help or the
    /// version was asked for, nothing else has to be right.
    Found read(std::vector<std::string> tokens, ParsedCommandLine& result) const;

    /// How many tokens an option before the command takes, itself included. Nothing for an unknown one.
    [[nodiscard]] std::optional<std::size_t> count_tokens(std::string_view token) const;

    [[nodiscard]] bool knows(std::string_view spelling) const;

    struct Known {
        OptionSpec spec;
        const settings::Row* row; ///< of a global option
    };

    /// All of them, the global ones first.
    [[nodiscard]] std::span<const Known> known() const { return m_known; }

    /// By one of its spellings; nullptr if there is none.
    [[nodiscard]] const Known* find(std::string_view spelling) const;

    /// The error for an option nobody knows, with the nearest there is.
    [[nodiscard]] diag::Error unknown_option(std::string_view token) const;

private:
    [[nodiscard]] std::vector<std::string> separate_values(const std::vector<std::string>& tokens) const;
    void refuse_bare_application(const std::vector<std::string>& rest) const;
    void take_rest(const std::vector<std::string>& rest, ParsedCommandLine& result) const;
    void check_positionals(const std::vector<std::string>& positionals) const;

    const Command* m_command;
    std::vector<Known> m_known;
};

} // namespace headstart::commands
