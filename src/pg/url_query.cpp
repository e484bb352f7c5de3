#include "pg/url_query.hpp"

#include "base/text.hpp"
#include "pg/bad_url.hpp"
#include "pg/keywords.hpp"
#include "pg/newer_libpq.hpp"
#include "pg/server_setting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::pg {

namespace {

void set(std::vector<Parameter>& parameters, std::string_view key, std::string value) {
    std::erase_if(parameters, [&](const Parameter& given) { return given.key == key; });
    if (!value.empty()) {
        parameters.push_back({std::string(key), std::move(value)});
    }
}

/// asyncpg's and node-postgres's `ssl=` in libpq's words.
std::string ssl_mode_of(std::string_view value) {
    const auto lower = base::to_lower(value);
    if (lower == "true" || lower == "1" || lower == "on" || lower == "no-verify") {
        return "require";
    }
    return lower == "false" || lower == "0" || lower == "off" ? "disable" : lower;
}

/// SQLAlchemy's way to name several hosts, each `?host=name:port`; libpq's own `host=a,b` passes unchanged.
class HostList {
public:
    void add_host(std::string_view text) {
        for (const auto host : base::split_list(text, ",")) {
            const auto colon = host.find(':');
            const bool has_port =
                !host.starts_with('/') && colon != std::string_view::npos && colon == host.rfind(':');
            m_hosts.emplace_back(host.substr(0, has_port ? colon : host.size()));
            m_ports.emplace_back(has_port ? host.substr(colon + 1) : "");
        }
    }

    void add_port(std::string_view text) { m_given_ports.emplace_back(text); }

    void apply(std::vector<Parameter>& parameters) const {
        if (!m_hosts.empty()) {
            set(parameters, "host", base::join(m_hosts, ","));
        }
        if (std::any_of(m_ports.begin(), m_ports.end(), [](const auto& port) { return !port.empty(); })) {
            set(parameters, "port", joined_ports());
        }
        if (!m_given_ports.empty()) {
            set(parameters, "port", base::join(m_given_ports, ","));
        }
    }

private:
    /// base::join drops empty entries at the front; libpq counts them.
    [[nodiscard]] std::string joined_ports() const {
        std::string ports;
        for (std::size_t i = 0; i < m_ports.size(); ++i) {
            ports += (i == 0 ? "" : ",") + m_ports[i];
        }
        return ports;
    }

    std::vector<std::string> m_hosts;
    std::vector<std::string> m_ports;
    std::vector<std::string> m_given_ports;
};

/// Sorts a URL's query into what libpq is to know, what only drivers and pools know, and slips.
class QueryReader {
public:
    QueryReader(std::vector<Parameter>& parameters, std::vector<std::string>& ignored)
        : m_parameters(parameters)
        , m_ignored(ignored)
        , m_keywords(libpq_defaults()) {}

    void read(const std::vector<Parameter>& query) {
        for (const auto& [key, value] : query) {
            take(key, value);
        }
        m_hosts.apply(m_parameters);
        if (!m_search_path.empty()) {
            add_option(option_for({"search_path", m_search_path}));
        }
        if (!m_ssl.empty() && std::none_of(m_parameters.begin(), m_parameters.end(),
                                           [](const auto& given) { return given.key == "sslmode"; })) {
            set(m_parameters, "sslmode", ssl_mode_of(m_ssl));
        }
    }

private:
    void take(const std::string& key, const std::string& value) {
        if (key == "ssl") {
            m_ssl = value;
        } else if (key == "search_path") {
            m_search_path = value;
        } else if (key == "host") {
            m_hosts.add_host(value);
        } else if (key == "port") {
            m_hosts.add_port(value);
        } else if (key == "options") {
            add_option(value); // given twice, both are meant
        } else if (key == "database") {
            set(m_parameters, "dbname", value);
        } else if (m_keywords.contains(key)) {
            set(m_parameters, key, key == "sslmode" ? base::to_lower(value) : value);
        } else {
            refuse_if_newer(key, value);
            ignore(key);
        }
    }

    void add_option(const std::string& option) {
        for (auto& given : m_parameters) {
            if (given.key == "options") {
                given.value += " " + option;
                return;
            }
        }
        set(m_parameters, "options", option);
    }

    void ignore(const std::string& key) {
        if (const auto keyword = nearest_keyword(key)) {
            // Dropping "sslmod=verify-full" with a warning would connect without TLS's protection.
            throw bad_url_with_hint(fmt::format("the database URL has a parameter \"{}\" that libpq does not "
                                                "know",
                                                key),
                                    fmt::format("did you mean \"{}\"?", *keyword));
        }
        if (std::find(m_ignored.begin(), m_ignored.end(), key) == m_ignored.end()) {
            m_ignored.push_back(key);
        }
    }

    std::vector<Parameter>& m_parameters;
    std::vector<std::string>& m_ignored;
    std::map<std::string, std::string, std::less<>> m_keywords;
    HostList m_hosts;
    std::string m_ssl;
    std::string m_search_path;
};

} // namespace

std::vector<std::string> apply_query(const std::vector<Parameter>& query,
                                     std::vector<Parameter>& parameters) {
    std::vector<std::string> ignored;
    QueryReader(parameters, ignored).read(query);
    return ignored;
}

} // namespace headstart::pg
