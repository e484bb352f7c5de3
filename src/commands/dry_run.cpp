#include "commands/dry_run.hpp"

#include "base/text.hpp"
#include "diag/log.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

namespace headstart::commands {

using database::Migration;

namespace {

nlohmann::ordered_json step_json(const Migration& migration) {
    auto statements = nlohmann::ordered_json::array();
    for (const auto& statement : migration.statements) {
        statements.push_back(migration.text_of(statement));
    }
    return {{"direction", migration.direction()},
            {"revision", migration.revision().id},
            {"down_revisions", migration.revision().down_revisions},
            {"message", migration.revision().message},
            {"path", migration.source->path},
            {"transactional", migration.transactional},
            {"statements", std::move(statements)}};
}

std::string to_text(const scripts::ScriptDirectory& scripts, const Migration& migration) {
    const auto section = scripts.section_of(migration.revision(), migration.is_up());
    const auto sql = base::trim(section.text());
    return fmt::format("-- {}{}\n{}{}\n", revision::step_line(migration.step),
                       migration.transactional ? "" : " (outside a transaction)", sql,
                       sql.empty() ? "" : "\n");
}

} // namespace

void print_plan(const std::vector<Migration>& migrations, const scripts::ScriptDirectory& scripts,
                Format format) {
    if (format == Format::json) {
        auto steps = nlohmann::ordered_json::array();
        for (const auto& migration : migrations) {
            steps.push_back(step_json(migration));
        }
        print_json(steps);
        return;
    }
    for (const auto& migration : migrations) {
        print(to_text(scripts, migration));
    }
    if (migrations.empty()) {
        diag::log_info("nothing to do: the database is there already", {{"event", "up_to_date"}});
    }
}

} // namespace headstart::commands
