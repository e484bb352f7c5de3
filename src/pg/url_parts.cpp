#include "pg/url_parts.hpp"

#include "base/text.hpp"
#include "pg/bad_url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace headstart::pg {

namespace {

constexpr std::string_view k_scheme_characters = "abcdefghijklmnopqrstuvwxyz0123456789+-._";

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? std::optional(lower - 'a' + 10) : std::nullopt;
}

void append(std::vector<Parameter>& parameters, std::string_view key, std::string value) {
    if (!value.empty()) {
        parameters.push_back({std::string(key), std::move(value)});
    }
}

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

class UrlReader {
public:
    explicit UrlReader(std::string_view url)
        : m_url(url) {}

    UrlParts read() {
        const auto rest = after_scheme();
        check_characters(rest);
        const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
        const auto query_begin = std::min(rest.find('?'), rest.size());
        m_has_user = rest.substr(0, authority_end).find('@') != std::string_view::npos;
        read_authority(rest.substr(0, authority_end));
        read_path(rest.substr(authority_end, query_begin - authority_end));
        read_query(rest.substr(query_begin));
        return std::move(m_result);
    }

private:
    [[noreturn]] void fail(const std::string& what) const { throw bad_url(m_url, what); }

    std::string_view after_scheme() {
        const auto end = m_url.find("://");
        const auto scheme = base::to_lower(m_url.substr(0, end));
        const auto engine = scheme.substr(0, scheme.find('+'));
        if (engine != "postgres" && engine != "postgresql") {
            const auto nearest = base::nearest(engine, {"postgresql", "postgres"});
            throw bad_url_with_hint(
                fmt::format("the database URL begins with \"{}://\", which is not PostgreSQL's", scheme),
                nearest ? fmt::format("did you mean \"{}://\"?", *nearest)
                        : "headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname");
        }
        return m_url.substr(end + 3);
    }

    void check_characters(std::string_view rest) const {
        if (rest.find_first_of(" \t\r\n") != std::string_view::npos) {
            fail("there is a space in it");
        }
        if (rest.find('#') != std::string_view::npos) {
            fail("there is a \"#\" in it, where a URL ends for most programs");
        }
    }

    void read_authority(std::string_view authority) {
        const auto at = authority.find('@');
        if (at != authority.rfind('@')) {
            fail("there is more than one \"@\" in it");
        }
        if (m_has_user) {
            const auto user = authority.substr(0, at);
            const auto colon = std::min(user.find(':'), user.size());
            append(m_result.parameters, "user", decode(user.substr(0, colon)));
            append(m_result.parameters, "password",
                   colon < user.size() ? decode(user.substr(colon + 1)) : std::string());
            authority.remove_prefix(at + 1);
        }
        read_hosts(authority);
    }

    /// "h1:1,h2,[::1]:3" becomes host "h1,h2,::1" and port "1,,3", as libpq wants its lists.
    void read_hosts(std::string_view list) {
        std::string hosts;
        std::string ports;
        bool any_host = false;
        bool any_port = false;
        for (bool first = true; first || !list.empty(); first = false) {
            if (!first) {
                list.remove_prefix(1);
                hosts += ',';
                ports += ',';
            }
            const auto host = take_host(list);
            const auto port = take_port(list);
            any_host = any_host || !host.empty();
            any_port = any_port || !port.empty();
            hosts += host;
            ports += port;
        }
        append(m_result.parameters, "host", any_host ? hosts : std::string());
        append(m_result.parameters, "port", any_port ? ports : std::string());
    }

    std::string take_host(std::string_view& list) const {
        std::size_t end = 0;
        std::string host;
        if (list.starts_with('[')) {
            end = list.find(']');
            if (end == std::string_view::npos) {
                fail("the \"[\" before its host is never closed");
            }
            host = decode(list.substr(1, end - 1)); // a zone is written %25eth0
            ++end;
            if (end < list.size() && list[end] != ':' && list[end] != ',') {
                fail("after the \"]\" of its host comes neither a port nor the end");
            }
        } else {
            end = std::min(list.find_first_of(":,"), list.size());
            host = decode(list.substr(0, end));
        }
        list.remove_prefix(end);
        return host;
    }

    std::string take_port(std::string_view& list) const {
        if (!list.starts_with(':')) {
            return {};
        }
        const auto end = std::min(list.find(','), list.size());
        const auto port = list.substr(1, end - 1);
        if (!port.empty() && !is_port(port)) {
            fail("its port is not a number from 1 to 65535");
        }
        list.remove_prefix(end);
        return std::string(port);
    }

    void read_path(std::string_view path) {
        if (path.find('@') != std::string_view::npos) {
            fail("there is an \"@\" after its first \"/\"");
        }
        append(m_result.parameters, "dbname", path.empty() ? std::string() : decode(path.substr(1)));
    }

    void read_query(std::string_view query) {
        for (const auto part : base::split_list(query.substr(query.empty() ? 0 : 1), "&")) {
            const auto equals = part.find('=');
            const auto key = decode(part.substr(0, equals));
            // Without this, "user:12?3=4@host/db" would quietly be a host "user" at port 12.
            if (!m_has_user && key != "user" && part.find('@') != std::string_view::npos) {
                fail("there is an \"@\" after its first \"?\"");
            }
            if (equals == std::string_view::npos || key.empty()) {
                fail("a part of its query, after the \"?\", is not name=value");
            }
            m_result.query.push_back({key, decode(part.substr(equals + 1))});
        }
    }

    [[nodiscard]] std::string decode(std::string_view text) const {
        std::string decoded;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '%') {
                decoded += text[i];
                continue;
            }
            const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
            if (!high || !low) {
                fail("there is a \"%\" in it that is not followed by two hexadecimal digits");
            }
            decoded += static_cast<char>(*high * 16 + *low);
            i += 2;
        }
        if (decoded.find('\0') != std::string::npos) {
            fail("there is a %00 in it");
        }
        return decoded;
    }

    std::string_view m_url;
    bool m_has_user = false;
    UrlParts m_result;
};

} // namespace

bool looks_like_url(std::string_view text) {
    const auto end = text.find("://");
    if (end == std::string_view::npos || end == 0) {
        return false;
    }
    return base::to_lower(text.substr(0, end)).find_first_not_of(k_scheme_characters) == std::string::npos;
}

UrlParts parse_url(std::string_view text) {
    return UrlReader(text).read();
}

} // namespace headstart::pg
