#include "pg/doubtful_files.hpp"

#include "base/dirt.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "pg/keywords.hpp"
#include "pg/named_files.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sys/stat.h>
#include <system_error>

namespace headstart::pg {

namespace {

/// A path at which nothing can be: libpq says nothing of a file that is not there.
constexpr const char* k_nowhere = "/dev/null/no-password-file";

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::string first_given(std::initializer_list<std::string> values) {
    for (const auto& value : values) {
        if (!value.empty()) {
            return value;
        }
    }
    return {};
}

/// What is wrong with how it was saved; empty if nothing is.
std::string doubt_about_text(const std::string& kind, const std::string& path) {
    std::string text;
    try {
        text = base::read_file(path, {.may_be_null = true});
    } catch (const std::system_error&) {
        return {}; // libpq says so, where it needs the file
    }
    if (base::is_utf16(text)) {
        return fmt::format("the {} {} is UTF-16, and libpq finds nothing in it: save it as UTF-8", kind,
                           path);
    }
    return text.starts_with(base::k_utf8_bom)
               ? fmt::format(
                     "the {} {} begins with a byte order mark, behind which libpq does not find what its "
                     "first line says: save it without one",
                     kind, path)
               : std::string();
}

/// libpq's own rules (fe-connect.c, passwordFromFile).
std::string doubt_about_password_file(const std::string& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) {
        return {};
    }
    if (!S_ISREG(facts.st_mode)) {
        return fmt::format("the password file {} is no regular file, and is not used", path);
    }
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fmt::format("the password file {} can be read by others, and is not used: chmod 0600 {}", path,
                           path);
    }
    return {};
}

} // namespace

std::vector<std::string> look_at_files(Conninfo& conninfo) {
    refuse_home_files_of_no_file();
    std::vector<std::string> doubts;
    const auto given = [&](std::string_view key) { return std::string(conninfo.get(key).value_or("")); };
    const auto add = [&](std::string doubt) {
        if (!doubt.empty()) {
            doubts.push_back(std::move(doubt));
        }
    };
    if (given("password").empty() && variable("PGPASSWORD").empty()) {
        const auto path = first_given({given("passfile"), variable("PGPASSFILE"), home_file(".pgpass")});
        if (path == "/dev/null") { // given for none
            conninfo = conninfo.with({{"passfile", k_nowhere}});
        } else if (auto doubt = doubt_about_password_file(path); !doubt.empty()) {
            add(std::move(doubt));
            conninfo = conninfo.with({{"passfile", k_nowhere}});
        } else {
            add(doubt_about_text("password file", path));
        }
    }
    if (!given("service").empty() || !variable("PGSERVICE").empty()) {
        add(doubt_about_text("service file", first_given({given("servicefile"), variable("PGSERVICEFILE"),
                                                          home_file(".pg_service.conf")})));
    }
    return doubts;
}

} // namespace headstart::pg
