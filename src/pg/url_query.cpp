#include "pg/url_query.hpp"

#include "base/text.hpp"
#include "pg/bad_url.hpp"
#include "pg/driver_parameters.hpp"
#include "pg/keywords.hpp"
#include "pg/newer_libpq.hpp"
#include "pg/quote.hpp"
#include "pg/server_setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace headstart::pg {

namespace {

void set(std::vector<Parameter>& parameters, std::string_view key, std::string value) {
    std::erase_if(parameters, [&](const Parameter& given) { return given.key == key; });
    if (!value.empty()) {
        parameters.push_back({std::string(key), std::move(value)});
    }
}

bool is_yes(std::string_view value) {
    const auto lower = base::to_lower(value);
    return lower == "true" || lower == "1" || lower == "on" || lower == "yes";
}

/// asyncpg's and node-postgres's `ssl=` in libpq's words.
std::string ssl_mode_of(std::string_view value) {
    const auto lower = base::to_lower(value);
    if (is_yes(lower) || lower == "no-verify") {
        return "require";
    }
    return lower == "false" || lower == "0" || lower == "off" ? "disable" : lower;
}

bool encrypts(std::string_view mode) {
    return mode == "require" || mode.starts_with("verify-");
}

/// libpq's own in other spellings: Npgsql's VerifyFull, node-postgres's no-verify.
std::string ssl_mode_as_libpq_spells(std::string_view value) {
    auto lower = base::to_lower(value);
    std::erase(lower, '_');
    std::erase(lower, '-');
    return lower == "noverify"     ? "require"
           : lower == "verifyca"   ? "verify-ca"
           : lower == "verifyfull" ? "verify-full"
                                   : base::to_lower(value);
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
    explicit QueryReader(std::vector<Parameter>& parameters)
        : m_parameters(parameters)
        , m_keywords(libpq_defaults()) {}

    std::vector<UrlRemark> read(const std::vector<Parameter>& query) {
        for (const auto& [key, value] : query) {
            take(key, value);
        }
        m_hosts.apply(m_parameters);
        apply_search_path();
        apply_ssl();
        refuse_open_quotes();
        return std::move(m_remarks);
    }

private:
    void take(const std::string& key, const std::string& value) {
        if (key == "ssl") {
            m_ssl = value;
        } else if (key == "host") {
            m_hosts.add_host(value);
        } else if (key == "port") {
            m_hosts.add_port(value);
        } else if (key == "options") {
            add_option(value);                                          // given twice, both are meant
        } else if (key.starts_with("options[") && key.ends_with(']')) { // sqlx's
            add_setting(key.substr(8, key.size() - 9), value);
        } else if (key == "variables[search_path]") { // Rails's
            name_search_path(key, value);
        } else if (key.starts_with("variables[")) {
            remark(key, "is left out: say it with options=-c%20NAME%3DVALUE");
        } else if (m_keywords.contains(key)) {
            take_keyword(key, key == "sslmode" ? ssl_mode_as_libpq_spells(value) : value);
        } else if (const auto known = find_driver_parameter(key)) {
            take_driver_parameter(*known, key, value);
        } else {
            refuse_if_newer(key, value);
            leave_out_unknown(key);
        }
    }

    void take_keyword(const std::string& key, const std::string& value) {
        const auto [before, is_first] = m_taken.emplace(key, value);
        if (!is_first && std::exchange(before->second, value) != value) {
            remark(key, "is given more than once: the last one counts");
        }
        if (key == "connect_timeout") {
            remark(key, "has no effect: --connect-timeout bounds an attempt to connect");
        }
        set(m_parameters, key, value);
    }

    void take_driver_parameter(const DriverParameter& known, const std::string& key,
                               const std::string& value) {
        switch (known.meaning) {
        case DriverMeaning::keyword:
            take(std::string(known.becomes), value);
            break;
        case DriverMeaning::setting:
            add_setting(known.becomes, value);
            break;
        case DriverMeaning::schema:
            name_search_path(key, value.empty() ? value : quote_identifier(value));
            break;
        case DriverMeaning::search_path:
            name_search_path(key, value);
            break;
        case DriverMeaning::server_type:
            if (const auto attrs = session_attrs_of(value)) {
                set(m_parameters, "target_session_attrs", std::string(*attrs));
            } else {
                remark(key, "is left out: say which server is meant with target_session_attrs");
            }
            break;
        case DriverMeaning::changing:
            remark(key, fmt::format("is left out, for it is a driver's: {}", known.consequence));
            break;
        case DriverMeaning::of_no_effect:
            remark(key, "");
        }
    }

    void name_search_path(const std::string& key, const std::string& value) {
        if (!m_search_path.empty() && !value.empty() && m_search_path != value) {
            throw bad_url_with_hint(fmt::format("the database URL names two search paths, as \"{}\" and as "
                                                "\"{}\"",
                                                m_search_path_key, key),
                                    "keep one of them");
        }
        if (!value.empty()) {
            m_search_path = value;
            m_search_path_key = key;
        }
    }

    /// Behind the other options, so that it is what counts, as with the drivers.
    void apply_search_path() {
        if (m_search_path.empty()) {
            return;
        }
        const auto options = std::find_if(m_parameters.begin(), m_parameters.end(),
                                          [](const auto& given) { return given.key == "options"; });
        if (options != m_parameters.end() && options->value.find("search_path") != std::string::npos) {
            remark(m_search_path_key, "is the search_path that counts, and not the one in options");
        }
        add_setting("search_path", m_search_path);
    }

    void apply_ssl() {
        const auto mode = std::find_if(m_parameters.begin(), m_parameters.end(),
                                       [](const auto& given) { return given.key == "sslmode"; });
        if (m_ssl.empty() || mode != m_parameters.end()) {
            if (!m_ssl.empty() && encrypts(ssl_mode_of(m_ssl)) != encrypts(mode->value)) {
                remark("ssl", "says another thing than sslmode, which is the one that counts");
            }
            return;
        }
        set(m_parameters, "sslmode", ssl_mode_of(m_ssl));
        if (is_yes(m_ssl)) {
            remark("ssl", "is read as sslmode=require, which encrypts and does not look at the server's "
                          "certificate, as some drivers do; write sslmode=verify-full, or sslmode=require");
        }
    }

    /// The server would refuse it, and be taken for a pooler that refuses all of the options.
    void refuse_open_quotes() const {
        for (const auto& [key, value] : m_parameters) {
            if (key != "options") {
                continue;
            }
            for (const auto& setting : parse_options(value).settings) {
                if (setting.name == "search_path" &&
                    std::count(setting.value.begin(), setting.value.end(), '"') % 2 != 0) {
                    throw bad_url_with_hint(
                        fmt::format("the search_path that the database URL names{} has a quotation mark that "
                                    "is not closed",
                                    m_search_path_key.empty() ? ""
                                                              : fmt::format(" as \"{}\"", m_search_path_key)),
                        "a name stands between two quotation marks (%22), or without any; one inside is "
                        "doubled");
                }
            }
        }
    }

    void add_setting(std::string_view name, const std::string& value) {
        if (value.empty()) {
            return;
        }
        const auto& others = m_keywords["options"]; // PGOPTIONS, which ours would hide
        if (!others.empty() && std::none_of(m_parameters.begin(), m_parameters.end(),
                                            [](const auto& given) { return given.key == "options"; })) {
            add_option(others);
        }
        add_option(option_for({std::string(name), value}));
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

    void leave_out_unknown(const std::string& key) {
        if (const auto keyword = nearest_keyword(key)) {
            // Dropping "sslmod=verify-full" with a warning would connect without TLS's protection.
            throw bad_url_with_hint(fmt::format("the database URL has a parameter \"{}\" that libpq does not "
                                                "know",
                                                key),
                                    fmt::format("did you mean \"{}\"?", *keyword));
        }
        const auto consequence = consequence_of_unknown(key);
        remark(key, consequence.empty() ? "" : fmt::format("is left out: {}", consequence));
    }

    void remark(const std::string& key, std::string warning) {
        const UrlRemark made{key, std::move(warning)};
        if (std::find(m_remarks.begin(), m_remarks.end(), made) == m_remarks.end()) {
            m_remarks.push_back(made);
        }
    }

    std::vector<Parameter>& m_parameters;
    std::vector<UrlRemark> m_remarks;
    std::map<std::string, std::string, std::less<>> m_keywords;
    std::map<std::string, std::string> m_taken; ///< of libpq's keywords
    HostList m_hosts;
    std::string m_ssl;
    std::string m_search_path;
    std::string m_search_path_key;
};

} // namespace

std::vector<UrlRemark> apply_query(const std::vector<Parameter>& query, std::vector<Parameter>& parameters) {
    return QueryReader(parameters).read(query);
}

} // namespace headstart::pg
