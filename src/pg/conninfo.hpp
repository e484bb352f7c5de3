#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// A keyword of libpq and its value (manual, "Parameter Key Words").
struct Parameter {
    std::string key;
    std::string value;

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// A query parameter of a URL that has no effect, or another one than a driver gives it.
struct UrlRemark {
    std::string parameter;
    std::string warning; ///< what becomes of it; empty: it is left out, and changes nothing here

    friend bool operator==(const UrlRemark&, const UrlRemark&) = default;
};

/// Where and how to connect, in libpq's words. What is not given here comes from libpq's own defaults (PG*
/// variables, service file, ~/.pgpass) when the connection is made.
class Conninfo {
public:
    /// A URL in any form that applications share (pg/url_parts.hpp), or libpq's `key=value` words. Nothing
    /// but white space is from_environment(). Throws diag::Error (usage, bad_url), never with the text.
    static Conninfo parse(std::string_view url_or_keywords);

    /// Only the PG* variables and libpq's defaults.
    static Conninfo from_environment();

    /// In the order given, no key twice, none empty.
    [[nodiscard]] const std::vector<Parameter>& parameters() const { return m_parameters; }

    /// Of the given parameters only.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view key) const;

    /// The same with these in the place of its own; one without a value is taken out.
    [[nodiscard]] Conninfo with(const std::vector<Parameter>& parameters) const;

    /// A password may go out in clear text over a connection that is not encrypted.
    void allow_cleartext(bool is_allowed) { m_allows_cleartext = is_allowed; }

    [[nodiscard]] bool allows_cleartext() const { return m_allows_cleartext; }

    struct Endpoint {
        std::string host;     ///< name, address or socket folder; empty: libpq's default socket
        std::string hostaddr; ///< when given, no name is looked up
        std::string port;
    };

    /// One for each host given, else of PGHOST and so on, in the order in which libpq tries them.
    /// Empty when only a service file knows: libpq reads that one when it connects.
    [[nodiscard]] std::vector<Endpoint> endpoints() const;

    /// The database's name, with what the defaults add; empty where only a service file knows.
    [[nodiscard]] std::string database() const;

    /// For messages: postgresql://user:***@host:5432/dbname, with what the defaults add.
    [[nodiscard]] std::string describe() const;

    /// What is to be said of the URL's query, in its order. No value stands in it.
    [[nodiscard]] const std::vector<UrlRemark>& remarks() const { return m_remarks; }

private:
    /// Of several hosts the one that takes writes, unless something else was asked for.
    void prefer_writable_host();

    std::vector<Parameter> m_parameters;
    std::vector<UrlRemark> m_remarks;
    bool m_allows_cleartext = false;
};

} // namespace headstart::pg
