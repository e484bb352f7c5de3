#pragma once

#include "commands/context.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// Where the application's models are.
struct Models {
    std::string framework; ///< "sqlalchemy" or "django"
    std::vector<std::string>
        words; ///< MODULE:METADATA, once or several times; of django the settings, if any
    std::optional<std::string> python =
        {}; ///< the program; nothing: that of the virtual environment, or python3
};

/// Of the frameworks whose models can be read.
std::vector<std::string> frameworks();

/// The models as SQL, asked of the application's own code and its own framework, which a small script of
/// headstart's runs in Python. No database takes part. Throws diag::Error (usage; models_failed) with the
/// place in that code; base::Stopped.
std::string read_models(const Context& context, const Models& models);

} // namespace headstart::commands
