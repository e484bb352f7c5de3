#include "postgres/engine.hpp"

#include "base/text.hpp"
#include "pg/conninfo.hpp"
#include "pg/doubtful_files.hpp"
#include "pg/keywords.hpp"
#include "pg/system_certificates.hpp"
#include "pg/wait_for_server.hpp"
#include "postgres/offline_script.hpp"
#include "postgres/session.hpp"
#include "postgres/whole_database.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

namespace headstart::postgres {

namespace {

constexpr std::array<std::string_view, 2> k_schemes{"postgresql", "postgres"};
constexpr std::array<std::string_view, 1> k_own_variables{"SSL_CERT_FILE"};

void tell_remarks(const pg::Conninfo& conninfo, diag::Reporter& reporter) {
    std::vector<std::string> left_out;
    for (const auto& [parameter, warning] : conninfo.remarks()) {
        if (warning.empty()) {
            left_out.push_back(parameter);
        } else {
            reporter.warning(fmt::format("the parameter \"{}\" of the database URL {}", parameter, warning),
                             {{"event", "url_parameter"}, {"parameter", parameter}});
        }
    }
    if (!left_out.empty()) {
        reporter.info(
            fmt::format("parameters of the database URL that are for a driver or a pool are left out: {}",
                        base::join(left_out, ", ")),
            {{"event", "url_parameters_left_out"}});
    }
}

pg::Connection create_and_connect(const ServerAccess& access) {
    try {
        return pg::wait_for_server(access.conninfo, access.options, access.patience, access.stop);
    } catch (const pg::UnknownDatabase&) {
        if (create_database(access)) {
            access.options.reporter.info(
                fmt::format("created the database \"{}\"", access.conninfo.database()),
                {{"event", "database_created"}});
        }
        return pg::wait_for_server(access.conninfo, access.options, access.patience, access.stop);
    }
}

std::string database_name(const std::string& url) {
    return pg::Conninfo::parse(url).database();
}

std::unique_ptr<database::Session> open_session(const std::string& url,
                                                const database::SessionOptions& options,
                                                diag::Reporter& reporter, base::WaitContext stop) {
    auto conninfo = pg::Conninfo::parse(url);
    conninfo.allow_cleartext(options.cleartext_password);
    tell_remarks(conninfo, reporter);
    for (const auto& doubt : pg::look_at_files(conninfo)) {
        reporter.warning(doubt, {{"event", "doubtful_file"}});
    }
    pg::name_system_certificates(conninfo);
    const pg::ConnectOptions connect_options{options.connect_timeout, options.needs_writable, reporter};
    // Only at first: one that is gone while it is migrated was dropped by somebody.
    auto may_create = std::make_shared<bool>(options.creates_database);
    const auto connect = [conninfo, connect_options, stop, may_create](base::milliseconds patience) {
        const bool creates = std::exchange(*may_create, false);
        return creates ? create_and_connect({conninfo, connect_options, patience, stop})
                       : pg::wait_for_server(conninfo, connect_options, patience, stop);
    };
    return std::make_unique<PostgresSession>(connect, conninfo, options, reporter, stop);
}

database::WholeDatabase whole_database(const std::string& url, const database::SessionOptions& options,
                                       diag::Reporter& reporter, base::WaitContext stop) {
    auto conninfo = pg::Conninfo::parse(url);
    conninfo.allow_cleartext(options.cleartext_password);
    pg::name_system_certificates(conninfo);
    const ServerAccess access{
        conninfo, {options.connect_timeout, true, reporter}, options.wait_timeout, stop};
    return {conninfo.database(),
            conninfo.describe(),
            is_on_this_machine(conninfo),
            is_servers_own(conninfo.database()),
            [access] { return create_database(access); },
            [access](bool ends_sessions) { return drop_database(access, ends_sessions); }};
}

std::unique_ptr<database::OfflineScript> begin_script(const database::SessionOptions& options,
                                                      database::OfflineScript::Writer write) {
    return std::make_unique<PsqlScript>(options, std::move(write));
}

} // namespace

const database::Engine& engine() {
    static constexpr database::Engine k_engine{
        .schemes = k_schemes,
        .variables = pg::libpq_variables,
        .location_variables = pg::location_variables,
        .own_variables = k_own_variables,
        .database_name = database_name,
        .open_session = open_session,
        .whole_database = whole_database,
        .begin_script = begin_script,
    };
    return k_engine;
}

} // namespace headstart::postgres
