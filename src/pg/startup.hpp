#pragma once

#include "pg/conninfo.hpp"
#include "pg/obstacle.hpp"
#include "pg/other_environment.hpp"
#include "pg/server_setting.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// A backend that waits for a lock, or holds one, notices within this time that its client is dead (manual,
/// "client_connection_check_interval"; servers before 14 do not know it).
inline constexpr std::string_view k_check_interval = "2s";

/// How much of what a session is to be like stands in its start-up packet, from all to nothing.
enum class StartupStage {
    all,
    without_newer, ///< for servers before 14
    their_options, ///< `options` as the user gave them, none of ours
    no_options,    ///< proxies take none: RDS Proxy, PgBouncer
    bare,          ///< user, database and what libpq has to know
};

/// What a session is to be like: as Conninfo, libpq's defaults and we ourselves say.
class Startup {
public:
    explicit Startup(const Conninfo& conninfo);

    /// Where to go on after a failure at this stage. Nothing if the start-up packet cannot be its cause, or
    /// if `options` hold words that can go in the packet alone: the server's own switches, and what a proxy
    /// that routes by them (Neon's `endpoint=…`) takes for itself.
    [[nodiscard]] std::optional<StartupStage> next(StartupStage tried, const ConnectFailure& failure) const;

    /// How far the password is kept from being given in clear text.
    enum class Password {
        as_asked,  ///< the user or sslmode has said what may be, or nobody can listen
        guarded,   ///< the connection may not be encrypted: no clear text
        encrypted, ///< clear text will do, and the connection must be encrypted for it
    };

    /// How to begin at this endpoint.
    [[nodiscard]] Password password_at(const Conninfo::Endpoint& endpoint) const;

    /// Whether a connection that was guarded may be encrypted, if the server takes part.
    [[nodiscard]] bool may_encrypt() const;

    /// For PQconnectStartParams.
    [[nodiscard]] std::vector<Parameter> parameters(StartupStage stage, const Conninfo::Endpoint& endpoint,
                                                    Password password = Password::as_asked) const;

    /// What libpq must not see in the environment meanwhile.
    [[nodiscard]] static std::vector<OtherEnvironment::Change> environment(StartupStage stage);

    /// What the packet carries in `options`, and what it leaves to be sent by set_setting(), in order.
    [[nodiscard]] std::vector<ServerSetting> carried(StartupStage stage) const;
    [[nodiscard]] std::vector<ServerSetting> left_out(StartupStage stage) const;

    /// What only a newer server than most knows, to be sent as those that were left out.
    [[nodiscard]] std::optional<ServerSetting> late_setting(int server_version) const;

    /// An encoding that was asked for and is not obeyed: files are UTF-8.
    [[nodiscard]] std::optional<std::string> refused_encoding() const;

private:
    [[nodiscard]] std::string effective(std::string_view key) const;
    [[nodiscard]] std::string options(StartupStage stage) const;

    Conninfo m_conninfo;
    std::map<std::string, std::string, std::less<>> m_defaults;
    OptionSettings m_theirs;
    std::string m_encoding; ///< that somebody asked for
};

/// Whether a setting is one that nobody asked for but we: a server that does not take it may do without.
bool is_ours(const ServerSetting& setting);

/// Whether a server of this version (as PQserverVersion gives it) knows one of ours.
bool is_known(const ServerSetting& ours, int server_version);

} // namespace headstart::pg
