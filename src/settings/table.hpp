#pragma once

#include "settings/settings.hpp"

#include <span>
#include <string_view>
#include <variant>

namespace headstart::settings {

/// The member a row fills; its type says how a text is read.
using Member = std::variant<
    Setting<std::filesystem::path> Settings::*, Setting<std::vector<std::filesystem::path>> Settings::*,
    Setting<Secret> Settings::*, Setting<std::chrono::milliseconds> Settings::*,
    Setting<std::string> Settings::*, Setting<bool> Settings::*, Setting<int> Settings::*,
    Setting<ByteCount> Settings::*, Setting<diag::LogLevel> Settings::*, Setting<diag::LogFormat> Settings::*,
    Setting<diag::Colour> Settings::*, Setting<WarnOrRefuse> Settings::*, Setting<StartMode> Settings::*,
    Setting<Privileges> Settings::*, Setting<ScratchPlace> Settings::*,
    Setting<std::vector<std::string>> Settings::*, Setting<std::vector<PostWriteHook>> Settings::*>;

/// One setting in all its spellings. Empty means: it cannot be given that way.
struct Row {
    std::string_view name;  ///< also the key in headstart.toml, if `in_toml`
    std::string_view alias; ///< a second key in headstart.toml
    std::string_view flags; ///< "-d,--dir"
    std::string_view variable;
    std::string_view metavar;
    Member member;
    std::string_view default_text; ///< read like a text that was given; empty: the type's own nothing
    std::string_view help;
    bool in_toml = true;
};

/// The one list that flags, environment, headstart.toml, help and manual are made of.
std::span<const Row> rows();

} // namespace headstart::settings
