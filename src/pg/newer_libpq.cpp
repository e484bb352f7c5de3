#include "pg/newer_libpq.hpp"

#include "build_info.hpp"
#include "pg/bad_url.hpp"
#include "pg/connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace headstart::pg {

namespace {

struct Protection {
    std::string_view keyword;
    std::string_view value; ///< only this one is new; empty: all are
    const char* variable;
    int since; ///< the major version of libpq
};

/// Manual, release notes of 16 and 17. What does not protect (load_balance_hosts …) may be left out.
constexpr std::array k_protections{
    Protection{"require_auth", "", "PGREQUIREAUTH", 16},
    Protection{"sslcertmode", "", "PGSSLCERTMODE", 16},
    Protection{"sslrootcert", "system", "PGSSLROOTCERT", 16},
    Protection{"sslnegotiation", "", "PGSSLNEGOTIATION", 17},
};

bool is_unknown(const Protection& protection, std::string_view value) {
    return !value.empty() && PQlibVersion() / 10000 < protection.since &&
           (protection.value.empty() || protection.value == value);
}

[[noreturn]] void refuse(const Protection& protection, std::string_view name) {
    const auto shown =
        protection.value.empty() ? std::string(name) : fmt::format("{}={}", name, protection.value);
    throw bad_url_with_hint(
        fmt::format("{} needs libpq {}, and this is libpq {}", shown, protection.since, library_version()),
        build_info::k_is_static ? "leave it out"
                                : "use the static binary, which brings a newer libpq, or leave it out");
}

} // namespace

void refuse_if_newer(std::string_view keyword, std::string_view value) {
    for (const auto& protection : k_protections) {
        if (protection.keyword == keyword && is_unknown(protection, value)) {
            refuse(protection, keyword);
        }
    }
}

void refuse_newer_variables() {
    for (const auto& protection : k_protections) {
        const char* value = std::getenv(protection.variable);
        if (value != nullptr && is_unknown(protection, value)) {
            refuse(protection, protection.variable);
        }
    }
}

std::vector<const char*> newer_variables() {
    std::vector<const char*> variables(k_protections.size());
    std::transform(k_protections.begin(), k_protections.end(), variables.begin(),
                   [](const Protection& protection) { return protection.variable; });
    return variables;
}

} // namespace headstart::pg
