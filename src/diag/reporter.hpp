#pragma once

#include "diag/log.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace headstart::diag {

/// How far a row of tasks is, shown to somebody who looks on. It is over with the object.
class Progress {
public:
    Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    virtual ~Progress() = default;

    /// What is at work from now on.
    virtual void begin(std::string what) = 0;
    /// So many more are done.
    virtual void advance(std::size_t count) = 0;
};

/// Where a piece of work says how it gets on. It is handed in, so that who starts the work decides who hears
/// of it: a command speaks to its user, a proof on a scratch database to nobody.
class Reporter {
public:
    Reporter() = default;
    Reporter(const Reporter&) = delete;
    Reporter& operator=(const Reporter&) = delete;
    virtual ~Reporter() = default;

    virtual void log(LogLevel level, std::string_view message, const LogFields& fields) = 0;
    /// `done` of `total` tasks are done already.
    virtual std::unique_ptr<Progress> show_progress(std::size_t done, std::size_t total) = 0;

    void debug(std::string_view message, const LogFields& fields = {}) {
        log(LogLevel::debug, message, fields);
    }

    void info(std::string_view message, const LogFields& fields = {}) {
        log(LogLevel::info, message, fields);
    }

    void warning(std::string_view message, const LogFields& fields = {}) {
        log(LogLevel::warning, message, fields);
    }

    /// Of level info for who reads the log by machine; people see it at level debug.
    void info_for_machines(std::string_view message, const LogFields& fields) {
        log(log_format() == LogFormat::json ? LogLevel::info : LogLevel::debug, message, fields);
    }
};

/// To the process's log and, on a terminal, a progress bar.
class LogReporter final : public Reporter {
public:
    void log(LogLevel level, std::string_view message, const LogFields& fields) override;
    std::unique_ptr<Progress> show_progress(std::size_t done, std::size_t total) override;
};

/// To nobody.
class SilentReporter final : public Reporter {
public:
    void log(LogLevel level, std::string_view message, const LogFields& fields) override;
    std::unique_ptr<Progress> show_progress(std::size_t done, std::size_t total) override;
};

/// For who is given no other: a silent one, which has no state.
Reporter& nobody();

} // namespace headstart::diag
