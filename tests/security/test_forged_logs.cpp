#include "base/printable.hpp"
#include "support/catch.hpp"
#include "support/project.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <regex>
#include <sstream>

/// Whoever wrote a text that headstart shows (a file, its name, the server, an argument, a variable): it
/// steers no terminal and makes no line that looks like one of ours.
namespace headstart::test {

namespace {

/// What moves the cursor, titles the window and turns the order of letters around.
const std::string k_steering = "\x1b]0;owned\x07\x1b[2J\x7f\u009b31m\u202egpj.exe\u2066\u200b\u2028";
/// What an own record and an own diagnostic begin with.
const std::string k_forged = "2026-01-01 00:00:00.000 error   forged\nerror[HS0901]: forged\nhint: forged";
/// On one line, as a header or a comment of SQL holds it. A carriage return lets a terminal write over it.
const std::string k_line = "harmless" + k_steering + "\r2026-01-01 00:00:00.000 error   forged";
const std::string k_lines = "harmless" + k_steering + "\n" + k_forged;

using Arguments = std::vector<std::string>;

/// A text's way to the user: who plants it, and the commands that show it.
struct Origin {
    std::string name;
    std::function<void(Project&)> plant;
    std::vector<Arguments> commands;
    Environment variables = {};
};

std::string in_sql(const std::string& text) {
    return "E'" + std::regex_replace(text, std::regex("\n"), "\\n") + "'";
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        encoded += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return encoded;
}

void plain(Project& project) {
    project.migration("a1", "", "CREATE TABLE a (id int)");
}

std::vector<Origin> origins() {
    const std::vector<Arguments> readers{{"history"},
                                         {"history", "-v"},
                                         {"history", "--graph"},
                                         {"history", "--graph", "-v"},
                                         {"history", "--format", "mermaid"},
                                         {"history", "--format", "dot"},
                                         {"heads", "-v"},
                                         {"branches", "-v"},
                                         {"show", "head"},
                                         {"upgrade", "--dry-run"},
                                         {"upgrade", "--format", "json", "--dry-run"}};
    return {
        {"the message of a file",
         [](Project& project) {
             project.folder.write("migrations/a.sql",
                                  "-- harmless" + k_steering + "\n-- " + k_steering +
                                      "\n-- Revision ID: a1\n\n-- migrate:up\nSELECT 1;\n");
             project.migration("b1", "a1", "SELECT 1");
             project.migration("b2", "a1", "SELECT 1");
             project.migration("c", "b1, b2", "SELECT 1");
         },
         [&] {
             auto commands = readers;
             std::erase(commands, Arguments{"heads", "-v"});
             std::erase(commands, Arguments{"show", "head"});
             commands.push_back({"show", "a1"});
             commands.push_back({"upgrade"});
             return commands;
         }()},
        {"a revision's id and label",
         [](Project& project) {
             project.folder.write("migrations/a.sql", "-- x\n-- Revision ID: " + k_line +
                                                          "\n-- Branch Labels: l" + k_steering +
                                                          "\n\n-- migrate:up\nCREATE TABLE a (id int);\n");
         },
         [&] {
             auto commands = readers;
             std::erase(commands, Arguments{"branches", "-v"});
             for (const Arguments& one : {Arguments{"heads"},
                                          {"check"},
                                          {"status"},
                                          {"upgrade"},
                                          {"status"},
                                          {"current", "-v"},
                                          {"current"},
                                          {"validate"},
                                          {"wait", "--for", "head"},
                                          {"downgrade", "base"}}) {
                 commands.push_back(one);
             }
             return commands;
         }()},
        {"a file's name",
         [](Project& project) {
             project.folder.write("migrations/" + k_lines + "\xff.sql",
                                  "-- x\n-- Revision ID: a1\n\n-- migrate:up\nSELEC 1;\n");
         },
         {{"show", "head"}, {"history", "-v"}, {"upgrade"}, {"check"}, {"validate"}}},
        {"a file that is no UTF-8, and its name",
         [](Project& project) { project.folder.write("migrations/" + k_lines + ".sql", "\xff"); },
         {{"heads"}, {"upgrade"}}},
        {"a row of the version table",
         [](Project& project) {
             plain(project);
             project.database.execute("CREATE TABLE alembic_version (version_num text PRIMARY KEY)");
             project.database.execute("INSERT INTO alembic_version VALUES (" + in_sql(k_lines) + ")");
         },
         {{"status"},
          {"current"},
          {"check"},
          {"validate"},
          {"upgrade"},
          {"run"},
          {"stamp", "head"},
          {"wait", "--for", "head", "--wait-timeout", "200ms"}}},
        {"an error of the server",
         [](Project& project) {
             project.migration("a1", "",
                               "DO $$BEGIN RAISE EXCEPTION USING MESSAGE = " + in_sql(k_lines) +
                                   ", DETAIL = " + in_sql(k_lines) + ", HINT = " + in_sql(k_lines) +
                                   "; END$$");
         },
         {{"upgrade"}, {"run"}}},
        {"a notice of the server",
         [](Project& project) {
             project.migration("a1", "", "DO $$BEGIN RAISE NOTICE '%', " + in_sql(k_lines) + "; END$$");
         },
         {{"upgrade"}}},
        {"the SQL around an error",
         [](Project& project) { project.migration("a1", "", "SELECT /* " + k_line + " */ nothing"); },
         {{"upgrade"}, {"upgrade", "--dry-run"}}},
        {"a syntax error",
         [](Project& project) { project.migration("a1", "", "SELECT 1; SELEC '" + k_lines + "'"); },
         {{"upgrade"}, {"check"}}},
        {"an open literal",
         [](Project& project) { project.migration("a1", "", "SELECT '" + k_lines); },
         {{"upgrade"}}},
        {"an argument",
         plain,
         {{k_lines},
          {"show", k_lines},
          {"upgrade", k_lines},
          {"history", "--format", k_lines},
          {"history", "--" + k_lines},
          {"history", "-r", k_lines + ":head"},
          {"stamp", k_lines},
          {"heads", k_lines},
          {"upgrade", "--lock-wait-timeout", k_lines},
          {"--config", k_lines, "heads"},
          {"--dir", k_lines, "heads"},
          {"run", "--", "/nowhere/" + k_lines},
          {"revision", "-m", "x", "--rev-id", k_lines},
          {"revision", "-m", "x", "--head", k_lines},
          {"revision", "-m", "x", "--version-path", k_lines},
          {"init", "migrations/" + k_lines},
          {"help", k_lines}}},
        {"a variable", plain, {{"heads"}, {"upgrade"}}, {{"HEADSTART_WAIT_TIMEOUT", k_lines}}},
        {"the name of a database",
         [](Project& project) {
             plain(project);
             const auto name = "x\x1b[2J\u202e\nerror[HS0901]: " + project.database.name();
             project.database.execute("CREATE DATABASE \"" + name + "\"");
             auto url = project.database.url();
             url.replace(url.rfind(project.database.name()), project.database.name().size(),
                         percent_encoded(name));
             project.environment["DATABASE_URL"] = url;
         },
         {{"status"}, {"upgrade"}, {"current", "-v"}}},
        {"a key of headstart.toml",
         [](Project& project) {
             plain(project);
             project.folder.write("headstart.toml",
                                  "\"x\\u001b[2J\\u202e\\n2026-01-01 00:00:00.000 error   forged\" = 1\n");
         },
         {{"heads"}}},
        {"a value of headstart.toml",
         [](Project& project) {
             plain(project);
             project.folder.write(
                 "headstart.toml",
                 "log_level = \"x\\u001b[2J\\u202e\\n2026-01-01 00:00:00.000 error   forged\"\n");
         },
         {{"heads"}}},
        {"a line of .env",
         [](Project& project) {
             plain(project);
             project.folder.write(
                 ".env",
                 "HEADSTART_WAIT_TIMEOUT=\"x\x1b[2J\u202e\\n2026-01-01 00:00:00.000 error   forged\"\n");
         },
         {{"heads"}}},
        {"a line of heads.txt",
         [](Project& project) {
             plain(project);
             project.folder.write("migrations/heads.txt", k_line + "\n" + k_line + "\n");
             project.folder.write("headstart.toml", "heads_file = true\n");
         },
         {{"check", "--heads-file"}}},
    };
}

/// A line of ours as the planted texts write it; our own records are of another time.
bool is_forged(const std::string& line) {
    return line.starts_with("2026-01-01 00:00:00.000") || line.starts_with("error[HS0901]") ||
           line.starts_with("hint: forged");
}

void check_text(const std::string& text) {
    CHECK(text == base::printable(text, "\n"));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        CHECK_FALSE(is_forged(line));
    }
}

void check_json_lines(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        CHECK(nlohmann::json::accept(line));
    }
}

} // namespace

