#pragma once

#include "base/wait.hpp"
#include "settings/dotenv.hpp"
#include "settings/origin.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::settings {

using Variables = std::map<std::string, std::string, std::less<>>;

/// The process's variables, and behind them those of a `.env` file, which never override a real one: not even
/// one that is set to nothing. A variable set to nothing counts as not given (compose files write
/// `HEADSTART_DIR: ${HEADSTART_DIR:-}`).
class Environment {
public:
    Environment() = default;
    explicit Environment(Variables real);

    /// A copy of the process's environment as it is now.
    static Environment of_process();

    /// Reads a file of variables as godotenv does (settings/dotenv.hpp). A file that is not there is no error
    /// unless it `must_exist`, and one that cannot be read a problem; such a one may be a pipe, which is
    /// waited for within the limits. Returns whether it is there. Throws diag::Error (usage,
    /// bad_config_file), base::Stopped.
    bool read_file(const std::filesystem::path& path, bool must_exist, const base::WaitLimits& limits = {});

    /// What of the file was not understood: of variables that no real one hides, in the file's order.
    [[nodiscard]] const std::vector<DotenvProblem>& file_problems() const { return m_problems; }

    struct Found {
        std::string value; ///< never empty
        Origin origin;
    };

    /// The value is clean (base/dirt.hpp): of a URL or a password without line ends, of all else without
    /// blanks and quotation marks around it.
    [[nodiscard]] std::optional<Found> find(std::string_view name) const;

    /// Of both, each once.
    [[nodiscard]] std::vector<std::string> names_that_begin_with(std::string_view prefix) const;

    /// What a library is to find in the process's environment for a while.
    struct Exported {
        std::vector<std::string> added; ///< to be taken out before the application starts
        Variables replaced;             ///< to be as they were again: name and value
    };

    /// A library reads the process's environment, and knows nothing of `.env` and of dirt: puts those of
    /// these variables that the file has there, where no real one hides them, and cleans those that are
    /// there. Not safe beside other threads. An application is not to find what was added: PGPASSWORD may be
    /// the owner's.
    [[nodiscard]] Exported export_variables(const std::vector<std::string>& names) const;

private:
    Variables m_real;
    Variables m_from_file;
    std::string m_file;
    std::vector<DotenvProblem> m_problems;
};

} // namespace headstart::settings
