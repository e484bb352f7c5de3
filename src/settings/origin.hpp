#pragma once

#include <string>

namespace headstart::settings {

/// Who gave a setting its value; every message about a setting says so.
struct Origin {
    /// In rising order of precedence.
    enum class Kind { by_default, config_file, env_file, environment, flag };

    Kind kind = Kind::by_default;
    std::string name; ///< the flag as typed, the variable, or the file and line: "headstart.toml:3"
    std::string file; ///< of an env_file: the file's path

    /// "from --wait-timeout", "from HEADSTART_URL in .env", "from headstart.toml:3", "by default".
    [[nodiscard]] std::string describe() const;
};

} // namespace headstart::settings
