#pragma once

#include "pg/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// A parameter of the server for a session, in the form of a configuration file: search_path is `a, "B"`
/// (manual, "ServerSetting Parameters").
struct ServerSetting {
    std::string name;
    std::string value;

    friend bool operator==(const ServerSetting&, const ServerSetting&) = default;
};

enum class SettingScope { session, transaction };

/// SET, or SET LOCAL. Unlike set_config() it takes no snapshot: a migration may still choose its isolation.
Command set_setting(const ServerSetting& setting, SettingScope scope);

/// What libpq's `options` say (manual, "libpq: Parameter Key Words").
struct OptionSettings {
    std::vector<ServerSetting> settings; ///< of `-c name=value`, `-cname=value` and `--name=value`, in order
    std::vector<std::string> others;     ///< words that are none: "-e"
};

/// Splits as the server does: by white space, with a backslash before what belongs to the word.
OptionSettings parse_options(std::string_view options);

/// `-c name=value`, with backslashes where they are needed.
std::string option_for(const ServerSetting& setting);

} // namespace headstart::pg
