#include "base/text.hpp"
#include "base/whole_path.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/format.hpp"
#include "imports/formats/readers.hpp"
#include "imports/marks.hpp"
#include "imports/passed_over.hpp"
#include "imports/places.hpp"
#include "imports/session_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>
#include <vector>

namespace headstart::imports {

namespace fs = std::filesystem;

namespace {

std::string folded(std::string_view name) {
    auto text = base::to_lower(name);
    std::replace(text.begin(), text.end(), '_', '-');
    return text;
}

/// As a shell takes it.
std::string as_word(const std::string& path) {
    return path.find_first_of(" '\"$&;()") == std::string::npos ? path : fmt::format("'{}'", path);
}

std::string call_for(std::string_view format, const fs::path& folder) {
    return fmt::format("headstart import {} {}", format, as_word(folder.string()));
}

/// What a folder of numbered SQL can be imported as, of which nothing tells the tool.
std::string advice_about(const fs::path& plain) {
    return fmt::format("{} has numbered SQL files, which each run once and whole: {}", plain.string(),
                       call_for("sqlx", plain));
}

std::string where_looked(const Format* format, const std::optional<fs::path>& folder) {
    if (folder) {
        return fmt::format("{} and the folders below it", base::whole_path(*folder));
    }
    std::vector<std::string> places;
    for (const auto& place : usual_places(format)) {
        if (place != ".") {
            places.push_back(place.string());
        }
    }
    return fmt::format("{}, and all folders below {}", base::join(places, ", "), base::whole_path("."));
}

[[noreturn]] void refuse_nothing(const Format* format, const std::optional<fs::path>& folder) {
    const auto where = folder ? base::whole_path(*folder) : "this project";
    std::vector<std::string> notes{"looked at " + where_looked(format, folder)};
    std::error_code ignored;
    const auto tree = folder.value_or(".");
    if (format == nullptr && fs::is_directory(tree, ignored)) {
        for (const auto& plain : plain_folders_below(tree)) {
            notes.push_back(advice_about(plain));
        }
    }
    throw diag::refusal(
        diag::code::unknown_format,
        format == nullptr ? fmt::format("no history of a tool that is known was found in {}", where)
                          : fmt::format("no files of {} were found in {}", format->title, where),
        "name the tool and the folder: headstart import FORMAT FOLDER; `headstart import --help` lists the "
        "formats",
        std::move(notes));
}

[[noreturn]] void refuse_several(const std::vector<Found>& found) {
    std::vector<std::string> notes;
    std::transform(found.begin(), found.end(), std::back_inserter(notes), [](const Found& one) {
        return fmt::format("{}: {}", one.format->title, call_for(one.format->name, one.folder));
    });
    throw diag::refusal(
        diag::code::unknown_format, "several histories were found",
        fmt::format("say which: {}", call_for(found.front().format->name, found.front().folder)),
        std::move(notes));
}

/// Who names both is believed, unless the folder is one above.
std::vector<Found> histories_of(const Format& format, const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored) || format.reach == Reach::project) {
        return {{&format, folder}};
    }
    auto found =
        format.reach == Reach::below ? histories_of_named(folder, format) : histories_in(folder, &format);
    if (found.empty()) {
        found = histories_below(folder, &format);
    }
    return found.empty() ? std::vector<Found>{{&format, folder}} : found;
}

std::vector<Found> histories(const Format* format, const std::optional<fs::path>& folder) {
    if (format != nullptr && folder) {
        return histories_of(*format, *folder);
    }
    auto found = folder ? histories_in(*folder, format) : histories_in_usual_places(format);
    std::error_code ignored;
    const auto tree = folder.value_or(".");
    return found.empty() && fs::is_directory(tree, ignored) ? histories_below(tree, format) : found;
}

} // namespace

std::span<const Format> all_formats() {
    static const std::array k_formats{
        k_atlas,          k_dbmate, k_diesel,           k_django,    k_flyway,
        k_golang_migrate, k_goose,  k_graphile_migrate, k_liquibase, k_node_pg_migrate,
        k_prisma,         k_rails,  k_refinery,         k_sqitch,    k_sql_migrate,
        k_sqlx,           k_tern,
    };
    return k_formats;
}

const Format* format_called(std::string_view name) {
    const auto formats = all_formats();
    const auto found = std::find_if(formats.begin(), formats.end(),
                                    [&](const Format& one) { return one.name == folded(name); });
    return found == formats.end() ? nullptr : &*found;
}

Found find_history(const Format* format, const std::optional<fs::path>& folder) {
    const auto found = histories(format, folder);
    if (found.empty()) {
        refuse_nothing(format, folder);
    }
    if (found.size() > 1) {
        refuse_several(found);
    }
    return found.front();
}

History read_history(const Found& found, const ReadOptions& options) {
    const SourceFolder folder(found.folder);
    auto history = found.format->read(folder, options);
    if (history.revisions.empty()) {
        refuse_nothing(found.format, found.folder);
    }
    refuse_marks_of_others(folder, *found.format);
    if (found.format->takes_all_sql) {
        name_passed_over(history, folder, found.format->title);
    }
    if (found.format->keeps_session) {
        review_session_settings(history, found.format->title);
    }
    return history;
}

} // namespace headstart::imports
