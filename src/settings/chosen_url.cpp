#include "settings/chosen_url.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>

#include <array>
#include <system_error>

namespace headstart::settings {

namespace {

constexpr std::array<std::string_view, 4> k_variables{"MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE",
                                                      "DATABASE_URL", "DATABASE_URL_FILE"};

[[noreturn]] void refuse_secret_file(const Environment::Found& variable, const std::string& why) {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::bad_secret_file;
    diagnostic.message = fmt::format("the file {} ({}) {}", variable.value, variable.origin.describe(), why);
    diagnostic.hint =
        fmt::format("mount the secret there, readable for this user, or unset {}", variable.origin.name);
    throw diag::Error(diag::ExitCode::usage, diagnostic);
}

Secret read_secret_file(const Environment::Found& variable) {
    std::string text;
    try {
        text = base::read_file(variable.value);
    } catch (const std::system_error& error) {
        refuse_secret_file(variable, "cannot be read: " + error.code().message());
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    if (base::trim(text).empty()) {
        refuse_secret_file(variable, "is empty");
    }
    return Secret(std::move(text));
}

[[noreturn]] void refuse_no_url() {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::no_url;
    diagnostic.message = "no database is named";
    diagnostic.hint = "set DATABASE_URL=postgresql://user:password@host:5432/dbname in the environment or in "
                      ".env; or DATABASE_URL_FILE, MIGRATION_DATABASE_URL, HEADSTART_URL, --url, \"url\" in "
                      "headstart.toml, or PGHOST, PGUSER, PGPASSWORD and PGDATABASE";
    throw diag::Error(diag::ExitCode::usage, diagnostic);
}

} // namespace

ChosenUrl choose_url(const Settings& settings, const std::vector<std::string>& location_variables) {
    const bool from_toml = settings.url.origin.kind == Origin::Kind::config_file;
    if (!settings.url->empty() && !from_toml) {
        return {*settings.url, settings.url.origin};
    }
    for (const auto name : k_variables) {
        if (const auto found = settings.environment.find(name)) {
            const bool is_file = name.ends_with("_FILE");
            return {is_file ? read_secret_file(*found) : Secret(found->value), found->origin};
        }
    }
    if (!settings.url->empty()) {
        return {*settings.url, settings.url.origin};
    }
    for (const auto& name : location_variables) {
        if (const auto found = settings.environment.find(name)) {
            return {Secret{}, found->origin};
        }
    }
    refuse_no_url();
}

std::vector<std::string> owner_variables() {
    return {"MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE", "HEADSTART_URL"};
}

} // namespace headstart::settings
