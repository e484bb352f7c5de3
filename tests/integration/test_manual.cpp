#include "integration/declared.hpp"
#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <sstream>

using namespace headstart::test;

namespace {

/// The lines of a page that begin with `headstart`, inside its ```sh blocks, without the comments behind
/// them.
std::vector<std::string> commands_of(const std::string& page) {
    std::ifstream file(std::string(HEADSTART_DOCS) + "/" + page);
    std::vector<std::string> commands;
    bool is_shell = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            is_shell = line == "```sh";
        } else if (is_shell && line.starts_with("headstart ")) {
            commands.push_back(line.substr(0, line.find("   #")));
        }
    }
    return commands;
}

/// As a shell runs it in the project's folder.
Outcome run_line(Project& project, const std::string& line) {
    Call call;
    call.wrapper = {"sh", "-c", "PATH=$(dirname \"$0\"):$PATH; " + line};
    return project.headstart(call);
}

} // namespace

TEST_CASE("each command of the page on autogenerate runs as it stands there") {
    DeclaredProject project("CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);\n");
    project.folder.write("schema.old.sql", "CREATE TABLE users (id serial PRIMARY KEY);\n");
    project.folder.write("app.py", "from sqlalchemy import Column, Integer, MetaData, Table\n"
                                   "Base = MetaData()\nTable('t', Base, Column('id', Integer))\n");
    const auto commands = commands_of("autogenerate.md");
    CHECK(commands.size() >= 8);
    for (const auto& command : commands) {
        const auto outcome = run_line(project, command);
        INFO(command << "\n" << outcome.err);
        CHECK(outcome.status == 0);
    }
}

TEST_CASE("each command of the page on watching runs as it stands there") {
    LinearProject project;
    const auto commands = commands_of("observability.md");
    CHECK(commands.size() == 1);
    for (const auto& command : commands) {
        const auto outcome = run_line(project, command);
        INFO(command << "\n" << outcome.err);
        CHECK(outcome.status == 0);
    }
    CHECK(project.folder.read("textfile/api.prom").starts_with("# HELP headstart_revision_info "));
}

TEST_CASE("the first project of the quick start works as it is told") {
    Project project;
    std::filesystem::remove(project.folder.path() / "migrations");
    project.environment.erase("HEADSTART_DIR");
    const auto run = [&](const std::string& line) {
        const auto outcome = run_line(project, line);
        INFO(line << "\n" << outcome.err);
        CHECK(outcome.status == 0);
        return outcome;
    };
    run("headstart init");
    project.folder.write("schema.sql",
                         "CREATE TABLE users (\n    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n"
                         "    email varchar(255) NOT NULL UNIQUE\n);\n");
    run("sed -i 's/^# schema = .*/schema = \"schema.sql\"/' headstart.toml");
    for (const auto* line :
         {"headstart revision --autogenerate -m \"Create users\"", "headstart upgrade head --dry-run",
          "headstart upgrade head", "headstart current", "headstart history", "headstart check",
          "headstart test", "headstart downgrade -1", "headstart upgrade head"}) {
        run(line);
    }
    // What the page tells is what the page has tried.
    const auto told = commands_of("quick-start.md");
    for (const auto* line : {"headstart init", "headstart revision --autogenerate -m \"Create users\"",
                             "headstart upgrade head", "headstart check", "headstart test"}) {
        INFO(line);
        CHECK(std::any_of(told.begin(), told.end(), [&](const auto& one) { return one.starts_with(line); }));
    }
}
