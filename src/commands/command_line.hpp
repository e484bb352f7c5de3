#pragma once

#include "diag/exit_code.hpp"
#include "diag/log.hpp"
#include "diag/palette.hpp"
#include "settings/settings.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// One option of one command.
struct OptionSpec {
    std::string_view names;   ///< "-m,--message"
    std::string_view metavar; ///< empty: a flag that takes no value
    std::string_view help;
    bool repeatable = false;      ///< otherwise the last one counts
    std::string_view values = {}; ///< what it takes, "text,json"; empty: metavar says what kind of thing
};

/// What may stand on the command line without a dash.
struct PositionalSpec {
    enum class Count { none, optional, text, one, any, many }; ///< text: one, or none, with blanks in it

    std::string_view name; ///< "revision": shown in capitals
    std::string_view help;
    Count count = Count::none;
    std::string_view words = {}; ///< those that are understood beside a name of the user's own: "head,+1"
};

/// What was given to a command. Asked by any spelling: flag("--sql"), value("-m"), value("message").
class Arguments {
public:
    [[nodiscard]] bool flag(std::string_view name) const { return !values(name).empty(); }

    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;

    [[nodiscard]] const std::vector<std::string>& positionals() const { return m_positionals; }

    /// The only, or first, positional.
    [[nodiscard]] std::optional<std::string> positional() const;

    std::vector<std::string> application; ///< everything after the first `--`
    bool has_separator = false;           ///< there was a `--`, even with nothing after it

private:
    friend class ArgumentReader;
    std::map<std::string, std::vector<std::string>, std::less<>> m_options; ///< under every spelling
    std::vector<std::string> m_positionals;
};

struct Context; ///< what a command is given: settings, stop token …

/// A command is a row: the parser knows none by name. `-` and `_` are the same in a name.
struct Command {
    std::string_view name;
    std::string_view summary;
    std::string_view examples; ///< lines, each a call and perhaps a `#` comment
    std::span<const OptionSpec> options = {};
    PositionalSpec positional = {};
    bool takes_application = false;
    int (*run)(Context&, const Arguments&) = nullptr;
    bool is_hidden = false; ///< from help and suggestions: programs call it
};

/// In the order in which help shows them.
using Commands = std::span<const Command* const>;

/// The command of this name, or the one that a word of another tool is an alias of; nullptr if none is.
const Command* command_called(std::string_view name, Commands commands);

struct ParsedCommandLine {
    const Command* command = nullptr; ///< none: write `text` and end with `exit_code`
    Arguments arguments;
    settings::FlagValues flags;
    std::string text; ///< help or version: to standard output, but to standard error if the code is not 0
    diag::ExitCode exit_code = diag::ExitCode::ok;
};

/// The log's format as far as it can be known before anything is read: by --log-format, or else by
/// HEADSTART_LOG_FORMAT. Errors of the command line and of the settings are records too.
diag::LogFormat format_before_settings(int argc, char** argv);

/// The same of --color and HEADSTART_COLOR; "" or what is neither: automatic.
diag::Colour colour_before_settings(int argc, char** argv);

/// Global options (settings/table.hpp) stand before or after the command; everything after the first `--` is
/// the application's. The password in the value of --url is overwritten in `argv` itself, so that the
/// process list does not show it. Throws diag::Error (usage, usage) with the nearest name there is.
ParsedCommandLine parse_command_line(int argc, char** argv, Commands commands);

} // namespace headstart::commands
