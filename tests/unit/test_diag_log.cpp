#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/last_word.hpp"
#include "diag/log.hpp"
#include "support/catch.hpp"
#include "support/log_schema.hpp"
#include "support/temp_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fcntl.h>
#include <regex>

using namespace headstart;
using diag::LogFormat;
using diag::LogLevel;

namespace {

/// What `call` writes to standard error; the log is back at its defaults behind it.
template<typename Call>
std::string written(LogLevel level, LogFormat format, Call&& call) {
    const test::TempFolder folder;
    const auto path = folder.write("stderr", "");
    std::fflush(stderr);
    const base::Fd before{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
    const base::Fd file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    ::dup2(file.get(), STDERR_FILENO);
    diag::configure_log(level, format);
    call();
    diag::configure_log(LogLevel::info, LogFormat::text);
    std::fflush(stderr);
    ::dup2(before.get(), STDERR_FILENO);
    return base::read_file(path);
}

void say_all() {
    diag::log_debug("one {}");
    diag::log_info("two", {{"event", "x"}, {"count", std::int64_t{3}}, {"ok", true}, {"share", 0.5}});
    diag::log_warning("three \"é\"\n\xFF");
}

diag::Diagnostic problem(diag::Severity severity) {
    diag::Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.code = diag::code::pending;
    diagnostic.message = "100 % {} of it";
    diagnostic.hint = "none";
    return diagnostic;
}

} // namespace

TEST_CASE("text records have a time and a level, and their fields are left out") {
    const auto text = written(LogLevel::debug, LogFormat::text, say_all);
    const std::regex expected("[0-9-]{10} [0-9:.]{12} debug   one \\{\\}\n"
                              "[0-9-]{10} [0-9:.]{12} info    two\n"
                              "[0-9-]{10} [0-9:.]{12} warning three \"é\"\n    \\\\xff\n");
    INFO(text);
    CHECK(std::regex_match(text, expected));
}

TEST_CASE("JSON records are one object a line, whatever is in them") {
    const auto text = written(LogLevel::debug, LogFormat::json, say_all);
    std::vector<nlohmann::json> records;
    for (const auto line : base::split_list(text, "\n")) {
        records.push_back(nlohmann::json::parse(line));
        CHECK(std::regex_match(records.back()["time"].get<std::string>(),
                               std::regex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")));
        records.back().erase("time");
    }
    REQUIRE(records.size() == 3);
    CHECK(records[0] == nlohmann::json{{"level", "debug"}, {"message", "one {}"}});
    CHECK(records[1] == nlohmann::json{{"level", "info"},
                                       {"message", "two"},
                                       {"event", "x"},
                                       {"count", 3},
                                       {"ok", true},
                                       {"share", 0.5}});
    CHECK(records[2] == nlohmann::json{{"level", "warning"}, {"message", "three \"é\"\n\xEF\xBF\xBD"}});
}

TEST_CASE("records below the level are not written") {
    CHECK(written(LogLevel::error, LogFormat::text, say_all).empty());
    CHECK(written(LogLevel::warning, LogFormat::json, say_all).find("three") != std::string::npos);
    CHECK(written(LogLevel::warning, LogFormat::json, say_all).find("two") == std::string::npos);
    const auto say_problems = [] {
        diag::log_diagnostic(problem(diag::Severity::warning));
        diag::log_diagnostic(problem(diag::Severity::error));
    };
    CHECK(written(LogLevel::off, LogFormat::text, say_problems).empty());
    CHECK(written(LogLevel::error, LogFormat::text, say_problems) ==
          "error[HS0601]: 100 % {} of it\nhint: none\n");
}

TEST_CASE("a diagnostic has its place first on the line, and leaves the log's form as it was") {
    const auto text = written(LogLevel::info, LogFormat::text, [] {
        diag::log_diagnostic(problem(diag::Severity::warning));
        diag::log_info("after");
    });
    INFO(text);
    CHECK(text.starts_with("warning[HS0601]: 100 % {} of it\nhint: none\n"));
    CHECK(text.ends_with(" info    after\n"));
    const auto line = written(LogLevel::info, LogFormat::json,
                              [] { diag::log_diagnostic(problem(diag::Severity::error)); });
    const auto json = nlohmann::json::parse(line);
    CHECK(json["level"] == "error");
    CHECK(json["code"] == "HS0601");
    CHECK(json["hint"] == "none");
    CHECK(json.contains("time"));
}

TEST_CASE("what ends the process is a record of the schema, written with memory or without") {
    const auto text = written(LogLevel::info, LogFormat::json, [] {
        diag::log_failure(problem(diag::Severity::error), diag::ExitCode::not_ready);
        diag::write_last_word(diag::code::internal, "m", "h");
        diag::write_last_word(diag::code::out_of_memory, "m", "h", "problem");
        diag::log_diagnostic(problem(diag::Severity::warning));
    });
    CHECK(test::breaches_of_schema(text).empty());
    std::string ends;
    for (const auto line : base::split_list(text, "\n")) {
        const auto record = nlohmann::json::parse(line);
        ends +=
            record["event"].get<std::string>() + " " + std::to_string(record.value("exit_code", 0)) + "\n";
    }
    CHECK(ends == "failed 3\nfailed 1\nproblem 0\nproblem 0\n");
}

TEST_CASE("an empty text or list is left out of a record, and zero and false are not") {
    const auto text = written(LogLevel::info, LogFormat::json, [] {
        diag::log_info(
            "m",
            {{"a", ""}, {"b", std::vector<std::string>{}}, {"c", std::int64_t{0}}, {"d", false}, {"e", 0.0}});
    });
    auto record = nlohmann::json::parse(text);
    record.erase("time");
    CHECK(record == nlohmann::json{{"level", "info"}, {"message", "m"}, {"c", 0}, {"d", false}, {"e", 0.0}});
}
