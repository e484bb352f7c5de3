#include "imports/formats/flyway_settings.hpp"

#include "base/text.hpp"
#include "imports/placeholders.hpp"
#include "imports/plain_yaml.hpp"

#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace headstart::imports {

namespace {

/// `${NAME:value}` of Spring's, anywhere in a value, is taken from outside, or is what stands behind the
/// colon. Nothing: there is one without.
std::optional<std::string> spring_value(std::string_view written) {
    std::string value;
    for (auto open = written.find("${"); open != std::string_view::npos; open = written.find("${")) {
        const auto close = written.find('}', open);
        const auto colon = written.substr(0, close).find(':', open);
        if (close == std::string_view::npos || colon == std::string_view::npos) {
            return std::nullopt;
        }
        value += written.substr(0, open);
        value += written.substr(colon + 1, close - colon - 1);
        written.remove_prefix(close + 1);
    }
    return value.append(written);
}

/// "flyway.defaultSchema" of "flyway.default-schema"; the names of placeholders are the project's own.
std::string settings_key(std::string_view written) {
    if (written.starts_with("flyway.placeholders.")) {
        return std::string(written);
    }
    std::string key;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const bool begins_word = written[i] == '-' && i + 1 < written.size();
        i += begins_word ? 1 : 0;
        key += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(written[i])))
                           : written[i];
    }
    return key;
}

/// "flyway.url" of "spring.flyway.url".
void add_properties(const SourceFolder& folder, const std::string& file, FlywaySettings& settings) {
    const auto source = folder.read_if_there(file);
    for (const auto& [key, value] : read_properties(source ? std::string_view((*source)->text) : "")) {
        const auto own = key.find("flyway.");
        const auto known = own == 0 ? std::optional(value) : spring_value(value);
        if (known) {
            settings[settings_key(std::string_view(key).substr(own == std::string::npos ? 0 : own))] = *known;
        }
    }
}

/// Flyway's own, of the nearest folder that has any: Flyway is run in one of those around its files.
FlywaySettings nearest_settings(const SourceFolder& folder) {
    for (const auto& way : folder.ways_up()) {
        FlywaySettings settings;
        for (const auto* const file : {"flyway.conf", "conf/flyway.conf", "flyway.toml"}) {
            add_properties(folder, way + file, settings);
        }
        if (!settings.empty()) {
            return settings;
        }
    }
    return {};
}

/// Of the application, in a folder of its resources. Those that are nearer count.
void add_spring_settings(const SourceFolder& folder, const std::string& place, FlywaySettings& settings) {
    FlywaySettings found;
    add_properties(folder, place + "application.properties", found);
    for (const auto* const file : {"application.yml", "application.yaml"}) {
        const auto source = folder.read_if_there(place + file);
        for (const auto& [key, value] :
             read_plain_yaml(source ? std::string_view((*source)->text) : "", "spring.")) {
            if (auto known = spring_value(value)) {
                found[settings_key(key)] = *std::move(known);
            }
        }
    }
    settings.merge(found);
}

} // namespace

FlywaySettings flyway_settings(const SourceFolder& folder) {
    FlywaySettings settings;
    add_spring_settings(folder, "../../", settings); // of src/main/resources/db/migration
    for (const auto& way : folder.ways_up()) {
        add_spring_settings(folder, way + "src/main/resources/", settings);
    }
    settings.merge(nearest_settings(folder));
    return settings;
}

FlywayNaming flyway_naming(const FlywaySettings& settings) {
    FlywayNaming naming;
    const auto take = [&](std::string_view key, std::string& value) { take_setting(settings, key, value); };
    take("flyway.sqlMigrationPrefix", naming.versioned);
    take("flyway.undoSqlMigrationPrefix", naming.undo);
    take("flyway.baselineMigrationPrefix", naming.baseline);
    take("flyway.repeatableSqlMigrationPrefix", naming.repeatable);
    take("flyway.sqlMigrationSeparator", naming.separator);
    std::string endings;
    take("flyway.sqlMigrationSuffixes", endings);
    if (const auto words = base::split_list(endings, ",[]\"'"); !words.empty()) {
        naming.endings.assign(words.begin(), words.end());
    }
    return naming;
}

} // namespace headstart::imports
