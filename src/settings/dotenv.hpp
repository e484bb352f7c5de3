#pragma once

#include "diag/diagnostic.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::settings {

/// A statement of a `.env` file that is none: passed over.
struct DotenvProblem {
    std::string name; ///< of the variable that its line seems to be about; may be empty
    diag::Diagnostic diagnostic;
};

struct Dotenv {
    std::map<std::string, std::string, std::less<>> variables;
    std::vector<DotenvProblem> problems;
};

/// The variables of a `.env` file, read as godotenv (and so dbmate) reads it: `export`, `KEY=value` and
/// `KEY: value`, comments, '…' as it stands, "…" with escapes and over several lines, `$VAR` and `${VAR}` of
/// earlier lines of this file outside of '…' (one that is not there is nothing). Beyond godotenv, as a shell
/// and compose do: `${VAR:-default}` and `${VAR-default}`; what else a shell knows of that kind is a problem.
/// The file is the application's, and made for readers of other rules: a line that is not understood is a
/// problem (bad_config_file, with `path` and the line, and never with a value), and reading goes on behind
/// it. Two things godotenv lets pass are such: a line without a name and one without a value.
Dotenv parse_dotenv(std::string_view text, std::string_view path);

} // namespace headstart::settings
