#pragma once

#include "settings/environment.hpp"

#include <string>
#include <vector>

namespace headstart::settings {

/// A variable that no setting reads, and the one that its author seems to have meant.
struct MisspeltVariable {
    std::string name;
    std::string meant;
};

/// Variables of the environment and of `.env` that begin as ours do and are a slip away from one. Others are
/// somebody else's: Kubernetes gives each container `HEADSTART_SERVICE_HOST` where a service has our name.
std::vector<MisspeltVariable> misspelt_variables(const Environment& environment);

} // namespace headstart::settings
