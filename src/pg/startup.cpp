#include "pg/startup.hpp"

#include "base/encoding_name.hpp"
#include "base/text.hpp"
#include "pg/cleartext.hpp"
#include "pg/keywords.hpp"
#include "pg/server_error.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace headstart::pg {

namespace {

struct OurSetting {
    std::string_view name;
    std::string_view value;
    int since = 0; ///< the first version of the server that knows it, as PQserverVersion has it
};

/// Given to the server as it starts the session, so that no query is spent on it and RESET ALL keeps it.
/// A backend whose client has vanished from the network without a word notices it within half a minute, and
/// gives its locks back; the server's own default is the system's, two hours. Who waits for another upgrader
/// is idle: time-outs of a role or database for idle sessions are meant for applications.
constexpr std::array k_our_settings{OurSetting{"tcp_keepalives_idle", "10"},
                                    OurSetting{"tcp_keepalives_interval", "5"},
                                    OurSetting{"tcp_keepalives_count", "3"},
                                    OurSetting{"tcp_user_timeout", "25000"},
                                    OurSetting{"idle_in_transaction_session_timeout", "0"},
                                    OurSetting{"client_connection_check_interval", k_check_interval, 140000},
                                    OurSetting{"idle_session_timeout", "0", 140000}};

/// Not in the packet, which most servers would refuse for it: sent with our first question.
constexpr OurSetting k_late_setting{"transaction_timeout", "0", 170000};

/// Ours where nobody said anything. A peer that vanished is noticed within half a minute instead of two hours
/// (manual, "libpq: Parameter Key Words").
constexpr std::array<std::pair<const char*, const char*>, 5> k_defaults{{
    {"fallback_application_name", "headstart"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "25000"},
}};

/// Classes of SQLSTATE that speak of something else than the packet's parameters, and of nothing else: who
/// and where, what the server lacks, and whether it is up.
constexpr std::array<std::string_view, 6> k_other_causes{"28", "3D", "42501", "53", "57", "58"};

bool may_be_about_parameters(const ConnectFailure& failure) {
    using enum Obstacle;
    constexpr std::array k_vague{rejected, misconfigured, starting_up, connection_dropped, refused_for_now};
    const auto is_class = [&](std::string_view prefix) { return failure.sqlstate.starts_with(prefix); };
    return !failure.sqlstate.empty() &&
           std::none_of(k_other_causes.begin(), k_other_causes.end(), is_class) &&
           std::find(k_vague.begin(), k_vague.end(), failure.obstacle) != k_vague.end();
}

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace

Startup::Startup(const Conninfo& conninfo)
    : m_conninfo(conninfo)
    , m_defaults(libpq_defaults(conninfo.get("service")))
    , m_theirs(parse_options(effective("options")))
    , m_encoding(effective("client_encoding")) {
    std::erase_if(m_theirs.settings, [&](const ServerSetting& setting) {
        const bool is_encoding = base::to_lower(setting.name) == "client_encoding";
        m_encoding = is_encoding ? setting.value : m_encoding;
        return is_encoding;
    });
}

std::optional<std::string> Startup::refused_encoding() const {
    return m_encoding.empty() || m_encoding == "auto" || base::names_utf8(m_encoding)
               ? std::nullopt
               : std::optional(m_encoding);
}

std::string Startup::effective(std::string_view key) const {
    if (const auto given = m_conninfo.get(key)) {
        return std::string(*given);
    }
    const auto found = m_defaults.find(key);
    return found == m_defaults.end() ? std::string() : found->second;
}

std::optional<StartupStage> Startup::next(StartupStage tried, const ConnectFailure& failure) const {
    if (!may_be_about_parameters(failure)) {
        return std::nullopt;
    }
    switch (tried) {
    case StartupStage::all:
        if (failure.sqlstate == sqlstate::undefined_object) {
            return StartupStage::without_newer;
        }
        [[fallthrough]];
    case StartupStage::without_newer:
        if (!effective("options").empty()) {
            return StartupStage::their_options;
        }
        [[fallthrough]];
    case StartupStage::their_options:
        return m_theirs.others.empty() ? std::optional(StartupStage::no_options) : std::nullopt;
    case StartupStage::no_options:
        return StartupStage::bare;
    case StartupStage::bare:
        break;
    }
    return std::nullopt;
}

std::string Startup::options(StartupStage stage) const {
    std::string options;
    for (const auto& setting : carried(stage)) {
        options += is_ours(setting) ? option_for(setting) + " " : "";
    }
    return options + effective("options"); // ours come first: theirs win
}

Startup::Password Startup::password_at(const Conninfo::Endpoint& endpoint) const {
    const auto mode = effective("sslmode");
    const bool must_encrypt = mode == "require" || mode == "verify-ca" || mode == "verify-full";
    const bool is_known = !endpoint.host.empty() || !endpoint.hostaddr.empty();
    const auto host = is_known ? endpoint.host : effective("host"); // of a service
    const auto address = is_known ? endpoint.hostaddr : effective("hostaddr");
    return must_encrypt || m_conninfo.allows_cleartext() || !effective("require_auth").empty() ||
                   is_local(host, address)
               ? Password::as_asked
               : Password::guarded;
}

bool Startup::may_encrypt() const {
    return effective("sslmode") != "disable";
}

std::vector<Parameter> Startup::parameters(StartupStage stage, const Conninfo::Endpoint& endpoint,
                                           Password password) const {
    // A given `options` or `client_encoding` hides the variable and the service's, so ours carry them on.
    std::vector<Parameter> parameters;
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            parameters.push_back({std::string(key), value});
        }
    };
    const bool has_options = stage < StartupStage::no_options;
    const bool is_bare = stage == StartupStage::bare;
    const auto is_left_out = [&](std::string_view key) {
        return is_one_of(key, {"options", "client_encoding"}) ||
               (is_one_of(key, {"host", "hostaddr", "port"}) &&
                !endpoint.port.empty()) || // else the service's
               (!has_options && is_one_of(key, {"service", "servicefile"})) ||
               (is_bare && key == "application_name") ||
               (password == Password::encrypted && key == "sslmode");
    };
    for (const auto& [key, value] : m_conninfo.parameters()) {
        if (!is_left_out(key)) {
            add(key, value);
        }
    }
    // Without the service, which would bring its own `options`, what else it says is given.
    for (const auto& [key, value] : m_defaults) {
        if (!has_options && !is_left_out(key) && !m_conninfo.get(key)) {
            add(key, value);
        }
    }
    for (const auto& [key, value] : k_defaults) {
        if (effective(key).empty() && !(is_bare && std::string_view(key) == "fallback_application_name")) {
            add(key, value);
        }
    }
    if (has_options) {
        add("options", options(stage));
    }
    if (!is_bare) {
        add("client_encoding", "UTF8");
    }
    if (password == Password::guarded && knows_require_auth()) {
        add("require_auth", std::string(k_no_cleartext));
    }
    if (password == Password::encrypted) {
        add("sslmode", "require");
    }
    add("host", endpoint.host);
    add("hostaddr", endpoint.hostaddr);
    add("port", endpoint.port);
    return parameters;
}

