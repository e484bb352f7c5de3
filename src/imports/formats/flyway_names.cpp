#include "imports/formats/flyway_names.hpp"

#include "imports/dotted.hpp"
#include "imports/names.hpp"
#include "imports/source_folder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace headstart::imports {

namespace {

constexpr std::array<std::string_view, 6> k_code{".java", ".class", ".kt", ".groovy", ".scala", ".py"};

/// Events that a callback is named by, without what they are about.
constexpr std::array<std::string_view, 3> k_events{"before", "after", "createSchema"};

constexpr std::array<std::string_view, 13> k_subjects{"Migrate",  "EachMigrate", "EachMigrateStatement",
                                                      "Clean",    "Info",        "Validate",
                                                      "Baseline", "Repair",      "Undo",
                                                      "EachUndo", "Versioned",   "Repeatables",
                                                      "Connect"};

/// "1_2__create_users" behind the prefix of a kind.
std::optional<FlywayFile> take_apart(std::string_view rest, FlywayKind kind, std::string_view separator) {
    const auto between = rest.find(separator);
    if (between == std::string_view::npos) {
        return std::nullopt;
    }
    const auto version = rest.substr(0, between);
    const bool is_version = kind == FlywayKind::repeatable ? version.empty() : is_dotted(version);
    return is_version
               ? std::optional(FlywayFile{{}, kind, version, rest.substr(between + separator.size()), true})
               : std::nullopt;
}

/// A name without its ending. Versioned files may have no prefix, so they are asked last.
std::optional<FlywayFile> file_named(std::string_view name, const FlywayNaming& naming) {
    for (const auto& [prefix, kind] : {std::pair{std::string_view(naming.undo), FlywayKind::undo},
                                       {naming.baseline, FlywayKind::baseline},
                                       {naming.repeatable, FlywayKind::repeatable},
                                       {naming.versioned, FlywayKind::versioned}}) {
        if (name.starts_with(prefix)) {
            if (auto found = take_apart(name.substr(prefix.size()), kind, naming.separator)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<FlywayFile> as_flyway(std::string_view file, const FlywayNaming& naming) {
    const auto name = base_name(file);
    const auto dot = name.rfind('.');
    const bool is_code = dot != std::string_view::npos &&
                         std::find(k_code.begin(), k_code.end(), name.substr(dot)) != k_code.end();
    std::optional<FlywayFile> found;
    if (is_code) { // a class, whatever the files of SQL are called
        found = file_named(name.substr(0, dot), {});
    } else if (const auto ending = std::find_if(naming.endings.begin(), naming.endings.end(),
                                                [&](const std::string& one) { return name.ends_with(one); });
               ending != naming.endings.end()) {
        found = file_named(name.substr(0, name.size() - ending->size()), naming);
    }
    if (found) {
        found->file = file;
        found->is_sql = !is_code;
    }
    return found;
}

bool is_flyway_callback(std::string_view file) {
    auto name = base_name(file);
    if (!name.ends_with(".sql")) {
        return false;
    }
    name = name.substr(0, std::min(name.find("__"), name.size() - 4));
    return std::any_of(k_events.begin(), k_events.end(), [&](std::string_view event) {
        const auto subject = name.substr(std::min(event.size(), name.size()));
        return name.starts_with(event) &&
               (subject.empty() ||
                std::any_of(k_subjects.begin(), k_subjects.end(),
                            [&](std::string_view one) { return subject.starts_with(one); }));
    });
}

std::string flyway_id(std::string_view version) {
    std::string id(version);
    std::replace(id.begin(), id.end(), '_', '.');
    return id_for(id);
}

std::string flyway_repeatable_id(std::string_view name) {
    return "R_" + id_for(name);
}

} // namespace headstart::imports
