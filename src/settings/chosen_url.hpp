#pragma once

#include "settings/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::settings {

/// The database to migrate, and who named it.
struct ChosenUrl {
    Secret url; ///< as it was given; empty: only PG* variables are set, and libpq reads those itself
    Origin origin;
};

/// --url > --url-file > HEADSTART_URL > HEADSTART_URL_FILE > MIGRATION_DATABASE_URL >
/// MIGRATION_DATABASE_URL_FILE > DATABASE_URL > DATABASE_URL_FILE > `url` of headstart.toml >
/// `location_variables`, each of which alone says that libpq's own are meant (PGHOST …). The order is by
/// name: a name in `.env` beats the names after it in the real environment. Of a secret's file the line ends
/// behind it are cut off; it may be a pipe, which is waited for within reading_limits(). Asked for only by
/// commands that connect. Throws diag::Error (usage; no_url or bad_secret_file), base::Stopped.
ChosenUrl choose_url(const Settings& settings, const std::vector<std::string>& location_variables,
                     base::WaitContext stop = base::WaitContext::none());

/// The variables that hold the owner's credentials: the application must not inherit them.
std::vector<std::string> owner_variables();

/// Whether a flag or a real variable says which database is meant: then nothing is missed in `.env`.
bool is_database_named_outside_files(const Settings& settings);

/// Whether a variable may say which database is meant, or how to reach it.
bool may_name_database(std::string_view variable);

/// The variables that may hold or name credentials that headstart uses: no child needs them. DATABASE_URL is
/// one of them where nothing else names the database to migrate; else it is the application's own.
std::vector<std::string> secret_variables(const Settings& settings);

} // namespace headstart::settings
