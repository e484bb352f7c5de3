#include "settings/env_file.hpp"

#include "settings/chosen_url.hpp"

#include <fmt/format.h>

namespace headstart::settings {

std::optional<std::string> complaint_about_env_file(const Settings& settings) {
    const auto& problems = settings.environment.file_problems();
    const bool is_named = is_database_named_outside_files(settings);
    for (const auto& problem : problems) {
        if (problem.name.starts_with("HEADSTART_") || (!is_named && may_name_database(problem.name))) {
            throw diag::Error(diag::ExitCode::usage, problem.diagnostic);
        }
    }
    if (is_named || problems.empty()) {
        return std::nullopt;
    }
    const auto others = problems.size() - 1;
    return fmt::format("{}; passed over{}", problems.front().diagnostic.message,
                       others == 0 ? "" : fmt::format(", and {} more like it", others));
}

} // namespace headstart::settings
