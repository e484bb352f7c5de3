#include "commands/schema_source.hpp"

#include "commands/engines.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/chosen_url.hpp"

#include <string_view>

namespace headstart::commands {

SchemaSource read_schema_source(const Context& context, const std::string& text) {
    constexpr std::string_view k_migrations = "migrations";
    if (text == k_migrations) {
        return migrated_schema();
    }
    if (text.starts_with("migrations@")) {
        return {SchemaSource::Kind::migrations, text.substr(k_migrations.size() + 1)};
    }
    if (text == "database") {
        const auto chosen =
            settings::choose_url(context.settings, engine_of("").location_variables(), context.stop());
        return {SchemaSource::Kind::url, chosen.url.reveal()};
    }
    if (text == "schema") {
        return declared_schema(context);
    }
    if (text.find("://") != std::string::npos) {
        return {SchemaSource::Kind::url, text};
    }
    return {SchemaSource::Kind::path, text};
}

SchemaSource declared_schema(const Context& context) {
    const auto& settings = context.settings;
    // Of both, what is said nearer to this run: the flag, the environment, the file.
    const bool is_command =
        !settings.schema_command->empty() &&
        (settings.schema->empty() || settings.schema_command.origin.kind > settings.schema.origin.kind);
    if (is_command) {
        return {SchemaSource::Kind::command, *settings.schema_command};
    }
    if (!settings.schema->empty()) {
        return {SchemaSource::Kind::path, settings.schema->string()};
    }
    throw diag::refusal(
        diag::code::no_schema, "no schema is declared to compare the migrations with",
        "set `schema = \"schema.sql\"` or `schema_command = \"…\"` in headstart.toml, or give --schema");
}

SchemaSource migrated_schema() {
    return {SchemaSource::Kind::migrations, "heads"};
}

} // namespace headstart::commands
