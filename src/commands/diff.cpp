#include "base/file.hpp"
#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/engines.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "pg/wait_for_server.hpp"
#include "prove/load.hpp"
#include "prove/prove.hpp"
#include "prove/scratch_database.hpp"
#include "settings/chosen_url.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

std::shared_ptr<const diag::SourceText> read_source(const std::string& path) {
    return std::make_shared<diag::SourceText>(diag::SourceText{path, base::read_file(path)});
}

bool is_url(std::string_view text) {
    return text.find("://") != std::string_view::npos;
}

/// One of the two sides: a scratch database that holds what was declared, or a database that is there.
class Side {
public:
    Side(const prove::ScratchServer& server, const std::string& text)
        : m_server(server) {
        if (is_url(text)) {
            m_live.emplace(pg::wait_for_server(pg::Conninfo::parse(text), server.options,
                                               base::milliseconds{0}, server.stop));
        } else {
            m_scratch.emplace(server);
            prove::load(m_scratch->connection(), read_source(text));
        }
    }

    pg::Connection& connection() { return m_live ? *m_live : m_scratch->connection(); }

    [[nodiscard]] bool is_live() const { return m_live.has_value(); }

private:
    const prove::ScratchServer& m_server;
    std::optional<pg::Connection> m_live;
    std::optional<prove::ScratchDatabase> m_scratch;
};

} // namespace

int diff(Context& context, const Arguments& arguments) {
    const auto from = arguments.value("--from");
    const auto to = arguments.value("--to");
    if (!from || !to) {
        throw usage_error("diff needs two schemas", "name them with --from and --to");
    }
    const auto chosen =
        settings::choose_url(context.settings, engine_of("").location_variables(), context.stop());
    const auto conninfo = pg::Conninfo::parse(chosen.url.reveal());
    const prove::ScratchServer server{conninfo, {}, context.stop()};
    auto path = pg::wait_for_server(conninfo, {}, base::milliseconds{0}, context.stop())
                    .exec("SHOW search_path")
                    .value(0, 0);
    const catalogue::ReadOptions reading{path};
    Side present_side(server, *from);
    Side goal_side(server, *to);
    const auto present = catalogue::read_schema(present_side.connection(), reading);
    const auto goal = catalogue::read_schema(goal_side.connection(), reading);
    if (diff::differences(present, goal).empty()) {
        return 0;
    }
    present_side.connection().exec("SET search_path TO " + path);
    const auto proof = prove::prove(present_side.connection(), present, goal, reading);
    if (!proof.remaining.empty()) {
        diag::Diagnostic problem;
        problem.code = diag::code::unproved_plan;
        problem.message = "no statements were found that lead from the one schema to the other";
        problem.notes = proof.remaining;
        problem.hint = "write this part by hand";
        throw diag::Error(diag::ExitCode::findings, std::move(problem));
    }
    for (const auto& step : proof.steps) {
        for (const auto& statement : step.statements) {
            print_as_is(statement.sql + ";\n");
        }
    }
    return 0;
}

} // namespace headstart::commands
