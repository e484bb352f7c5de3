#include "commands/scratch.hpp"

#include "commands/engines.hpp"
#include "commands/local_cluster.hpp"
#include "diag/log.hpp"
#include "pg/wait_for_server.hpp"
#include "settings/chosen_url.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace headstart::commands {

namespace {

constexpr std::chrono::seconds k_time_to_ask{3};
/// The server is started, and not there yet.
constexpr std::chrono::seconds k_time_to_start{60};

std::string url_of_target(const Context& context) {
    return settings::choose_url(context.settings, engine_of("").location_variables(), context.stop())
        .url.reveal();
}

int major_of(const pg::Connection& connection) {
    return connection.server_version() / 10000;
}

/// Nothing where no target is named, or it cannot be reached: for scratch databases it need not be there.
std::optional<int> find_major_of_target(const Context& context) {
    try {
        auto outcome = pg::try_connect(pg::Conninfo::parse(url_of_target(context)), {.needs_writable = false},
                                       {base::Deadline::after(k_time_to_ask), context.stop().with(nullptr)});
        const auto* connection = std::get_if<pg::Connection>(&outcome);
        return connection != nullptr ? std::optional(major_of(*connection)) : std::nullopt;
    } catch (const diag::Error&) {
        return std::nullopt;
    }
}

/// What one major version takes another one may refuse, or print otherwise.
void warn_of_other_version(const Context& context, const prove::ScratchServer& server) {
    const auto target = find_major_of_target(context);
    const auto connection =
        pg::wait_for_server(server.conninfo, server.options, k_time_to_start, server.stop);
    if (target && *target != major_of(connection)) {
        diag::log_warning(fmt::format("scratch databases are made by PostgreSQL {}, and the database is one "
                                      "of PostgreSQL {}: what holds for the one need not for the other",
                                      major_of(connection), *target),
                          {{"event", "other_version"}});
    }
}

} // namespace

prove::ScratchServer scratch_server(const Context& context) {
    const auto& settings = context.settings;
    if (*settings.scratch == settings::ScratchPlace::local) {
        auto cluster = std::make_shared<LocalCluster>(context);
        prove::ScratchServer server{pg::Conninfo::parse(cluster->url()), {}, context.stop(), cluster};
        warn_of_other_version(context, server);
        return server;
    }
    if (!settings.scratch_url.is_set()) {
        return {pg::Conninfo::parse(url_of_target(context)), {}, context.stop()};
    }
    prove::ScratchServer server{pg::Conninfo::parse(settings.scratch_url->reveal()), {}, context.stop()};
    warn_of_other_version(context, server);
    return server;
}

std::string search_path_of(const prove::ScratchServer& server) {
    return pg::wait_for_server(server.conninfo, server.options, base::milliseconds{0}, server.stop)
        .exec("SHOW search_path")
        .value(0, 0);
}

} // namespace headstart::commands
