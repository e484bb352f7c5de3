#pragma once

#include "base/wait.hpp"
#include "diag/source.hpp"
#include "settings/settings.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace headstart::settings {

/// What headstart.toml says about one setting, not yet read as the setting's type.
struct ConfigValue {
    enum class Kind { text, whole_number, yes_or_no, list, tables, other };

    Kind kind = Kind::other;
    std::string text;              ///< of text, whole_number and yes_or_no
    std::vector<std::string> list; ///< of list
    std::vector<PostWriteHook> hooks;
    diag::Span span;
    Origin origin;
};

/// By the name of the setting's row.
using ConfigValues = std::map<std::string_view, ConfigValue>;

/// Reads headstart.toml. Every unknown key, at once, is an error with its place and the nearest key, and so
/// is what is no TOML. What the messages quote of the file has its passwords masked. Nothing for a
/// file that is not there, unless it `must_exist`; such a one may be a pipe, which is waited for within the
/// limits. Throws diag::Error (usage, bad_config_file), base::Stopped.
std::optional<ConfigValues> read_config_file(const std::filesystem::path& path, bool must_exist,
                                             const base::WaitLimits& limits = {});

} // namespace headstart::settings
