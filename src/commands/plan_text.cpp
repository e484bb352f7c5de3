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

nlohmann::ordered_json plan_json(const std::vector<diff::Step>& steps) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& step : steps) {
        for (const auto& statement : step.statements) {
            auto hazards = nlohmann::ordered_json::array();
            for (const auto hazard : statement.hazards) {
                const auto& words = diff::text_of(hazard);
                hazards.push_back(
                    {{"name", words.name}, {"sentence", words.sentence}, {"instead", words.instead}});
            }
            all.push_back({{"sql", statement.sql},
                           {"kind", schema::word(step.deed.object.kind)},
                           {"object", step.deed.object.identity},
                           {"table", step.table ? nlohmann::ordered_json(step.table->identity) : nullptr},
                           {"hazards", std::move(hazards)},
                           {"in_transaction", statement.runs_in_transaction}});
        }
    }
    return all;
}

} // namespace headstart::commands