std::vector<OtherEnvironment::Change> Startup::environment(StartupStage stage) {
    std::vector<OtherEnvironment::Change> changes;
    if (stage >= StartupStage::no_options) {
        changes.push_back({variable_of("options")});
        changes.push_back({variable_of("service")});
    }
    if (stage == StartupStage::bare) {
        changes.push_back({variable_of("application_name")});
        changes.push_back({variable_of("client_encoding")});
        for (const auto& sent : sent_variables()) {
            changes.push_back({sent.variable});
        }
    }
    return changes;
}

std::vector<ServerSetting> Startup::carried(StartupStage stage) const {
    std::vector<ServerSetting> settings;
    for (const auto& ours : k_our_settings) {
        if (stage == StartupStage::all || (stage == StartupStage::without_newer && ours.since == 0)) {
            settings.push_back({std::string(ours.name), std::string(ours.value)});
        }
    }
    if (stage < StartupStage::no_options) {
        settings.insert(settings.end(), m_theirs.settings.begin(), m_theirs.settings.end());
    }
    return settings;
}

std::vector<ServerSetting> Startup::left_out(StartupStage stage) const {
    if (stage == StartupStage::without_newer) {
        return {}; // which the server does not know
    }
    const auto all = carried(StartupStage::all);
    const auto kept = carried(stage);
    std::vector<ServerSetting> settings;
    std::copy_if(all.begin(), all.end(), std::back_inserter(settings), [&](const ServerSetting& setting) {
        return std::find(kept.begin(), kept.end(), setting) == kept.end();
    });
    if (stage == StartupStage::bare) {
        const auto name = effective("application_name");
        settings.push_back({"application_name", name.empty() ? "headstart" : name});
        for (const auto& [variable, setting] : sent_variables()) {
            const char* value = std::getenv(variable);
            if (value != nullptr && base::to_lower(value) != "default") {
                settings.push_back({std::string(setting), value});
            }
        }
    }
    return settings;
}

std::optional<ServerSetting> Startup::late_setting(int server_version) const {
    const auto is_theirs = [](const ServerSetting& setting) { return setting.name == k_late_setting.name; };
    if (server_version < k_late_setting.since ||
        std::any_of(m_theirs.settings.begin(), m_theirs.settings.end(), is_theirs)) {
        return std::nullopt;
    }
    return ServerSetting{std::string(k_late_setting.name), std::string(k_late_setting.value)};
}

namespace {

const OurSetting* find_ours(const ServerSetting& setting) {
    const auto* const found =
        std::find_if(k_our_settings.begin(), k_our_settings.end(), [&](const OurSetting& ours) {
            return ours.name == setting.name && ours.value == setting.value;
        });
    return found == k_our_settings.end() ? nullptr : found;
}

} // namespace

bool is_ours(const ServerSetting& setting) {
    return find_ours(setting) != nullptr;
}

bool is_known(const ServerSetting& ours, int server_version) {
    return server_version >= find_ours(ours)->since;
}

} // namespace headstart::pg
