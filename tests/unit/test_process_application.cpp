#include "process/application.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/wait.h>
#include <tuple>
#include <unistd.h>

using namespace headstart;
using test::error_text;
using test::TempFolder;
using test::without;
namespace fs = std::filesystem;

namespace {

/// PATH and the working folder for one test.
class Surroundings {
public:
    Surroundings(const fs::path& folder, const std::optional<std::string>& path)
        : m_folder(fs::current_path())
        , m_path(std::getenv("PATH")) {
        fs::current_path(folder);
        path ? ::setenv("PATH", path->c_str(), 1) : ::unsetenv("PATH");
    }

    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

    ~Surroundings() {
        ::setenv("PATH", m_path.c_str(), 1);
        fs::current_path(m_folder);
    }

private:
    fs::path m_folder;
    std::string m_path;
};

void write_executable(const TempFolder& folder, const std::string& name, const std::string& content) {
    fs::permissions(folder.write(name, content), fs::perms::owner_all);
}

/// What is found with such a PATH, seen from `folder`; or the error with its exit code.
std::string find(const TempFolder& folder, const std::optional<std::string>& path, const std::string& name) {
    const Surroundings surroundings(folder.path(), path);
    std::string found;
    const auto error = error_text([&] {
        try {
            found = process::find_application({name, "an argument"}).path;
        } catch (const diag::Error& failure) {
            found = std::to_string(static_cast<int>(failure.exit_code())) + " ";
            throw;
        }
    });
    return without(error == "no error" ? found : found + error, folder.path().string());
}

struct Outcome {
    int status;
    std::string output;
};

/// Replaces a child process by the application and reads what that writes.
Outcome run(const process::Application& application, const std::vector<std::string>& removed) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const auto child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        int status = 99;
        const auto error = error_text([&] {
            try {
                process::exec_application(application, removed);
            } catch (const diag::Error& failure) {
                status = static_cast<int>(failure.exit_code());
                throw;
            }
        });
        std::ignore = ::write(STDOUT_FILENO, error.data(), error.size());
        ::_exit(status);
    }
    ::close(ends[1]);
    Outcome outcome{};
    std::array<char, 4096> buffer{};
    for (auto count = ::read(ends[0], buffer.data(), buffer.size()); count > 0;
         count = ::read(ends[0], buffer.data(), buffer.size())) {
        outcome.output.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    outcome.status = WEXITSTATUS(status);
    return outcome;
}

} // namespace

TEST_CASE("a command is found as a shell finds it") {
    const TempFolder folder;
    write_executable(folder, "here", "exit 0\n");
    write_executable(folder, "one/tool", "exit 0\n");
    write_executable(folder, "two/tool", "exit 0\n");
    write_executable(folder, " three /spaced", "exit 0\n");
    folder.write("four/tool", "");
    fs::create_directories(folder.path() / "five/tool");
    const auto at = [&](const std::string& name) { return (folder.path() / name).string(); };
    CHECK(find(folder, at("one") + ":" + at("two"), "tool") == "/one/tool");
    CHECK(find(folder, at("none") + ":" + at("two") + ":" + at("one"), "tool") == "/two/tool");
    // What may not be executed, or is a folder, gives way to a later one.
    CHECK(find(folder, at("four") + ":" + at("five") + ":" + at("one"), "tool") == "/one/tool");
    CHECK(find(folder, at(" three "), "spaced") == "/ three /spaced");
    CHECK(find(folder, "/none", "one/tool") == "one/tool");
    CHECK(find(folder, "/none", at("one/tool")) == "/one/tool");
    // An empty entry is the current folder.
    for (const std::string path : {"", ":", "/none:", ":/none", "/none::/none"}) {
        CHECK(find(folder, path, "here") == "./here");
    }
    CHECK(find(folder, std::nullopt, "sh").ends_with("/sh"));
    CHECK(find(folder, std::nullopt, "here").starts_with("127 "));
}

TEST_CASE("what cannot be found ends with 127, what cannot be executed with 126") {
    const TempFolder folder;
    folder.write("plain", "");
    folder.write("sub/plain", "");
    fs::create_directories(folder.path() / "five/tool");
    const auto not_found = [](const std::string& name) {
        return "127 error[HS0501]: command not found: " + name +
               "\nhint: the command stands after `--`; is it in the image, and its folder in PATH?\n";
    };
    const auto not_executable = [](const std::string& name, const std::string& reason) {
        return "126 error[HS0502]: cannot execute " + name + ": " + reason +
               "\nhint: is the file executable (chmod +x), and built for this machine?\n";
    };
    const auto sub = (folder.path() / "sub").string();
    CHECK(find(folder, sub, "tool") == not_found("tool"));
    CHECK(find(folder, sub, "") == not_found(""));
    CHECK(find(folder, sub, "./tool") == not_found("./tool"));
    CHECK(find(folder, sub, "plain/tool") == not_found("plain/tool"));
    CHECK(find(folder, (folder.path() / "five").string(), "tool") == not_found("tool"));
    CHECK(find(folder, sub + ":/none", "plain") == not_executable("plain", "Permission denied"));
    CHECK(find(folder, sub, "./plain") == not_executable("./plain", "Permission denied"));
    CHECK(find(folder, sub, "./sub") == not_executable("./sub", "Is a directory"));
}

