#include "commands/scratch.hpp"

#include "commands/engines.hpp"
#include "pg/wait_for_server.hpp"
#include "settings/chosen_url.hpp"

namespace headstart::commands {

prove::ScratchServer scratch_server(const Context& context) {
    const auto& settings = context.settings;
    const auto url =
        settings.scratch_url.is_set()
            ? settings.scratch_url->reveal()
            : settings::choose_url(settings, engine_of("").location_variables(), context.stop()).url.reveal();
    return {pg::Conninfo::parse(url), {}, context.stop()};
}

std::string search_path_of(const prove::ScratchServer& server) {
    return pg::wait_for_server(server.conninfo, server.options, base::milliseconds{0}, server.stop)
        .exec("SHOW search_path")
        .value(0, 0);
}

} // namespace headstart::commands
