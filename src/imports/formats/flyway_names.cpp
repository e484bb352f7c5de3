#include "imports/formats/flyway_names.hpp"

#include "imports/dotted.hpp"
#include "imports/names.hpp"
#include "imports/source_folder.hpp"

#include <algorithm>
#include <array>

namespace headstart::imports {

namespace {

constexpr std::string_view k_between = "__";

constexpr std::array<std::string_view, 6> k_code{".java", ".class", ".kt", ".groovy", ".scala", ".py"};

/// Events that a callback is named by, without what they are about.
constexpr std::array<std::string_view, 3> k_events{"before", "after", "createSchema"};

constexpr std::array<std::string_view, 13> k_subjects{"Migrate",  "EachMigrate", "EachMigrateStatement",
                                                      "Clean",    "Info",        "Validate",
                                                      "Baseline", "Repair",      "Undo",
                                                      "EachUndo", "Versioned",   "Repeatables",
                                                      "Connect"};

FlywayKind kind_of(char prefix) {
    switch (prefix) {
    case 'U':
        return FlywayKind::undo;
    case 'B':
        return FlywayKind::baseline;
    case 'R':
        return FlywayKind::repeatable;
    default:
        return FlywayKind::versioned;
    }
}

} // namespace

std::optional<FlywayFile> as_flyway(std::string_view file) {
    const auto name = base_name(file);
    const auto dot = name.rfind('.');
    const auto between = name.find(k_between);
    if (dot == std::string_view::npos || between == std::string_view::npos || between > dot ||
        std::string_view("VUBR").find(name.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    const auto ending = name.substr(dot);
    const bool is_code = std::find(k_code.begin(), k_code.end(), ending) != k_code.end();
    const auto kind = kind_of(name.front());
    const auto version = name.substr(1, between - 1);
    const bool is_version = kind == FlywayKind::repeatable ? version.empty() : is_dotted(version);
    if ((ending != ".sql" && !is_code) || !is_version) {
        return std::nullopt;
    }
    const auto begin = between + k_between.size();
    return FlywayFile{file, kind, version, name.substr(begin, dot - begin), !is_code};
}

bool is_flyway_callback(std::string_view file) {
    auto name = base_name(file);
    if (!name.ends_with(".sql")) {
        return false;
    }
    name = name.substr(0, std::min(name.find(k_between), name.size() - 4));
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
