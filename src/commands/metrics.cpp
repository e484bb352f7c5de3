#include "commands/metrics.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

namespace {

constexpr std::string_view k_last_success = "headstart_last_success_timestamp_seconds";
constexpr std::string_view k_database_label = "{database=\"";

/// Of a metric one sample for each value; none where it is not known.
using MetricSamples = std::vector<std::pair<std::string, std::string>>; // further labels, value

/// "Comments, help text, and type information": a label's value has three characters to be escaped.
std::string label_escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        text += c == '\\' || c == '"' ? std::string{'\\', c} : std::string{c};
    }
    return text;
}

std::string label_unescaped(std::string_view text) {
    std::string value;
    for (std::size_t i = 0; i < text.size() && text[i] != '"'; ++i) {
        const bool is_escape = text[i] == '\\' && i + 1 < text.size();
        i += is_escape ? 1 : 0;
        value += is_escape && text[i] == 'n' ? '\n' : text[i];
    }
    return value;
}

std::string as_seconds(std::chrono::milliseconds span) {
    return fmt::format("{}.{:03}", span.count() / 1000, span.count() % 1000);
}

std::string as_timestamp(RunMetrics::Time time) {
    return as_seconds(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()));
}

MetricSamples one_sample(std::string value) {
    return {{"", std::move(value)}};
}

MetricSamples revision_samples(const RunMetrics& metrics) {
    MetricSamples samples;
    for (const auto& revision : metrics.revisions.value_or(std::vector<std::string>{})) {
        samples.emplace_back(fmt::format(",revision=\"{}\"", label_escaped(revision)), "1");
    }
    return samples;
}

struct MetricRow {
    std::string_view name;
    std::string_view help;
    MetricSamples (*samples)(const RunMetrics& metrics);
};

constexpr auto k_metrics = std::to_array<MetricRow>({
    {"headstart_revision_info", "Revision that the database is at, one for each head.", revision_samples},
    {"headstart_pending_revisions", "Revisions of the folder that are not applied.",
     [](const RunMetrics& m) {
         return m.pending ? one_sample(std::to_string(*m.pending)) : MetricSamples{};
     }},
    {"headstart_last_run_applied_revisions", "Revisions that the last run applied or took back.",
     [](const RunMetrics& m) { return one_sample(std::to_string(m.applied)); }},
    {"headstart_last_run_duration_seconds", "How long the last run took.",
     [](const RunMetrics& m) { return one_sample(as_seconds(m.duration)); }},
    {"headstart_last_run_timestamp_seconds", "When the last run ended.",
     [](const RunMetrics& m) { return one_sample(as_timestamp(m.end)); }},
    {"headstart_last_run_success", "Whether the last run succeeded.",
     [](const RunMetrics& m) { return one_sample(m.exit_code == 0 ? "1" : "0"); }},
    {"headstart_last_run_exit_code", "Exit code of the last run.",
     [](const RunMetrics& m) { return one_sample(std::to_string(m.exit_code)); }},
    {k_last_success, "When a run ended successfully for the last time.",
     [](const RunMetrics& m) {
         return m.exit_code == 0         ? one_sample(as_timestamp(m.end))
                : m.last_success.empty() ? MetricSamples{}
                                         : one_sample(m.last_success);
     }},
});

} // namespace

std::string metrics_text(const RunMetrics& metrics) {
    const auto labels = metrics.database.empty()
                            ? std::string("{")
                            : fmt::format("{}{}\",", k_database_label, label_escaped(metrics.database));
    std::string text;
    for (const auto& metric : k_metrics) {
        const auto samples = metric.samples(metrics);
        if (samples.empty()) {
            continue;
        }
        text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", metric.name, metric.help);
        for (const auto& [more, value] : samples) {
            text += fmt::format("{}{}version_table=\"{}\"{}}} {}\n", metric.name, labels,
                                label_escaped(metrics.version_table), more, value);
        }
    }
    return text;
}

std::string last_success_in(std::string_view text) {
    const auto sample = text.find(fmt::format("\n{}{{", k_last_success));
    if (sample == std::string_view::npos) {
        return {};
    }
    const auto line = text.substr(sample + 1, text.find('\n', sample + 1) - sample - 1);
    const auto value = line.substr(line.rfind(' ') + 1);
    const bool is_number = !value.empty() && value.find_first_not_of("0123456789.") == std::string_view::npos;
    return is_number ? std::string(value) : "";
}

std::string database_in(std::string_view text) {
    const auto label = text.find(k_database_label);
    return label == std::string_view::npos ? ""
                                           : label_unescaped(text.substr(label + k_database_label.size()));
}

} // namespace headstart::commands
