#include "pg/named_files.hpp"

#include "base/file.hpp"
#include "pg/bad_url.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <limits>

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

} // namespace

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
