#include "settings/environment.hpp"

#include "base/dirt.hpp"
#include "base/file.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/dotenv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace headstart::settings {

namespace {

/// A password may begin with a blank, and a URL in quotation marks is told as such where it is read.
std::string_view clean(std::string_view name, std::string_view value) {
    const bool may_be_meant = name.find("URL") != std::string_view::npos ||
                              name.find("PASSWORD") != std::string_view::npos || name == "PGOPTIONS";
    return may_be_meant && !name.ends_with("_FILE") ? base::without_line_ends(value)
                                                    : base::clean_value(value);
}

std::optional<Environment::Found> found_as(std::string_view value, Origin origin) {
    return value.empty() ? std::nullopt
                         : std::optional(Environment::Found{std::string(value), std::move(origin)});
}

} // namespace

Environment::Environment(Variables real)
    : m_real(std::move(real)) {}

Environment Environment::of_process() {
    Variables variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (const auto equals = text.find('='); equals != std::string_view::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return Environment(std::move(variables));
}

bool Environment::read_file(const std::filesystem::path& path, bool must_exist,
                            const base::WaitLimits& limits) {
    std::string text;
    try {
        text = base::read_file(path, {.may_be_pipe = must_exist, .may_be_null = true}, limits);
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory && !must_exist) {
            return false;
        }
        diag::Diagnostic diagnostic;
        diagnostic.code = diag::code::bad_config_file;
        diagnostic.message =
            fmt::format("the file of variables {} cannot be read: {}", path.string(), error.code().message());
        diagnostic.hint = diag::hint_about_file(
            error.code(), must_exist ? "correct --env-file or HEADSTART_ENV_FILE"
                                     : "make it readable, or name another with --env-file");
        if (!must_exist) {
            m_problems.push_back({"", std::move(diagnostic)});
            return true;
        }
        throw diag::Error(diag::ExitCode::usage, diagnostic);
    }
    if (base::is_utf16(text)) {
        auto refused = diag::refusal(diag::code::bad_config_file,
                                     fmt::format("the file of variables {} is UTF-16", path.string()),
                                     "save it as UTF-8: iconv -f utf-16 -t utf-8");
        if (!must_exist) {
            m_problems.push_back({"", refused.diagnostics().front()});
            return true;
        }
        throw diag::Error(refused);
    }
    auto parsed = parse_dotenv(text, path.string());
    m_from_file = std::move(parsed.variables);
    std::copy_if(parsed.problems.begin(), parsed.problems.end(), std::back_inserter(m_problems),
                 [&](const DotenvProblem& problem) { return m_real.find(problem.name) == m_real.end(); });
    m_file = path.string();
    return true;
}

std::optional<Environment::Found> Environment::find(std::string_view name) const {
    if (const auto real = m_real.find(name); real != m_real.end()) {
        return found_as(clean(name, real->second), {Origin::Kind::environment, std::string(name), ""});
    }
    if (const auto found = m_from_file.find(name); found != m_from_file.end()) {
        return found_as(clean(name, found->second), {Origin::Kind::env_file, std::string(name), m_file});
    }
    return std::nullopt;
}

std::vector<std::string> Environment::names_that_begin_with(std::string_view prefix) const {
    std::vector<std::string> names;
    for (const auto* const variables : {&m_real, &m_from_file}) {
        for (auto at = variables->lower_bound(prefix);
             at != variables->end() && at->first.starts_with(prefix); ++at) {
            if (variables == &m_real || !m_real.contains(at->first)) {
                names.push_back(at->first);
            }
        }
    }
    return names;
}

Environment::Exported Environment::export_variables(const std::vector<std::string>& names) const {
    Exported exported;
    for (const auto& name : names) {
        const auto found = find(name);
        if (const auto real = m_real.find(name); real != m_real.end()) {
            const auto value = found ? found->value : std::string();
            if (value != real->second) {
                exported.replaced.emplace(*real);
                ::setenv(name.c_str(), value.c_str(), 1);
            }
        } else if (found) {
            ::setenv(name.c_str(), found->value.c_str(), 1);
            exported.added.push_back(name);
        }
    }
    return exported;
}

} // namespace headstart::settings
