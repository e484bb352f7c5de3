#include "pg/named_files.hpp"

#include "base/file.hpp"
#include "pg/bad_url.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <limits>
#include <unistd.h>

namespace headstart::pg {

namespace {

struct NamedFile {
    std::string_view keyword;
    const char* variable;
};

/// Manual, chapter "libpq: Parameter Key Words" and "Environment Variables".
constexpr std::array k_files{
    NamedFile{"passfile", "PGPASSFILE"},       NamedFile{"servicefile", "PGSERVICEFILE"},
    NamedFile{"sslrootcert", "PGSSLROOTCERT"}, NamedFile{"sslcert", "PGSSLCERT"},
    NamedFile{"sslkey", "PGSSLKEY"},           NamedFile{"sslcrl", "PGSSLCRL"},
};

void refuse(std::string_view shown, const std::string& path) {
    const base::FileRules rules{
        .most_bytes = std::numeric_limits<std::uint64_t>::max(), .may_be_pipe = true, .may_be_null = true};
    if (const auto fault = base::fault_of_file(path, rules)) {
        throw bad_url_with_hint(fmt::format("{} names what cannot be read: {}", shown, fault.message()),
                                "put a regular file there");
    }
}

/// Manual, the same chapters. They lie where there is a folder for them, which is seldom.
constexpr std::array<std::string_view, 4> k_certificate_files{"root.crt", "root.crl", "postgresql.crt",
                                                              "postgresql.key"};
constexpr std::string_view k_certificate_folder = ".postgresql/";

} // namespace

std::string home_file(std::string_view name) {
    const char* home = std::getenv("HOME");
    return home != nullptr && *home != '\0' ? fmt::format("{}/{}", home, name) : std::string();
}

void refuse_home_files_of_no_file() {
    for (const auto* name : {".pgpass", ".pg_service.conf"}) {
        if (const auto path = home_file(name); !path.empty()) {
            refuse(path, path);
        }
    }
    const auto folder = home_file(k_certificate_folder);
    if (!folder.empty() && ::access(folder.c_str(), F_OK) == 0) {
        for (const auto name : k_certificate_files) {
            refuse(folder + std::string(name), folder + std::string(name));
        }
    }
}

void refuse_if_no_file(std::string_view keyword, const std::string& value) {
    for (const auto& file : k_files) {
        if (file.keyword == keyword) {
            refuse(keyword, value);
        }
    }
}

void refuse_variables_of_no_file() {
    for (const auto& file : k_files) {
        if (const char* value = std::getenv(file.variable)) {
            refuse(file.variable, value);
        }
    }
}

} // namespace headstart::pg
