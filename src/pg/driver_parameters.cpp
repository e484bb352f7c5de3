#include "pg/driver_parameters.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace headstart::pg {

namespace {

using enum DriverMeaning;

constexpr std::string_view k_use_sslmode =
    "say it as libpq does: sslmode=verify-full with sslrootcert, or sslmode=require";
constexpr std::string_view k_use_certificate = "name the client's certificate with sslcert and sslkey";
constexpr std::string_view k_use_version_table = "name it with --version-table or HEADSTART_VERSION_TABLE";
constexpr std::string_view k_use_attrs = "say which server is meant with target_session_attrs";
constexpr std::string_view k_use_options = "say it with options=-c%20NAME%3DVALUE";
constexpr std::string_view k_use_time_limit = "migrations are bounded by --statement-timeout alone";
constexpr std::string_view k_use_lock_timeout = "migrations are bounded by --lock-timeout alone";

constexpr DriverParameter as_keyword(std::string_view name, std::string_view keyword) {
    return {name, DriverMeaning::keyword, keyword, ""};
}

constexpr DriverParameter as_setting(std::string_view name, std::string_view setting) {
    return {name, DriverMeaning::setting, setting, ""};
}

constexpr DriverParameter left_out(std::string_view name) {
    return {name, of_no_effect, "", ""};
}

constexpr DriverParameter missed(std::string_view name, std::string_view consequence) {
    return {name, changing, "", consequence};
}

/// The manuals of Prisma, JDBC, node-postgres, postgres.js, psycopg, asyncpg, SQLAlchemy, Django, Rails, pgx,
/// lib/pq, sqlx, Npgsql, R2DBC, Ecto and golang-migrate.
constexpr std::array k_parameters{
    // Where tables are made.
    DriverParameter{"schema", schema, "", ""}, // Prisma, R2DBC
    DriverParameter{"currentschema", search_path, "", ""},
    DriverParameter{"searchpath", search_path, "", ""},
    DriverParameter{"schemasearchpath", search_path, "", ""},
    missed("xmigrationstable", k_use_version_table),

    // libpq's keywords in other words.
    as_keyword("database", "dbname"),
    as_keyword("db", "dbname"),
    as_keyword("username", "user"),
    as_keyword("sslrootcertificate", "sslrootcert"),
    as_keyword("sslca", "sslrootcert"),
    as_keyword("rootcertificate", "sslrootcert"),
    as_keyword("sslcertificate", "sslcert"),
    as_keyword("applicationname", "application_name"),
    as_keyword("channelbinding", "channel_binding"),
    as_keyword("gssencmode", "gssencmode"),
    as_keyword("targetsessionattrs", "target_session_attrs"),
    as_keyword("targetsessionattributes", "target_session_attrs"),
    as_keyword("passfile", "passfile"),
    DriverParameter{"targetservertype", server_type, "", ""},

    // The server's settings, which pgx and lib/pq put into the start-up packet.
    as_setting("role", "role"),
    as_setting("timezone", "timezone"),
    as_setting("datestyle", "datestyle"),
    as_setting("intervalstyle", "intervalstyle"),
    as_setting("defaulttablespace", "default_tablespace"),
    as_setting("defaulttableaccessmethod", "default_table_access_method"),
    as_setting("defaulttransactionisolation", "default_transaction_isolation"),
    as_setting("defaulttransactionreadonly", "default_transaction_read_only"),
    as_setting("sessionreplicationrole", "session_replication_role"),
    as_setting("rowsecurity", "row_security"),
    as_setting("synchronouscommit", "synchronous_commit"),
    as_setting("maintenanceworkmem", "maintenance_work_mem"),
    as_setting("workmem", "work_mem"),
    as_setting("clientminmessages", "client_min_messages"),
    as_setting("minmessages", "client_min_messages"),

    // How the server is known, and who we are.
    missed("sslaccept", k_use_sslmode),
    missed("sslidentity", k_use_certificate),
    missed("sslfactory", k_use_sslmode),
    missed("sslfactoryarg", k_use_sslmode),
    missed("sslhostnameverifier", k_use_sslmode),
    missed("sslpasswordcallback", k_use_certificate),
    missed("sslrequire", k_use_sslmode),
    missed("sslinline", "name files with sslrootcert, sslcert and sslkey"),
    missed("directtls", "write sslnegotiation=direct"),
    missed("trustservercertificate", k_use_sslmode),
    missed("checkcertificaterevocation", "name the list with sslcrl"),
    missed("rejectunauthorized", k_use_sslmode),
    missed("usessl", k_use_sslmode),
    missed("tls", k_use_sslmode),
    missed("requiressl", k_use_sslmode),
    missed("socketfactory", "a proxy that it would connect to is named as host"),
    missed("socketfactoryarg", "a proxy that it would connect to is named as host"),
    missed("cloudsqlinstance", "the Cloud SQL proxy's socket is named as host"),
    missed("unixsock", "the socket's folder is named as host"),
    missed("socket", "the socket's folder is named as host"),
    missed("localsocketaddress", "the route decides which address is ours"),
    missed("integratedsecurity", "name user and password"),
    missed("jaasapplicationname", "name user and password"),
    missed("jaaslogin", "name user and password"),
    missed("authenticationpluginclassname", "name user and password"),
    missed("passwordfile", "write passfile"),
    missed("replication", "take it out: migrations need a session of SQL"),

    // Which server, and what its session is like.
    missed("readonly", "say it with options=-c%20default_transaction_read_only%3Don"),
    missed("readonlymode", "say it with options=-c%20default_transaction_read_only%3Don"),
    missed("readonlyreplica", k_use_attrs),
    missed("serversettings", k_use_options),
    missed("variables", k_use_options),
    missed("statementtimeout", k_use_time_limit),
    missed("querytimeout", k_use_time_limit),
    missed("transactiontimeout", k_use_time_limit),
    missed("xstatementtimeout", k_use_time_limit),
    missed("locktimeout", k_use_lock_timeout),

    // How a driver, a pool or a framework goes about its work.
    left_out("adapter"),
    left_out("advisorylocks"),
    left_out("assumeminserverversion"),
    left_out("asyncfallback"),
    left_out("autocommit"),
    left_out("autosave"),
    left_out("binary"),
    left_out("binaryparameters"),
    left_out("binarytransfer"),
    left_out("charset"),
    left_out("checkouttimeout"),
    left_out("cleanupsavepoints"),
    left_out("commandtimeout"),
    left_out("connectionlifetime"),
    left_out("connectionlimit"),
    left_out("connectiontimeout"),
    left_out("connectiontimeoutmillis"),
    left_out("connhealthchecks"),
    left_out("connmaxage"),
    left_out("connecttimeout"),
    left_out("databasemetadatacachefields"),
    left_out("debug"),
    left_out("defaultqueryexecmode"),
    left_out("defaultrowfetchsize"),
    left_out("descriptioncachecapacity"),
    left_out("disableserversidecursors"),
    left_out("encoding"),
    left_out("engine"),
    left_out("forcebinary"),
    left_out("hostrecheckseconds"),
    left_out("idleintransactionsessiontimeout"),
    left_out("idlesessiontimeout"),
    left_out("idletimeout"),
    left_out("idletimeoutmillis"),
    left_out("includeerrordetail"),
    left_out("keepalive"),
    left_out("keepaliveinitialdelaymillis"),
    left_out("logintimeout"),
    left_out("loadbalancehosts"),
    left_out("loggerlevel"),
    left_out("max"),
    left_out("maxidletime"),
    left_out("maxlifetime"),
    left_out("maxoverflow"),
    left_out("maximumpoolsize"),
    left_out("maxpoolsize"),
    left_out("min"),
    left_out("minimumpoolsize"),
    left_out("minpoolsize"),
    left_out("multiplexing"),
    left_out("pgbouncer"), // found out by ourselves
    left_out("pool"),
    left_out("poolsize"),
    left_out("pooltimeout"),
    left_out("poolmaxconns"),
    left_out("poolminconns"),
    left_out("poolrecycle"),
    left_out("poolpreping"),
    left_out("pooling"),
    left_out("preferquerymode"),
    left_out("prepare"),
    left_out("preparedstatementcachequeries"),
    left_out("preparedstatementcachesize"),
    left_out("preparedstatementnamefunc"),
    left_out("preparedstatements"),
    left_out("preparethreshold"),
    left_out("rewritebatchedinserts"),
    left_out("serverversion"),
    left_out("singleuseconnections"),
    left_out("sockettimeout"),
    left_out("statementcachecapacity"),
    left_out("statementcachesize"),
    left_out("stringtype"),
    left_out("tcpkeepalive"),
    left_out("timeout"),
    left_out("uselibpqcompat"),
    left_out("workaround"),
};

std::string canonical(std::string_view name) {
    auto lower = base::to_lower(name);
    std::erase_if(lower, [](char c) { return c == '_' || c == '-' || c == ' ' || c == '+'; });
    return lower;
}

struct ServerType {
    std::string_view name; ///< pgjdbc's, in lower case
    std::string_view attrs;
};

/// No word: what is done anyway, of several hosts.
constexpr std::array k_server_types{
    ServerType{"any", "any"},
    ServerType{"primary", "read-write"},
    ServerType{"master", "read-write"},
    ServerType{"secondary", "standby"},
    ServerType{"slave", "standby"},
    ServerType{"prefersecondary", "prefer-standby"},
    ServerType{"preferslave", "prefer-standby"},
    ServerType{"preferprimary", ""},
};

/// Of a name that nobody knows: words that are hardly ever about a pool.
constexpr std::array<std::string_view, 6> k_weighty{"ssl", "tls", "cert", "schema", "auth", "role"};

/// How names of the server's settings begin, which pgx and lib/pq hand on: what they change is seen by
/// migrations.
constexpr auto k_settings_begin = std::to_array<std::string_view>({"allowsystem",
                                                                   "arraynulls",
                                                                   "backslash",
                                                                   "byteaoutput",
                                                                   "checkfunctionbodies",
                                                                   "clientminmess",
                                                                   "commit",
                                                                   "constraint",
                                                                   "createrole",
                                                                   "cursortuple",
                                                                   "deadlock",
                                                                   "default",
                                                                   "dynamiclib",
                                                                   "effective",
                                                                   "enable",
                                                                   "escapestring",
                                                                   "eventtrig",
                                                                   "extrafloat",
                                                                   "forceparallel",
                                                                   "fromcollapse",
                                                                   "geqo",
                                                                   "gin",
                                                                   "hashmem",
                                                                   "jit",
                                                                   "joincollapse",
                                                                   "lc",
                                                                   "localpreload",
                                                                   "maxparallel",
                                                                   "parallel",
                                                                   "passwordencryption",
                                                                   "plancache",
                                                                   "quoteall",
                                                                   "randompage",
                                                                   "seqpage",
                                                                   "sessionpreload",
                                                                   "standardconf",
                                                                   "temp",
                                                                   "transaction",
                                                                   "transformnull",
                                                                   "xml"});

bool is_setting_of_server(std::string_view name) {
    const auto words = canonical(name);
    return name.find('.') != std::string_view::npos || // an extension's, or the application's own
           std::any_of(k_settings_begin.begin(), k_settings_begin.end(),
                       [&](std::string_view beginning) { return words.starts_with(beginning); });
}

} // namespace

std::optional<DriverParameter> find_driver_parameter(std::string_view name) {
    const auto wanted = canonical(name);
    const auto* const found =
        std::find_if(k_parameters.begin(), k_parameters.end(),
                     [&](const DriverParameter& candidate) { return candidate.name == wanted; });
    return found == k_parameters.end() ? std::nullopt : std::optional(*found);
}

std::string_view consequence_of_unknown(std::string_view name) {
    if (is_setting_of_server(name)) {
        return "some drivers hand it to the server as a setting: say it with options=-c%20NAME%3DVALUE";
    }
    const auto words = canonical(name);
    const bool is_weighty = std::any_of(k_weighty.begin(), k_weighty.end(), [&](std::string_view word) {
        return words.find(word) != std::string::npos;
    });
    return is_weighty ? "libpq has no such parameter: say what is meant in libpq's words" : "";
}

std::optional<std::string_view> session_attrs_of(std::string_view server_type) {
    const auto wanted = base::to_lower(server_type);
    const auto* const found =
        std::find_if(k_server_types.begin(), k_server_types.end(),
                     [&](const ServerType& candidate) { return candidate.name == wanted; });
    return found == k_server_types.end() ? std::nullopt : std::optional(found->attrs);
}

} // namespace headstart::pg
