#include "commands/plan_text.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

bool is_long(const std::string& sql) {
    return sql.find('\n') != std::string::npos;
}

} // namespace

std::string plan_text(const std::vector<diff::Step>& steps) {
    std::string text;
    bool was_long = false;
    for (const auto& step : steps) {
        for (const auto& statement : step.statements) {
            if (!text.empty() && (was_long || is_long(statement.sql))) {
                text += '\n';
            }
            for (const auto hazard : statement.hazards) {
                const auto& words = diff::text_of(hazard);
                text += fmt::format("-- hazard: {}: {}\n", words.name, words.sentence);
            }
            text += statement.sql + ";\n";
            was_long = is_long(statement.sql);
        }
    }
    return text;
}

} // namespace headstart::commands
