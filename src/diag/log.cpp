#include "diag/log.hpp"

#include "base/printable.hpp"
#include "diag/codes.hpp"
#include "diag/json_fields.hpp"
#include "diag/last_word.hpp"
#include "diag/palette.hpp"
#include "diag/progress_bar.hpp"
#include "diag/refusal.hpp"
#include "diag/render.hpp"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <unistd.h>
#include <utility>

namespace headstart::diag {

namespace {

/// What a record goes on with: no line of a message begins where a record or a diagnostic does.
constexpr std::string_view k_next_line_of_record = "\n    ";

/// The level's word, painted, and as wide as it is unpainted.
class PaintedLevel final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& record, const std::tm& /*time*/,
                spdlog::memory_buf_t& written) override {
        const auto name = spdlog::level::to_string_view(record.level);
        const auto word = fmt::format("{:<7}", std::string_view(name.data(), name.size()));
        const bool is_plain = record.level < spdlog::level::warn;
        const auto paint = record.level == spdlog::level::warn ? Paint::warning : Paint::error;
        const auto painted = is_plain ? word : Palette(true)(paint, word);
        written.append(painted.data(), painted.data() + painted.size());
    }

    [[nodiscard]] std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
        return std::make_unique<PaintedLevel>();
    }
};

/// Writes above the progress bar.
class Sink final : public spdlog::sinks::stderr_sink_st {
public:
    void log(const spdlog::details::log_msg& record) override {
        hide_progress_bar();
        spdlog::sinks::stderr_sink_st::log(record);
        show_progress_bar();
    }
};

struct Log {
    LogFormat format = LogFormat::text;
    std::shared_ptr<spdlog::logger> logger =
        std::make_shared<spdlog::logger>("headstart", std::make_shared<Sink>());

    Log() {
        set_format(LogFormat::text);
        // spdlog's own prints a line that is no record. It is mostly memory that was missing.
        logger->set_error_handler([](const std::string& reason) {
            write_last_word(code::out_of_memory, "a record of the log is lost: " + reason, k_more_memory,
                            "problem");
        });
    }

    void set_format(LogFormat new_format) {
        format = new_format;
        // In JSON the line is built below, with its own time; spdlog only writes it.
        if (format == LogFormat::json || !palette_of(STDERR_FILENO).is_on()) {
            logger->set_pattern(format == LogFormat::json ? "%v" : "%Y-%m-%d %H:%M:%S.%e %-7l %v");
            return;
        }
        auto painted = std::make_unique<spdlog::pattern_formatter>();
        painted->add_flag<PaintedLevel>('*').set_pattern("%Y-%m-%d %H:%M:%S.%e %* %v");
        logger->set_formatter(std::move(painted));
    }
};

Log& the_log() {
    static Log log;
    return log;
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    case LogLevel::off:
        break;
    }
    return spdlog::level::off;
}

/// RFC 3339 in UTC, as log collectors expect it.
std::string utc_now() {
    const auto now = std::chrono::system_clock::now();
    const auto millis =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(now), millis);
}

std::string_view name_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warning:
        return "warning";
    default:
        return "error";
    }
}

void log_record(const Diagnostic& diagnostic, const LogFields& outcome) {
    auto& log = the_log();
    const auto level = diagnostic.severity == Severity::error ? LogLevel::error : LogLevel::warning;
    if (!log.logger->should_log(to_spdlog(level))) {
        return;
    }
    if (log.format == LogFormat::json) {
        nlohmann::ordered_json record{{"time", utc_now()}};
        record.update(nlohmann::ordered_json::parse(render_json(diagnostic)));
        add_fields(record, outcome);
        log.logger->log(to_spdlog(level), "{}", base::printable_json(record.dump()));
        return;
    }
    // The place comes first on its line, where editors and CI annotators look for file:line:column.
    log.logger->set_pattern("%v");
    auto text = render_text(diagnostic, palette_of(STDERR_FILENO));
    text.pop_back();
    log.logger->log(to_spdlog(level), "{}", text);
    log.set_format(LogFormat::text);
}

} // namespace

void configure_log(LogLevel level, LogFormat format) {
    the_log().logger->set_level(to_spdlog(level));
    the_log().set_format(format);
}

bool is_logged(LogLevel level) {
    return the_log().logger->should_log(to_spdlog(level));
}

LogFormat log_format() {
    return the_log().format;
}

void log(LogLevel level, std::string_view message, const LogFields& fields) {
    auto& log = the_log();
    if (!log.logger->should_log(to_spdlog(level))) {
        return;
    }
    if (log.format == LogFormat::text) {
        log.logger->log(to_spdlog(level), "{}", base::printable(message, k_next_line_of_record));
        return;
    }
    nlohmann::ordered_json json{{"time", utc_now()}, {"level", name_of(level)}, {"message", message}};
    add_fields(json, fields);
    log.logger->log(
        to_spdlog(level), "{}",
        base::printable_json(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
}

void log_debug(std::string_view message, const LogFields& fields) {
    log(LogLevel::debug, message, fields);
}

void log_info(std::string_view message, const LogFields& fields) {
    log(LogLevel::info, message, fields);
}

void log_warning(std::string_view message, const LogFields& fields) {
    log(LogLevel::warning, message, fields);
}

void log_diagnostic(const Diagnostic& diagnostic) {
    log_record(diagnostic, {{"event", "problem"}});
}

void log_failure(const Diagnostic& diagnostic, ExitCode exit_code) {
    log_record(diagnostic, {{"event", "failed"}, {"exit_code", static_cast<std::int64_t>(exit_code)}});
}

} // namespace headstart::diag
