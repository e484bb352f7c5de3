#include "commands/metrics_file.hpp"

#include "base/file.hpp"
#include "commands/context.hpp"
#include "commands/inspection.hpp"
#include "database/failures.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <exception>
#include <system_error>

namespace headstart::commands {

namespace {

/// Whoever collects it is another user, whatever our umask is.
constexpr auto k_readable_by_all = std::filesystem::perms(0644);

/// Empty where there is none that can be read.
std::string metrics_before(const std::filesystem::path& path) {
    try {
        return base::read_file(path);
    } catch (const std::system_error&) {
        return {};
    }
}

void look_where_it_stands(RunMetrics& metrics, database::Session& session,
                          const scripts::ScriptDirectory& scripts) {
    try {
        const auto& graph = scripts.graph();
        auto rows = session.read_standing().rows;
        metrics.pending = find_pending(graph, rows, migrate::compare_rows(graph, rows, session)).size();
        metrics.revisions = std::move(rows);
    } catch (const diag::Error& error) {
        diag::log_debug(
            fmt::format("where the database stands is left out of the metrics: {}", error.what()));
    }
}

void warn_of_metrics(const MetricsFile& file, const std::string& reason) {
    diag::log_warning(fmt::format("the metrics are not written to {}: {}", file.path.string(), reason),
                      {{"event", "metrics_not_written"}, {"file", file.path.string()}});
}

/// What is no file of somebody's must not be replaced by one: /dev/stdout is a link, whatever it leads to.
/// Empty where it may.
std::string reason_to_keep(const std::filesystem::path& path) {
    std::error_code unknown;
    const auto status = std::filesystem::symlink_status(path, unknown);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        return "a file is meant there, and what is there is none; a link is not followed";
    }
    return {};
}

void write_in_place(const MetricsFile& file, RunMetrics metrics) {
    if (const auto reason = reason_to_keep(file.path); !reason.empty()) {
        warn_of_metrics(file, reason);
        return;
    }
    const auto before = metrics_before(file.path);
    metrics.last_success = last_success_in(before);
    if (metrics.database.empty()) { // else the series of a run that failed early would be another one
        metrics.database = database_in(before);
    }
    base::replace_file(file.path, metrics_text(metrics), k_readable_by_all);
}

} // namespace

void start_metrics(Context& context) {
    const auto& settings = context.settings;
    if (settings.metrics_file->empty()) {
        return;
    }
    auto& file = context.metrics.emplace(MetricsFile{*settings.metrics_file, {}});
    const auto& schema = *settings.version_table_schema;
    file.metrics.version_table = (schema.empty() ? "" : schema + ".") + *settings.version_table;
}

void look_for_metrics(Context& context, database::Session& session, const scripts::ScriptDirectory& scripts,
                      const std::function<void()>& work) {
    if (!context.metrics) {
        work();
        return;
    }
    auto& metrics = context.metrics->metrics;
    try {
        work();
    } catch (const database::SessionLost&) {
        throw;
    } catch (const diag::Error& error) {
        if (error.exit_code() != diag::ExitCode::not_ready) {
            look_where_it_stands(metrics, session, scripts);
        }
        throw;
    }
    look_where_it_stands(metrics, session, scripts);
}

void write_metrics(Context& context, int exit_code) noexcept {
    if (!context.metrics) {
        return;
    }
    auto& file = *context.metrics;
    try {
        file.metrics.exit_code = exit_code;
        file.metrics.duration = base::elapsed_since(file.begin);
        file.metrics.end = std::chrono::system_clock::now();
        write_in_place(file, file.metrics);
    } catch (const std::system_error& error) {
        warn_of_metrics(file, error.code().message());
        // NOLINTNEXTLINE(bugprone-empty-catch): memory is missing, which has been told, or will be
    } catch (const std::exception&) {
    }
}

} // namespace headstart::commands
