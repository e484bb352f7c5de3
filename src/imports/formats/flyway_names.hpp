#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Flyway's names of files, and the ids that revisions get of them.
namespace headstart::imports {

enum class FlywayKind : std::uint8_t { versioned, undo, baseline, repeatable };

struct FlywayFile {
    std::string_view file;
    FlywayKind kind;
    std::string_view version; ///< "1_2"; empty: it is repeatable
    std::string_view name;    ///< "create_users"
    bool is_sql;              ///< false: of a programming language
};

/// How a project has told Flyway to name its files.
struct FlywayNaming {
    std::string versioned = "V";
    std::string undo = "U";
    std::string baseline = "B";
    std::string repeatable = "R";
    std::string separator = "__";
    std::vector<std::string> endings = {".sql"};
};

/// The name taken apart, wherever the file is; nothing: Flyway passes over it.
std::optional<FlywayFile> as_flyway(std::string_view file, const FlywayNaming& naming = {});

/// `beforeMigrate.sql`, `afterEachMigrate__grants.sql`.
bool is_flyway_callback(std::string_view file);

/// "1.2" of "1_2": as Flyway writes it into its table.
std::string flyway_id(std::string_view version);

/// Of the description that its table has, or the file's name: the same of "my_views" and "my views".
std::string flyway_repeatable_id(std::string_view name);

} // namespace headstart::imports