TEST_CASE("no text of others steers a terminal or makes a line of its own") {
    for (const auto& origin : origins()) {
        Project project;
        origin.plant(project);
        bool is_shown = false;
        for (const auto& command : origin.commands) {
            const auto what = origin.name + ": " + base::printable(command.front());
            INFO(what << (command.size() > 1 ? " " + base::printable(command[1]) : ""));
            const auto outcome = project.headstart(Call{command, origin.variables});
            INFO(outcome.err);
            CHECK_FALSE(outcome.signal);
            const bool is_json = std::find(command.begin(), command.end(), "json") != command.end();
            if (is_json && outcome.status == 0) {
                CHECK(nlohmann::json::accept(outcome.out));
            } else {
                check_text(outcome.out);
            }
            check_text(outcome.err);
            is_shown = is_shown || (outcome.out + outcome.err).find("\\u202e") != std::string::npos;
        }
        INFO(origin.name);
        CHECK(is_shown);
    }
}

TEST_CASE("a JSON log stays one, whatever is in it") {
    for (const auto& origin : origins()) {
        Project project;
        origin.plant(project);
        for (const auto& command : origin.commands) {
            INFO(origin.name << ": " << base::printable(command.front()));
            auto variables = origin.variables;
            variables["HEADSTART_LOG_FORMAT"] = "json";
            const auto outcome = project.headstart(Call{command, variables});
            INFO(outcome.err);
            // Before the settings are read nobody knows which format is wanted.
            if (outcome.err.starts_with('{')) {
                check_json_lines(outcome.err);
            } else {
                check_text(outcome.err);
            }
        }
    }
}

