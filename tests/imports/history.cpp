#include "imports/history.hpp"

namespace headstart::test {

namespace fs = std::filesystem;

OtherProject::OtherProject(const std::string& history) {
    fs::remove(folder.path() / "migrations");
    fs::copy(fs::path(HEADSTART_HISTORIES) / history / "input", folder.path(), fs::copy_options::recursive);
    environment["HEADSTART_DIR"] = "headstart";
}

Outcome OtherProject::import(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "import");
    return headstart(std::move(arguments));
}

std::string OtherProject::objects() {
    return database.text(
        "SELECT coalesce(string_agg(kind || ' ' || name, ', ' ORDER BY kind, name COLLATE \"C\"), '') FROM ("
        "SELECT c.relkind::text AS kind, c.relname::text AS name FROM pg_class c"
        " WHERE c.relnamespace IN ('public'::regnamespace, to_regnamespace('flipr'))"
        " AND c.relkind IN ('r', 'i', 'v') AND c.relname NOT LIKE 'alembic_version%'"
        " AND c.relname NOT LIKE 'headstart_journal%'"
        " UNION ALL SELECT 'f', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace) found");
}

} // namespace headstart::test
