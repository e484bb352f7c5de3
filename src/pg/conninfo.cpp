#include "pg/conninfo.hpp"

#include "base/dirt.hpp"
#include "base/text.hpp"
#include "pg/bad_url.hpp"
#include "pg/driver_parameters.hpp"
#include "pg/keywords.hpp"
#include "pg/named_files.hpp"
#include "pg/newer_libpq.hpp"
#include "pg/url_parts.hpp"
#include "pg/url_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace headstart::pg {

namespace {

constexpr std::array<std::string_view, 6> k_ssl_modes{"disable", "allow",     "prefer",
                                                      "require", "verify-ca", "verify-full"};

std::vector<Parameter> read_keywords(const std::string& text) {
    std::string bad_keyword;
    if (auto parameters = parse_keywords(text, bad_keyword)) {
        return *std::move(parameters);
    }
    refuse_if_newer(bad_keyword, "given"); // libpq keeps the value to itself
    // The word may be the second half of a password with a space in it: only libpq's own words are shown.
    if (const auto keyword = nearest_keyword(bad_keyword); !bad_keyword.empty() && keyword) {
        throw bad_url_with_hint("the connection string has a keyword that libpq does not know",
                                fmt::format("did you mean \"{}\"?", *keyword));
    }
    if (const auto known = find_driver_parameter(bad_keyword); !bad_keyword.empty() && known) {
        throw bad_url_with_hint(
            fmt::format("the connection string has a keyword that libpq does not know: {}", bad_keyword),
            known->meaning == DriverMeaning::schema || known->meaning == DriverMeaning::search_path
                ? "say it with options='-c search_path=NAME', or write a URL: postgresql://…?schema=NAME"
                : "leave it out, or write a URL, in which drivers' words may stand");
    }
    if (text.find('=') != std::string::npos) {
        throw bad_url_with_hint("the connection string is not made of libpq's key=value words",
                                "a value with a space, or none, stands in '…'; inside, write \\' and \\\\");
    }
    throw bad_url_with_hint("this is neither a database URL nor libpq's key=value words",
                            "the form is postgresql://user:password@host:5432/dbname");
}

constexpr std::array<std::string_view, 10> k_quotes{"\"", "'", "`", "“", "”", "„", "‘", "’", "«", "»"};

bool begins_with_quote(std::string_view text) {
    return std::any_of(k_quotes.begin(), k_quotes.end(),
                       [&](std::string_view quote) { return text.starts_with(quote); });
}

/// One that has been opened in the URL may belong to it: `?options=-csearch_path='a'`.
bool ends_with_stray_quote(std::string_view text) {
    return std::any_of(k_quotes.begin(), k_quotes.end(), [&](std::string_view quote) {
        return text.ends_with(quote) &&
               (quote.size() > 1 || std::count(text.begin(), text.end(), quote.front()) % 2 != 0);
    });
}

void refuse_wrappings(std::string_view text) {
    if (looks_like_url(text) && ends_with_stray_quote(text)) {
        throw bad_url_with_hint("the database URL ends with a quote", "take the quote off");
    }
    if (begins_with_quote(text)) {
        throw bad_url_with_hint("the database URL begins with a quote",
                                "take the quotes off: docker's --env-file and Kubernetes' secrets keep them");
    }
    if (base::to_lower(text.substr(0, 5)) == "jdbc:") {
        throw bad_url_with_hint("the database URL is JDBC's",
                                "leave out \"jdbc:\" and write postgresql://user:password@host:5432/dbname");
    }
}

/// "me:a@?b=1&c=2@host" is a password "a@?b=1&c=2" to whoever wrote it: nothing of it may be shown as a
/// parameter that is left out, or be taken for a driver's.
void refuse_split_password(std::string_view url, const UrlParts& parts,
                           const std::vector<UrlRemark>& remarks) {
    const auto query = url.substr(std::min(url.find('?'), url.size()));
    const auto keywords = libpq_defaults();
    const bool has_driver_words =
        std::any_of(remarks.begin(), remarks.end(),
                    [&](const UrlRemark& remark) { return !keywords.contains(remark.parameter); }) ||
        std::any_of(parts.query.begin(), parts.query.end(), [](const Parameter& given) {
            return given.key != "database" && find_driver_parameter(given.key).has_value();
        });
    if (has_driver_words && query.find('@') != std::string_view::npos) {
        throw bad_url(url, "there is an \"@\" after its first \"?\"");
    }
}

} // namespace

Conninfo Conninfo::parse(std::string_view url_or_keywords) {
    const auto text = base::trim_unseen(url_or_keywords);
    if (text.empty()) {
        return from_environment();
    }
    refuse_wrappings(text);
    Conninfo conninfo;
    if (looks_like_url(text)) {
        const auto url = parse_url(text);
        conninfo.m_parameters = url.parameters;
        conninfo.m_remarks = apply_query(url.query, conninfo.m_parameters);
        refuse_split_password(text, url, conninfo.m_remarks);
    } else {
        conninfo.m_parameters = read_keywords(std::string(text));
    }
    for (const auto& [key, value] : conninfo.m_parameters) {
        refuse_if_newer(key, value);
        refuse_if_no_file(key, value);
    }
    refuse_newer_variables();
    refuse_variables_of_no_file();
    const auto ssl_mode = conninfo.get("sslmode");
    if (ssl_mode && std::find(k_ssl_modes.begin(), k_ssl_modes.end(), *ssl_mode) == k_ssl_modes.end()) {
        // The value stays hidden: it may end in a password that was not escaped.
        throw bad_url_with_hint("sslmode (or ssl) has a value that libpq does not know",
                                "choose one of disable, allow, prefer, require, verify-ca, verify-full");
    }
    conninfo.prefer_writable_host();
    return conninfo;
}

Conninfo Conninfo::from_environment() {
    refuse_newer_variables();
    refuse_variables_of_no_file();
    Conninfo conninfo;
    conninfo.prefer_writable_host();
    return conninfo;
}

void Conninfo::prefer_writable_host() {
    // Of a primary and its standbys, libpq's default would take whichever is named first.
    if (endpoints().size() > 1 && !get("target_session_attrs") &&
        std::getenv(variable_of("target_session_attrs").c_str()) == nullptr) {
        m_parameters.push_back({"target_session_attrs", "read-write"});
    }
}

Conninfo Conninfo::with(const std::vector<Parameter>& parameters) const {
    auto changed = *this;
    for (const auto& parameter : parameters) {
        std::erase_if(changed.m_parameters, [&](const Parameter& own) { return own.key == parameter.key; });
        if (!parameter.value.empty()) {
            changed.m_parameters.push_back(parameter);
        }
    }
    return changed;
}

std::optional<std::string_view> Conninfo::get(std::string_view key) const {
    for (const auto& given : m_parameters) {
        if (given.key == key) {
            return given.value;
        }
    }
    return std::nullopt;
}

} // namespace headstart::pg
