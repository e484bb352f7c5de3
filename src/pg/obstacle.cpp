#include "pg/obstacle.hpp"

#include "base/text.hpp"
#include "pg/sentence.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace headstart::pg {

namespace {

using enum Obstacle;

/// A sentence with printf's places in it, as its author wrote it.
struct TextRule {
    std::string_view sentence;
    Obstacle obstacle;
};

/// One that other versions of libpq and OpenSSL than the static binary's may say, or other builds of them.
using OtherBuild = TextRule;

/// What libpq (fe-connect.c, fe-secure*.c, fe-auth*.c), OpenSSL and the system say themselves, before the
/// server has spoken. What is not found here is taken for passing.
constexpr std::array k_text_rules{
    TextRule{"fe_sendauth: no password supplied", wrong_password},

    // The server, the certificate authority or our settings ask for another encryption.
    TextRule{"server does not support SSL, but SSL was required", tls_refused},
    TextRule{"server certificate for \"%s\" does not match host name \"%s\"", tls_refused},
    TextRule{"server certificate for \"%s\" (and %d other name) does not match host name \"%s\"",
             tls_refused},
    TextRule{"server certificate for \"%s\" (and %d other names) does not match host name \"%s\"",
             tls_refused},
    TextRule{"could not get server's host name from server certificate", tls_refused},
    TextRule{"host name must be specified for a verified SSL connection", tls_refused},
    TextRule{"SSL certificate's name contains embedded null", tls_refused},
    TextRule{"SSL certificate's name entry is missing", tls_refused},
    TextRule{"SSL certificate's address entry is missing", tls_refused},
    TextRule{"certificate contains IP address with invalid length %zu", tls_refused},
    OtherBuild{"certificate contains IP address with invalid length %lu", tls_refused},
    TextRule{"server accepted connection without a valid SSL certificate", tls_refused},
    TextRule{"server did not request an SSL certificate", tls_refused},
    TextRule{"channel binding required, but SSL not in use", tls_refused},
    TextRule{"received unencrypted data after SSL response", tls_refused},
    TextRule{"SSL connection was established with unexpected ALPN protocol", tls_refused},
    TextRule{"direct SSL connection was established without ALPN protocol negotiation extension",
             tls_refused},
    TextRule{"certificate verify failed: %s", tls_refused},
    TextRule{"certificate verify failed", tls_refused},
    TextRule{"unsupported protocol", tls_refused},
    TextRule{"no protocols available", tls_refused},
    TextRule{"no application protocol", tls_refused},
    TextRule{"no shared cipher", tls_refused},
    TextRule{"wrong version number", tls_refused},
    TextRule{"unsafe legacy renegotiation disabled", tls_refused},
    TextRule{"ca md too weak", tls_refused},
    TextRule{"ca key too small", tls_refused},
    TextRule{"ee key too small", tls_refused},
    TextRule{"dh key too small", tls_refused},
    TextRule{"ssl/tls alert handshake failure", tls_refused},
    TextRule{"ssl/tls alert bad certificate", tls_refused},
    TextRule{"ssl/tls alert certificate expired", tls_refused},
    TextRule{"ssl/tls alert certificate revoked", tls_refused},
    TextRule{"ssl/tls alert certificate unknown", tls_refused},
    TextRule{"ssl/tls alert unsupported certificate", tls_refused},
    TextRule{"ssl/tls alert no certificate", tls_refused},
    OtherBuild{"sslv3 alert handshake failure", tls_refused},
    OtherBuild{"sslv3 alert bad certificate", tls_refused},
    OtherBuild{"sslv3 alert certificate expired", tls_refused},
    OtherBuild{"sslv3 alert certificate revoked", tls_refused},
    OtherBuild{"sslv3 alert certificate unknown", tls_refused},
    OtherBuild{"sslv3 alert unsupported certificate", tls_refused},
    OtherBuild{"sslv3 alert no certificate", tls_refused},
    TextRule{"tlsv1 alert unknown ca", tls_refused},
    TextRule{"tlsv1 alert access denied", tls_refused},
    TextRule{"tlsv1 alert decrypt error", tls_refused},
    TextRule{"tlsv1 alert protocol version", tls_refused},
    TextRule{"tlsv1 alert insufficient security", tls_refused},
    TextRule{"tlsv1 alert inappropriate fallback", tls_refused},
    TextRule{"tlsv1 alert no application protocol", tls_refused},
    TextRule{"tlsv1 unrecognized name", tls_refused},
    TextRule{"tlsv13 alert certificate required", tls_refused},
    TextRule{"tlsv13 alert missing extension", tls_refused},

    // Files of certificates and keys.
    TextRule{"root certificate file \"%s\" does not exist", tls_refused},
    TextRule{"could not get home directory to locate root certificate file", tls_refused},
    TextRule{"could not read root certificate file \"%s\": %s", tls_refused},
    TextRule{"could not load system root certificate paths: %s", tls_refused},
    TextRule{"could not open certificate file \"%s\": %s", tls_refused},
    TextRule{"could not read certificate file \"%s\": %s", tls_refused},
    TextRule{"certificate present, but not private key file \"%s\"", tls_refused},
    TextRule{"could not stat private key file \"%s\": %m", tls_refused},
    TextRule{"private key file \"%s\" is not a regular file", tls_refused},
    TextRule{
        "private key file \"%s\" has group or world access; file must have permissions u=rw (0600) or less "
        "if owned by the current user, or permissions u=rw,g=r (0640) or less if owned by root",
        tls_refused},
    TextRule{"could not load private key file \"%s\": %s", tls_refused},
    TextRule{"certificate does not match private key file \"%s\": %s", tls_refused},
    TextRule{"could not set minimum SSL protocol version: %s", tls_refused},
    TextRule{"could not set maximum SSL protocol version: %s", tls_refused},
    OtherBuild{"could not load SSL engine \"%s\": %s", tls_refused},
    OtherBuild{"could not initialize SSL engine \"%s\": %s", tls_refused},
    OtherBuild{"could not read private SSL key \"%s\" from engine \"%s\": %s", tls_refused},
    OtherBuild{"could not load private SSL key \"%s\" from engine \"%s\": %s", tls_refused},

    // Who we and the server are, and how that is to be shown.
    OtherBuild{"channel binding is required, but client does not support it", not_permitted},
    TextRule{"channel binding is required, but server did not offer an authentication method that supports "
             "channel binding",
             not_permitted},
    TextRule{"channel binding required but not supported by server's authentication request", not_permitted},
    TextRule{"channel binding required, but server authenticated client without channel binding",
             not_permitted},
    TextRule{"authentication method requirement \"%s\" failed: %s", not_permitted},
    TextRule{"none of the server's SASL authentication mechanisms are supported", not_permitted},
    TextRule{"server offered SCRAM-SHA-256-PLUS authentication over a non-SSL connection", not_permitted},
    TextRule{"authentication method %u not supported", not_permitted},
    TextRule{"Crypt authentication not supported", not_permitted},
    TextRule{"Kerberos 4 authentication not supported", not_permitted},
    TextRule{"Kerberos 5 authentication not supported", not_permitted},
    TextRule{"GSSAPI authentication not supported", not_permitted},
    TextRule{"SSPI authentication not supported", not_permitted},
    OtherBuild{"SCM_CRED authentication method not supported", not_permitted},
    TextRule{"incorrect server signature", not_permitted},
    TextRule{"requirepeer specifies \"%s\", but actual peer user name is \"%s\"", not_permitted},
    OtherBuild{"server doesn't support GSSAPI encryption, but it was required", not_permitted},
    OtherBuild{"GSSAPI encryption required but no credential cache", not_permitted},
    OtherBuild{"GSSAPI encryption required but it is not supported over a local socket", not_permitted},
    OtherBuild{
        "GSSAPI encryption required but was impossible (possibly no credential cache, no server support, "
        "or using a local socket)",
        not_permitted},
    TextRule{"server requires OAuth authentication, but oauth_issuer and oauth_client_id are not both set",
             not_permitted},
    TextRule{"server requires OAuth authentication, but no discovery metadata was provided", not_permitted},
    TextRule{"no OAuth flows are available (try installing the libpq-oauth package)", not_permitted},
    TextRule{"Permission denied", not_permitted}, // of a socket

    // Settings that no server could be reached with.
    TextRule{"invalid %s value: \"%s\"", misconfigured},
    TextRule{"invalid \"%s\" value: \"%s\"", misconfigured},
    TextRule{"invalid integer value \"%s\" for connection option \"%s\"", misconfigured},
    TextRule{"invalid port number: \"%s\"", misconfigured},
    TextRule{"invalid connection option \"%s\"", misconfigured},
    TextRule{"invalid SSL protocol version range", misconfigured},
    TextRule{"invalid value \"%s\" for minimum SSL protocol version", misconfigured},
    TextRule{"invalid value \"%s\" for maximum SSL protocol version", misconfigured},
    TextRule{"\"%s\" is greater than \"%s\"", misconfigured},
    TextRule{"server only supports protocol version %d.%d, but \"%s\" was set to %d.%d", misconfigured},
    TextRule{"weak sslmode \"%s\" may not be used with sslrootcert=system (use \"verify-full\")",
             misconfigured},
    TextRule{
        "weak sslmode \"%s\" may not be used with sslnegotiation=direct (use \"require\", \"verify-ca\", or "
        "\"verify-full\")",
        misconfigured},
    OtherBuild{"%s value \"%s\" invalid when SSL support is not compiled in", misconfigured},
    OtherBuild{"%s value \"%s\" is not supported (check OpenSSL version)", misconfigured},
    TextRule{"gssencmode value \"%s\" invalid when GSSAPI support is not compiled in", misconfigured},
    TextRule{"require_auth method \"%s\" cannot be mixed with negative methods", misconfigured},
    TextRule{"negative require_auth method \"%s\" cannot be mixed with non-negative methods", misconfigured},
    TextRule{"require_auth method \"%s\" is specified more than once", misconfigured},
    OtherBuild{"requirepeer parameter is not supported on this platform", misconfigured},
    TextRule{"could not match %d port numbers to %d hosts", misconfigured},
    TextRule{"could not match %d host names to %d hostaddr values", misconfigured},
    TextRule{"could not parse network address \"%s\": %s", misconfigured},
    TextRule{"Unix-domain socket path \"%s\" is too long (maximum %d bytes)", misconfigured},
    TextRule{"definition of service \"%s\" not found", misconfigured},
    TextRule{"service file \"%s\" not found", misconfigured},
    TextRule{"syntax error in service file \"%s\", line %d", misconfigured},
    TextRule{"line %d too long in service file \"%s\"", misconfigured},
    TextRule{"nested service specifications not supported in service file \"%s\", line %d", misconfigured},
    TextRule{"local user with ID %ld does not exist", misconfigured}, // no user is given and none is known
    OtherBuild{"local user with ID %d does not exist", misconfigured},
    OtherBuild{"invalid LDAP URL \"%s\": %s", misconfigured}, // in a service file

    // No PostgreSQL server: another service has that port.
    TextRule{"received invalid response to SSL negotiation: %c", misconfigured},
    OtherBuild{"received invalid response to GSSAPI negotiation: %c", misconfigured},
    TextRule{"expected authentication request from server, but received %c", misconfigured},

    // What our own system does not let us do.
    TextRule{"could not generate nonce", forbidden_here}, // without getrandom(2) and /dev/urandom
    OtherBuild{"could not %s: Too many open files", no_descriptor},
    OtherBuild{"could not %s: Operation not permitted", forbidden_here},
    OtherBuild{"could not %s: Function not implemented", forbidden_here},

    // What passes: any part of a sentence.
    TextRule{"could not translate host name", name_not_found},
    TextRule{"session is read-only", read_only},
    TextRule{"server is in hot standby mode", in_recovery},
    TextRule{"Connection refused", connection_refused},
    TextRule{"No such file or directory", connection_refused}, // the socket of a server that is not up
    TextRule{"timeout expired", no_answer},
    TextRule{"timed out", no_answer},
    TextRule{"No route to host", no_answer},
    TextRule{"Network is unreachable", no_answer},
};

bool is_sqlstate(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

/// "… failed: FATAL:  28P01: password authentication failed …": where the SQLSTATE begins.
std::optional<std::size_t> find_sqlstate(std::string_view text) {
    for (auto at = text.find(":  "); at != std::string_view::npos; at = text.find(":  ", at + 1)) {
        const auto rest = text.substr(at + 3);
        if (rest.size() > 6 && rest[5] == ':' && is_sqlstate(rest.substr(0, 5))) {
            return at + 3;
        }
    }
    return std::nullopt;
}

/// What follows a prefix that begins and ends so; the whole text if it has none.
std::string_view behind(std::string_view text, std::string_view begin, std::string_view end) {
    const auto at = text.starts_with(begin) ? text.find(end) : std::string_view::npos;
    return at == std::string_view::npos ? text : text.substr(at + end.size());
}

} // namespace

ConnectFailure classify(std::string_view error_message, std::string endpoint) {
    if (const auto at = find_sqlstate(error_message)) {
        const auto rest = error_message.substr(*at);
        return classify(rest.substr(0, 5), base::trim(rest.substr(6, rest.find('\n') - 6)),
                        std::move(endpoint));
    }
    // The first line, for behind it libpq only guesses. Names of hosts are not to be taken for causes.
    const auto said = behind(base::trim(error_message.substr(0, error_message.find('\n'))),
                             "connection to server", " failed: ");
    for (const std::string_view severity : {"FATAL:  ", "ERROR:  "}) {
        if (said.starts_with(severity)) { // a pooler that has no SQLSTATE for it
            return classify("", said.substr(severity.size()), std::move(endpoint));
        }
    }
    const auto text = behind(said, "SSL error", ": "); // what follows is OpenSSL's
    const auto* const rule =
        std::find_if(k_text_rules.begin(), k_text_rules.end(), [&](const TextRule& candidate) {
            return says(text, candidate.sentence, candidate.obstacle);
        });
    // What nobody has named is taken for passing: giving up at once on a hiccup is worse than a late message.
    return {rule != k_text_rules.end() ? rule->obstacle : connection_dropped, "", std::string(said),
            std::move(endpoint)};
}

} // namespace headstart::pg