TEST_CASE("the application gets its arguments and the environment less what is removed") {
    ::setenv("HEADSTART_TEST_SECRET", "s3cret", 1);
    ::setenv("HEADSTART_TEST_SECRET_2", "kept", 1);
    const auto outcome =
        run(process::find_application(
                {"sh", "-c", "echo \"$0|$1|$HEADSTART_TEST_SECRET|$HEADSTART_TEST_SECRET_2\"; exit 7", "name",
                 "a b"}),
            {"HEADSTART_TEST_SECRET", "HEADSTART_TEST_NONE"});
    ::unsetenv("HEADSTART_TEST_SECRET");
    ::unsetenv("HEADSTART_TEST_SECRET_2");
    CHECK(outcome.output == "name|a b||kept\n");
    CHECK(outcome.status == 7);
}

TEST_CASE("a script without an interpreter line is handed to the shell") {
    const TempFolder folder;
    write_executable(folder, "script", "echo \"$0 $1\"\n");
    const auto path = (folder.path() / "script").string();
    const auto outcome = run(process::find_application({path, "x"}), {});
    CHECK(outcome.output == path + " x\n");
    CHECK(outcome.status == 0);
}

TEST_CASE("what cannot run is told when it is found, with the cause") {
    const TempFolder folder;
    std::string own(4096, '\0');
    std::ifstream("/proc/self/exe", std::ios::binary)
        .read(own.data(), static_cast<std::streamsize>(own.size()));
    const auto changed = [&own](std::size_t at, const std::string& bytes) {
        auto copy = own;
        return copy.replace(at, bytes.size(), bytes);
    };
    // A machine that nobody has a handler for, and one that is at home on big ones.
    const auto unknown = changed(18, std::string("\x39\x30", 2));
    auto big = changed(5, "\x02").replace(18, 2, std::string("\x00\x16", 2));
    auto loader = own;
    const auto named = loader.find("/ld-linux");
    REQUIRE(named != std::string::npos);
    loader.replace(named, 9, "/ld-nowhr");

    struct Example {
        std::string content;
        std::string what;
    };

    const std::vector<Example> examples{
        {"", "it is empty"},
        {own.substr(0, 10), "it is a program that is cut off"},
        {unknown, "it is built for machine 12345, and this machine is "},
        {big, "it is built for s390x, and this machine is "},
        {loader, "its dynamic loader, /"},
        {std::string("MZ\x90\0\x03\0", 6), "it is neither a program of Linux nor a script"},
        {"#!/none/python\n", "its interpreter, /none/python, is not there"},
        {"#!/etc/passwd\n", "its interpreter, /etc/passwd, is not executable"},
        {"#! /usr/bin/env nothing-of-that-name\n", "its interpreter, nothing-of-that-name, is not in PATH"},
        {"#!/bin/sh\r\nexit 0\r\n",
         "its first line ends in CR LF, which becomes a part of the interpreter's name"},
    };
    for (const auto& [content, what] : examples) {
        write_executable(folder, "app", content);
        const auto found = find(folder, std::nullopt, "./app");
        INFO(found);
        CHECK(found.starts_with("126 error[HS0502]: cannot execute ./app: " + what));
        CHECK(found.find("\nhint: ") != std::string::npos);
    }
    for (const auto& content :
         {own, std::string("#!/bin/sh -e\n"), std::string("#!/usr/bin/env -S sh -e\n"),
          std::string("#!/usr/bin/env sh\n"), std::string("echo\0 x"), std::string("\n")}) {
        write_executable(folder, "app", content);
        CHECK(find(folder, std::nullopt, "./app") == "./app");
    }
}

TEST_CASE("an interpreter that goes between is not reported as the script itself") {
    const TempFolder folder;
    write_executable(folder, "python", "exit 0\n");
    write_executable(folder, "script", "#!" + (folder.path() / "python").string() + "\n");
    const auto application = process::find_application({(folder.path() / "script").string()});
    fs::remove(folder.path() / "python");
    const auto outcome = run(application, {});
    CHECK(without(outcome.output, folder.path().string()) ==
          "error[HS0502]: cannot execute /script: the program that has to load it is missing\n"
          "hint: a script names it in its first line (`#!…`), a binary names its dynamic loader: one built "
          "for glibc does not start in an Alpine or scratch image\n");
    CHECK(outcome.status == 126);
}

TEST_CASE("a command that is gone since it was found ends with 127") {
    const auto outcome = run({"/none/tool", {"tool"}}, {});
    CHECK(outcome.output ==
          "error[HS0501]: command not found: /none/tool\n"
          "hint: the command stands after `--`; is it in the image, and its folder in PATH?\n");
    CHECK(outcome.status == 127);
}