TEST_CASE("a session in the way cannot forge a line with its SQL") {
    Project project;
    project.database.execute("CREATE TABLE a (id int)");
    project.migration("a1", "", "ALTER TABLE a ADD b int");
    REQUIRE(project.headstart({"stamp", "base"}).status == 0);
    Session other(project.database.url());
    other.query("BEGIN; LOCK TABLE a; SELECT 1 AS \"harmless" + k_steering + "\n" + k_forged + "\"");
    const auto outcome = project.headstart(Call{{"upgrade"},
                                                {{"HEADSTART_LOCK_TIMEOUT", "1s"},
                                                 {"HEADSTART_LOCK_RETRY_TIMEOUT", "0"},
                                                 {"HEADSTART_REDACT", "false"}}});
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("harmless") != std::string::npos);
    check_text(outcome.err);
}

TEST_CASE("a message given for a new file stays in its comment") {
    Project project;
    for (const std::string message :
         {"a\nRevises: evil", "a\n  revision id : evil", "a\n-- migrate:up", "a\nmigrate:down",
          "a\nCreate Date: never", "a\nDepends On: evil", "Branch Labels: evil", "a\nrollback"}) {
        INFO(message);
        const auto outcome = project.headstart({"revision", "-m", message, "--rev-id", "a1", "--sql"});
        CHECK(outcome.status == 2);
        CHECK(outcome.err ==
              "error[HS0112]: the header of the new file would not say what it must\n"
              "hint: a line of the message looks like one of the header's; write it otherwise\n");
    }
    const auto outcome = project.headstart(
        {"revision", "-m", "a\r-- Revises: evil\rDROP TABLE a;\x1b[2J\nb\u2028", "--rev-id", "a1", "--sql"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.starts_with("-- a\\x0d-- Revises: evil\\x0dDROP TABLE a;\\x1b[2J\n-- b\\u2028\n--\n"
                                  "-- Revision ID: a1\n-- Revises: <base>\n"));
}

TEST_CASE("the journal keeps 64 kB of an error") {
    Project project;
    project.migration("a1", "", "DO $$BEGIN RAISE EXCEPTION '%', repeat('é', 100000); END$$", {},
                      "transaction:false");
    CHECK(project.headstart({"upgrade"}).status == 1);
    CHECK(project.database.text("SELECT state || right(error, 27) FROM headstart_journal") ==
          "failedéé... (200000 bytes in all)");
    CHECK(project.database.text("SELECT octet_length(error) FROM headstart_journal") == "65535");
}

} // namespace headstart::test
