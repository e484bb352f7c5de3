#include "settings/chosen_url.hpp"

#include "base/dirt.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/masking.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace headstart::settings {

namespace {

constexpr std::array<std::string_view, 4> k_variables{"MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE",
                                                      "DATABASE_URL", "DATABASE_URL_FILE"};

/// Who writes the URL itself where its file is meant must not find it in the log.
std::string shown_path(const std::string& value) {
    return looks_like_secret(value) ? "" : value + " ";
}

[[noreturn]] void refuse_secret_file(const Environment::Found& named, const std::string& why,
                                     const std::error_code& reason = {}) {
    const bool is_url = looks_like_secret(named.value);
    throw diag::refusal(
        diag::code::bad_secret_file,
        fmt::format("the file {}({}) {}", shown_path(named.value), named.origin.describe(), why),
        is_url
            ? fmt::format("{} wants a file that holds the URL, and seems to be given the URL itself",
                          named.origin.name)
            : diag::hint_about_file(reason, fmt::format("mount the secret there, readable for this user, or "
                                                        "unset {}",
                                                        named.origin.name)));
}

Secret read_secret_file(const Environment::Found& named, const base::WaitLimits& limits) {
    std::string text;
    try {
        text = base::read_file(named.value, {.may_be_pipe = true}, limits);
    } catch (const std::system_error& error) {
        refuse_secret_file(named, "cannot be read: " + error.code().message(), error.code());
    }
    if (base::is_utf16(text)) {
        refuse_secret_file(named, "is UTF-16; it must be UTF-8");
    }
    const auto url = base::without_line_ends(text);
    if (base::trim(url).empty()) {
        refuse_secret_file(named, "is empty");
    }
    return Secret(std::string(url));
}

/// A path in a `.env` that was found above the working folder is meant from there.
Environment::Found placed(Environment::Found named, const Settings& settings) {
    if (named.origin.kind == Origin::Kind::env_file && !settings.env_file.is_set()) {
        named.value = (std::filesystem::path(named.origin.file).parent_path() / named.value).string();
    }
    return named;
}

/// What is given to headstart alone: flags, then variables; --url before its file.
std::optional<ChosenUrl> own_url(const Settings& settings, base::WaitContext stop) {
    for (const auto kind : {Origin::Kind::flag, Origin::Kind::environment}) {
        const auto is_meant = [&](const Origin& origin) {
            return (origin.kind == Origin::Kind::flag) == (kind == Origin::Kind::flag);
        };
        if (!settings.url->empty() && settings.url.origin.kind != Origin::Kind::config_file &&
            is_meant(settings.url.origin)) {
            return ChosenUrl{*settings.url, settings.url.origin};
        }
        if (!settings.url_file->empty() && is_meant(settings.url_file.origin)) {
            return ChosenUrl{read_secret_file({settings.url_file->string(), settings.url_file.origin},
                                              reading_limits(settings, stop)),
                             settings.url_file.origin};
        }
    }
    return std::nullopt;
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

ChosenUrl choose_url(const Settings& settings, const std::vector<std::string>& location_variables,
                     base::WaitContext stop) {
    if (auto own = own_url(settings, stop)) {
        return std::move(*own);
    }
    for (const auto name : k_variables) {
        if (const auto found = settings.environment.find(name)) {
            return {name.ends_with("_FILE")
                        ? read_secret_file(placed(*found, settings), reading_limits(settings, stop))
                        : Secret(found->value),
                    found->origin};
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
    return {"MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE", "HEADSTART_URL", "HEADSTART_URL_FILE"};
}

bool is_database_named_outside_files(const Settings& settings) {
    const auto is_outside = [](const Origin& origin) {
        return origin.kind == Origin::Kind::flag || origin.kind == Origin::Kind::environment;
    };
    return (!settings.url->empty() && is_outside(settings.url.origin)) ||
           (!settings.url_file->empty() && is_outside(settings.url_file.origin)) ||
           std::any_of(k_variables.begin(), k_variables.end(), [&](std::string_view name) {
               const auto found = settings.environment.find(name);
               return found && is_outside(found->origin);
           });
}

bool may_name_database(std::string_view variable) {
    constexpr std::array<std::string_view, 7> k_of_library{
        "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGDATABASE"};
    return std::find(k_variables.begin(), k_variables.end(), variable) != k_variables.end() ||
           std::find(k_of_library.begin(), k_of_library.end(), variable) != k_of_library.end();
}

std::vector<std::string> secret_variables(const Settings& settings) {
    auto names = owner_variables();
    for (const auto& row : rows()) {
        if (std::holds_alternative<Setting<Secret> Settings::*>(row.member) && !row.variable.empty()) {
            names.emplace_back(row.variable);
        }
    }
    names.insert(names.end(), {"PGPASSWORD", "PGPASSFILE"});
    const auto is_named = [&](std::string_view name) { return settings.environment.find(name).has_value(); };
    const bool is_given = settings.url.origin.kind > Origin::Kind::config_file || settings.url_file.is_set();
    if (!is_given && !is_named("MIGRATION_DATABASE_URL") && !is_named("MIGRATION_DATABASE_URL_FILE")) {
        names.insert(names.end(), {"DATABASE_URL", "DATABASE_URL_FILE"});
    }
    return names;
}

} // namespace headstart::settings
