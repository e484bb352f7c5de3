#pragma once

#include "settings/settings.hpp"

#include <optional>
#include <string>

namespace headstart::settings {

/// What to warn of in the file of variables, which is the application's: that something of it was passed
/// over, unless all that is needed is given outside of it. Throws diag::Error (usage, bad_config_file) for a
/// line that is headstart's: one of a setting, or of the database where nothing else names that.
std::optional<std::string> complaint_about_env_file(const Settings& settings);

} // namespace headstart::settings
