#include "pg/conninfo.hpp"
#include "pg/keywords.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::pg {

namespace {

using Defaults = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view k_default_port = "5432";

/// What libpq will use: what was given, else its default.
std::string effective(const Conninfo& conninfo, const Defaults& defaults, std::string_view key) {
    if (const auto given = conninfo.get(key)) {
        return std::string(*given);
    }
    const auto found = defaults.find(key);
    return found == defaults.end() ? std::string() : found->second;
}

/// libpq's lists: "a,,b" has three entries, "" none.
std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto end = list.find(',');
        parts.emplace_back(list.substr(0, end));
        if (end == std::string_view::npos) {
            break;
        }
        list.remove_prefix(end + 1);
        if (list.empty()) {
            parts.emplace_back();
        }
    }
    return parts;
}

/// One entry is for all hosts; an empty or missing one is the default.
std::string port_of(const std::vector<std::string>& ports, std::size_t index) {
    const auto& port = ports.size() == 1 ? ports[0] : index < ports.size() ? ports[index] : std::string();
    return port.empty() ? std::string(k_default_port) : port;
}

std::string escape(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("-._~").find(c) != std::string_view::npos || (c & 0x80) != 0;
        escaped += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return escaped;
}

std::string show(const Conninfo::Endpoint& endpoint) {
    const auto& host = endpoint.host.empty() ? endpoint.hostaddr : endpoint.host;
    if (host.empty() || host.starts_with('/') || host.starts_with('@')) {
        return escape(host) + (endpoint.port == k_default_port ? "" : ":" + endpoint.port);
    }
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + endpoint.port;
}

} // namespace

std::vector<Conninfo::Endpoint> Conninfo::endpoints() const {
    if (get("service") && !get("host") && !get("hostaddr")) {
        return {}; // libpq reads the service file only when it connects
    }
    const auto defaults = libpq_defaults();
    const auto hosts = split(effective(*this, defaults, "host"));
    const auto addresses = split(effective(*this, defaults, "hostaddr"));
    const auto ports = split(effective(*this, defaults, "port"));
    std::vector<Endpoint> result;
    for (std::size_t i = 0; i < std::max({hosts.size(), addresses.size(), std::size_t{1}}); ++i) {
        result.push_back(
            {i < hosts.size() ? hosts[i] : "", i < addresses.size() ? addresses[i] : "", port_of(ports, i)});
    }
    return result;
}

std::string Conninfo::database() const {
    const auto defaults = libpq_defaults();
    if (get("service") && !get("dbname")) {
        return {};
    }
    const auto name = effective(*this, defaults, "dbname");
    return name.empty() ? effective(*this, defaults, "user") : name;
}

std::string Conninfo::describe() const {
    if (const auto service = get("service"); service && endpoints().empty()) {
        return fmt::format("service={}", *service);
    }
    const auto defaults = libpq_defaults();
    const auto user = effective(*this, defaults, "user");
    std::string hosts;
    for (const auto& endpoint : endpoints()) {
        hosts += (hosts.empty() ? "" : ",") + show(endpoint);
    }
    return fmt::format("postgresql://{}:***@{}/{}", escape(user), hosts, escape(database()));
}

} // namespace headstart::pg
