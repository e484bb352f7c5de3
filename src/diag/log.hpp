#pragma once

#include "diag/diagnostic.hpp"
#include "diag/fields.hpp"

#include <string_view>

/// Everything headstart says on the way goes to standard error, one record a line (a diagnostic in text form
/// takes several). Standard output belongs to results and to the application.
namespace headstart::diag {

enum class LogLevel { debug, info, warning, error, off };
enum class LogFormat { text, json };

/// Until it is called, records of level info and above are written as text.
void configure_log(LogLevel level, LogFormat format);

[[nodiscard]] bool is_logged(LogLevel level);
[[nodiscard]] LogFormat log_format();

void log(LogLevel level, std::string_view message, const LogFields& fields = {});
void log_debug(std::string_view message, const LogFields& fields = {});
void log_info(std::string_view message, const LogFields& fields = {});
void log_warning(std::string_view message, const LogFields& fields = {});

/// A diagnostic as a compiler shows it, or as one JSON line (event "problem"), at the level of its severity.
void log_diagnostic(const Diagnostic& diagnostic);
/// The same of what ends the command: event "failed", of which a run has one, with the exit code.
void log_failure(const Diagnostic& diagnostic, ExitCode exit_code);

} // namespace headstart::diag
