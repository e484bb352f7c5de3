#include "diag/log.hpp"

#include "base/duration.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "commands/columns.hpp"
#include "commands/help_style.hpp"
#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/shared_options.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace headstart::commands {

namespace {

using database::JournalRow;

constexpr std::size_t k_most_rows = 1'000'000;
constexpr std::string_view k_most_unasked = "100";
constexpr std::string_view k_entry_indent = "    ";

std::size_t count_of_rows(const Arguments& arguments) {
    const auto text = arguments.value("--max-count").value_or(std::string(k_most_unasked));
    std::size_t rows = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (error != std::errc() || end != text.data() + text.size() || rows == 0 || rows > k_most_rows) {
        throw usage_error(fmt::format("-n {} is not a number of rows", shown(text)),
                          fmt::format("write a whole number from 1 to {}", base::grouped(k_most_rows)));
    }
    return rows;
}

/// "2026-11-21T10:00:00.123Z" for people.
std::string to_the_second(const std::string& time) {
    auto text = time.substr(0, time.find('.'));
    if (const auto separator = text.find('T'); separator != std::string::npos) {
        text[separator] = ' ';
    }
    return text + "Z";
}

/// Where a run that is not done has come to.
std::string progress_of(const JournalRow& row) {
    return fmt::format("behind {} of {}", base::grouped(row.statements_done),
                       base::counted(row.statements, "statement"));
}

std::string ending_of(const JournalRow& row) {
    if (row.state != "done") {
        return fmt::format("{} {}{}{}", row.state == "failed" ? "failed" : "not finished", progress_of(row),
                           row.crashes > 1    ? fmt::format(", crashed {} times", row.crashes)
                           : row.crashes == 1 ? ", crashed"
                                              : "",
                           row.is_settled ? ", settled since" : "");
    }
    if (row.direction == "stamp") {
        return "done: the version table alone";
    }
    if (row.direction == "accept") {
        return "done: the file counts as it is now";
    }
    return fmt::format("done: {}{}", base::counted(row.statements, "statement"),
                       row.duration ? " in " + base::format_duration(*row.duration) : "");
}

void print_indented(std::string_view text, std::size_t width) {
    for (const auto& line : wrapped(base::printable(text, " "), width - k_entry_indent.size())) {
        print_line(std::string(k_entry_indent) + line);
    }
}

void print_entry(const JournalRow& row, std::optional<std::size_t> columns) {
    const auto heading = base::printable(fmt::format(
        "{}  {:<6}  {}{}{}", to_the_second(row.finished_at.empty() ? row.started_at : row.finished_at),
        row.direction, row.revision.empty() ? "base" : row.revision, row.message.empty() ? "" : ", ",
        row.message));
    const auto width = columns ? std::max(*columns, std::size_t{40}) : std::string::npos;
    print_line(cut_to(heading, width));
    print_indented(fmt::format("{}; by {} from {}, headstart {}", ending_of(row), row.database_user, row.host,
                               row.headstart_version),
                   width);
    if (row.state != "done" && !row.error.empty()) {
        print_indented("error: " + row.error, width);
    }
}

nlohmann::ordered_json entry_json(const JournalRow& row) {
    const auto known = [](const std::string& text) {
        return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
    };
    return {{"direction", row.direction},
            {"revision", row.revision},
            {"message", row.message},
            {"parents", row.parents},
            {"state", row.state},
            {"settled", row.is_settled},
            {"statements_done", row.statements_done},
            {"statements", row.statements},
            {"started_at", known(row.started_at)},
            {"finished_at", known(row.finished_at)},
            {"duration_ms", row.duration ? nlohmann::ordered_json(row.duration->count()) : nullptr},
            {"database_user", row.database_user},
            {"host", row.host},
            {"headstart_version", row.headstart_version},
            {"crashes", row.crashes},
            {"error", known(row.error)}};
}

void print_json_of(const std::vector<JournalRow>& rows) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
        json.push_back(entry_json(row));
    }
    print_json(json);
}

int log(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto most = count_of_rows(arguments);
    const auto session = open_session(context, Patience::asks_once, false);
    session->read_standing();
    const auto found = session->read_journal(most);
    if (!found) {
        diag::log_info("this database has no journal: headstart has changed nothing here yet",
                       {{"event", "no_journal"}});
    }
    const auto rows = found.value_or(std::vector<JournalRow>{});
    if (format == Format::json) {
        print_json_of(rows);
        return 0;
    }
    const auto columns = output_columns();
    for (const auto& row : rows) {
        print_entry(row, columns);
    }
    if (found && rows.empty()) {
        say_nothing_to_show("the journal has no rows yet");
    } else if (rows.size() == most) {
        say_nothing_to_show(fmt::format("what is older than these {} is left out: -n {}", most, most * 10));
    }
    return 0;
}

constexpr std::array k_log_options{
    OptionSpec{"-n,--max-count", "N", "so many rows at most; default: 100"},
    k_format,
};

} // namespace

const Command k_log_command{
    .name = "log",
    .summary = "show the journal: what changed the database, when, by whom",
    .examples = "headstart log\n"
                "headstart log -n 5\n"
                "headstart log --format json",
    .options = k_log_options,
    .run = log,
};

} // namespace headstart::commands
