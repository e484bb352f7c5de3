#include "pg/obstacle_of_pooler.hpp"

#include "base/text.hpp"
#include "pg/sentence.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace headstart::pg {

namespace {

using enum Obstacle;

struct PoolerRule {
    std::string_view sentence; ///< in lower case, without the full stop
    Obstacle obstacle;         ///< a lasting one
};

/// What PgBouncer, Supavisor, pgcat, Odyssey, pgpool, RDS Proxy, Cloud SQL, Neon and Azure send. PgBouncer
/// hands on what the server said to it. First match wins.
constexpr std::array k_pooler_rules{
    PoolerRule{"ssl required", tls_refused},
    PoolerRule{"ssl is required", tls_refused},
    PoolerRule{"tls is required", tls_refused},
    PoolerRule{"ssl connection is required%s", tls_refused},
    PoolerRule{"(esslrequired) %s", tls_refused},
    PoolerRule{"connection is insecure (try using `sslmode=require`)", tls_refused},
    PoolerRule{"this rds proxy requires tls connections%s", tls_refused},
    PoolerRule{"iam authentication is allowed only with ssl connections", tls_refused},

    PoolerRule{"no such database", unknown_database},
    PoolerRule{"no such database: %s", unknown_database},
    PoolerRule{"database \"%s\" does not exist", unknown_database},
    PoolerRule{"database \"%s\" is disabled", unknown_database},
    PoolerRule{"the database %s does not exist", unknown_database},
    PoolerRule{"no pool configured for database%s", unknown_database},
    PoolerRule{"invalid pool name%s", unknown_database},
    PoolerRule{"route for %s is not found", unknown_database},

    PoolerRule{"no such user", unknown_role},
    PoolerRule{"no such user: %s", unknown_role},
    PoolerRule{"role \"%s\" does not exist", unknown_role},
    PoolerRule{"wrong user name", unknown_role},
    PoolerRule{"invalid username specified%s", unknown_role},
    PoolerRule{"tenant or user not found%s", unknown_role},
    PoolerRule{"tenant/user %s not found", unknown_role},
    PoolerRule{"tenant not found", unknown_role},
    PoolerRule{"(enotfound) %s", unknown_role},
    PoolerRule{"there is no user '%s' in the database%s", unknown_role},
    PoolerRule{"this rds proxy has no credentials for the role %s", unknown_role},

    PoolerRule{"certificate authentication failed%s", not_permitted},
    PoolerRule{"peer authentication failed%s", not_permitted},
    PoolerRule{"ident authentication failed%s", not_permitted},
    PoolerRule{"gssapi authentication failed%s", not_permitted},

    PoolerRule{"auth failed", wrong_password},
    PoolerRule{"wrong password", wrong_password},
    PoolerRule{"wrong password type", wrong_password},
    PoolerRule{"wrong password for user %s", wrong_password},
    PoolerRule{"incorrect password", wrong_password},
    PoolerRule{"invalid password", wrong_password},
    PoolerRule{"%s authentication failed", wrong_password},
    PoolerRule{"%s authentication failed for user \"%s\"", wrong_password},
    PoolerRule{"%s authentication failed for user '%s'", wrong_password},
    PoolerRule{"authentication error, reason: :invalid_password", wrong_password},
    PoolerRule{"authentication error, reason: :wrong_password", wrong_password},
    PoolerRule{"authentication error, reason: \"wrong password\"", wrong_password},
    PoolerRule{"the password that was provided for the role %s is wrong", wrong_password},

    PoolerRule{"not allowed", not_permitted},
    PoolerRule{"login rejected", not_permitted},
    PoolerRule{"user blocked: %s", not_permitted},
    PoolerRule{"role \"%s\" is not permitted to log in", not_permitted},
    PoolerRule{"no pg_hba.conf entry for %s", not_permitted},
    PoolerRule{"pg_hba.conf rejects connection for %s", not_permitted},
    PoolerRule{"permission denied for database \"%s\"", not_permitted},
    PoolerRule{"%s does not have permission cloudsql.instances.%s", not_permitted},
    PoolerRule{"%s is missing permission cloudsql.instances.%s", not_permitted},
    PoolerRule{"rds proxy supports only iam or scram authentication", not_permitted},
    PoolerRule{"rds proxy supports only %s authentication", not_permitted},

    PoolerRule{"(eaddrnotallowed) %s", address_not_allowed},
    PoolerRule{"address not in tenant allow_list%s", address_not_allowed},
    PoolerRule{"this ip address%s is not allowed to connect%s", address_not_allowed},
    PoolerRule{"client with ip address %s is not allowed to %s", address_not_allowed},

    PoolerRule{"unsupported startup parameter: %s", misconfigured},
    PoolerRule{"unsupported startup parameter in options: %s", misconfigured},
    PoolerRule{"invalid server parameter", misconfigured},
    PoolerRule{"broken replication parameter", misconfigured},
    PoolerRule{"bouncer config error", misconfigured},
    PoolerRule{"endpoint id is not specified%s", misconfigured},
    PoolerRule{"inconsistent project name inferred from %s", misconfigured},
    PoolerRule{"rds proxy currently doesn't support command-line options", misconfigured},
    PoolerRule{"this rds proxy does not support the options startup parameter", misconfigured},

    PoolerRule{"the endpoint has been disabled%s", switched_off},
    PoolerRule{"endpoint is disabled", switched_off},
    PoolerRule{"tenant disabled", switched_off},
    PoolerRule{"the requested endpoint could not be found, or you don't have access to it%s", rejected},
    PoolerRule{"%s exceeded the %s quota%s", quota_exhausted},
};

/// Without who speaks and what kind of thing is said, as far as it stands before the words: "odyssey: c1: ",
/// "feature not supported: ".
std::string_view without_speaker(std::string_view words) {
    constexpr std::array<std::string_view, 5> k_speakers{
        "odyssey: ", "pgcat: ", "fatal: ", "error: ", "feature not supported: "};
    for (const auto speaker : k_speakers) {
        if (words.starts_with(speaker)) {
            words.remove_prefix(speaker.size());
            const auto id = words.find(": ");
            const bool names_client = speaker == "odyssey: " && words.find(' ') == id + 1;
            return without_speaker(id != std::string_view::npos && names_client ? words.substr(id + 2)
                                                                                : words);
        }
    }
    return words;
}

/// Supavisor's "(EAUTHFAILED) …", where the code alone says too little.
std::string_view without_code(std::string_view words) {
    const auto end = words.starts_with("(e") ? words.find(") ") : std::string_view::npos;
    return end == std::string_view::npos ? words : words.substr(end + 2);
}

std::optional<Obstacle> find_rule(std::string_view said) {
    const auto* const rule =
        std::find_if(k_pooler_rules.begin(), k_pooler_rules.end(),
                     [&](const PoolerRule& known) { return says(said, known.sentence, known.obstacle); });
    return rule != k_pooler_rules.end() ? std::optional{rule->obstacle} : std::nullopt;
}

} // namespace

std::optional<Obstacle> obstacle_of_pooler(std::string_view words) {
    const auto lower = base::to_lower(words);
    auto said = without_speaker(lower);
    if (said.ends_with('.')) {
        said.remove_suffix(1);
    }
    const auto found = find_rule(said);
    return found ? found : find_rule(without_code(said));
}

} // namespace headstart::pg
