#include "postgres/activity/report.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::postgres {

using database::Migration;

namespace {

/// track_activity_query_size is 100 at least, and the server cuts between two characters.
constexpr std::size_t k_shortest_cut = 96;

struct Place {
    const Migration* migration = nullptr;
    std::size_t statement = 0; ///< from 0

    [[nodiscard]] sql::Statement what() const { return migration->statements[statement]; }
};

/// Whether the server's view of a running statement, which may be cut, is this text.
bool is_view_of(std::string_view query, std::string_view text) {
    return query == text || (query.size() >= k_shortest_cut && text.starts_with(query));
}

/// The statement that runs. Nothing if it is one of ours, or if several look like it.
std::optional<Place> find_place(std::span<const Migration> migrations, std::string_view query) {
    std::optional<Place> found;
    for (const auto& migration : migrations) {
        for (auto at = migration.statements.begin(); at != migration.statements.end(); ++at) {
            if (!is_view_of(query, migration.text_of(*at))) {
                continue;
            }
            if (found) {
                return std::nullopt;
            }
            found = Place{&migration, at.index()};
        }
    }
    return found;
}

/// With its number, where there are others beside it.
database::Work work_of(const Place& place) {
    return place.migration->statements.size() > 1 ? work_at(*place.migration, place.statement)
                                                  : work_of(*place.migration);
}

/// In percent. For COPY … FROM STDIN the server does not know how much will come; the file does.
std::optional<double> share_done(const Activity& activity, const std::optional<Place>& place) {
    auto total = activity.total;
    if (total == 0 && place) {
        const auto rows = place->what().copy_data;
        total = rows ? static_cast<std::int64_t>(place->migration->text_of(*rows).size()) : 0;
    }
    if (activity.phase.empty() || total <= 0) {
        return std::nullopt;
    }
    return std::min(100.0, 100.0 * static_cast<double>(activity.done) / static_cast<double>(total));
}

/// The sentence and its named values, put together part by part.
struct Record {
    std::string sentence;
    diag::LogFields fields;
};

void add_place(Record& record, const Place& place) {
    const auto& source = *place.migration->source;
    const auto line = diag::position_of(source.text, place.what().begin).line;
    record.sentence += fmt::format(" ({}:{})", source.path, line);
    record.fields.push_back({"file", source.path});
    record.fields.push_back({"line", diag::count_of(line)});
}

void add_phase(Record& record, const Activity& activity, std::optional<double> percent) {
    if (activity.phase.empty()) {
        return;
    }
    record.sentence += "; " + activity.phase;
    record.fields.push_back({"phase", activity.phase});
    if (percent) {
        record.sentence += fmt::format(", {:.0f} %", *percent);
        record.fields.push_back({"percent", *percent});
    }
}

} // namespace

void log_activity(const ActivityReport& report, sql::Literals literals, diag::Reporter& reporter) {
    const auto& activity = report.activity;
    const auto place = activity ? find_place(report.migrations, activity->query) : std::nullopt;
    const auto elapsed = activity ? activity->elapsed : report.elapsed;
    const auto work = place ? work_of(*place) : report.work;
    Record record{database::describe(work), fields_of(subject_of(work), {{"event", "progress"}})};
    if (activity) {
        const auto query = sql::one_line(activity->query, literals);
        record.sentence += ": " + query;
        record.fields.push_back({"query", query});
    }
    if (place) {
        add_place(record, *place);
    }
    if (report.work.kind == database::Work::Kind::applying) {
        record.sentence += " has been running for " + base::format_duration(elapsed);
    } else {
        record.sentence =
            fmt::format("no answer for {} while {}", base::format_duration(elapsed), record.sentence);
    }
    record.fields.push_back({"elapsed_ms", std::int64_t{elapsed.count()}});
    if (activity) {
        add_phase(record, *activity, share_done(*activity, place));
    }
    if (activity && activity->waits_for_standby) {
        record.sentence += "; it is committed here, and waits for a synchronous standby to have it, too "
                           "(synchronous_standby_names)";
        record.fields.push_back({"wait_event", "SyncRep"});
    }
    if (const auto blockers = describe(report.blockers, literals); !blockers.empty()) {
        record.sentence += "; blocked by " + base::join(blockers, ", and by ");
        record.fields.push_back({"blockers", blockers});
    }
    reporter.info(record.sentence, record.fields);
}

} // namespace headstart::postgres
