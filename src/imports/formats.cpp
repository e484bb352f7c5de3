#include "base/text.hpp"
#include "base/whole_path.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/format.hpp"
#include "imports/formats/readers.hpp"
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

/// Of one format or of all, and the folder where we are; each once, in their order.
std::vector<fs::path> usual_places(const Format* format) {
    std::vector<fs::path> places;
    const auto add = [&](const fs::path& place) {
        std::error_code ignored;
        if (fs::exists(place, ignored) && std::find(places.begin(), places.end(), place) == places.end()) {
            places.push_back(place);
        }
    };
    for (const auto& one : all_formats()) {
        if (format == nullptr || &one == format) {
            for (const auto place : base::split_list(one.usual_places, " ")) {
                add(place);
            }
        }
    }
    add(".");
    return places;
}

/// Formats that look into subfolders see the same files from above.
bool is_around(const fs::path& place, const fs::path& other) {
    const auto inner = fs::absolute(other).lexically_normal().string() + "/";
    const auto outer = (fs::absolute(place) / "").lexically_normal().string();
    return inner.starts_with(outer);
}

void add_found(std::vector<Found>& found, const Format* format, const fs::path& place) {
    const SourceFolder folder(place);
    for (const auto& one : all_formats()) {
        const bool is_known = std::any_of(found.begin(), found.end(), [&](const Found& before) {
            return before.format == &one && is_around(place, before.folder);
        });
        if ((format == nullptr || &one == format) && !is_known && one.looks_like(folder)) {
            found.push_back({&one, place});
        }
    }
}

std::string call_for(const Found& found) {
    return fmt::format("headstart import {} {}", found.format->name, found.folder.string());
}

[[noreturn]] void refuse_nothing(const Format* format, const std::optional<fs::path>& folder) {
    const auto where = folder ? base::whole_path(*folder) : "the places where projects keep such files";
    throw diag::refusal(
        diag::code::unknown_format,
        format == nullptr ? fmt::format("no history of a tool that is known was found in {}", where)
                          : fmt::format("no files of {} were found in {}", format->title, where),
        "name the tool and the folder: headstart import FORMAT FOLDER; `headstart import --help` lists the "
        "formats");
}

} // namespace

std::span<const Format> all_formats() {
    static const std::array k_formats{
        k_atlas,     k_dbmate,          k_diesel, k_django,
        k_flyway,    k_golang_migrate,  k_goose,  k_graphile_migrate,
        k_liquibase, k_node_pg_migrate, k_prisma, k_rails,
        k_refinery,  k_sqitch,          k_sqlx,   k_tern,
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
    if (format != nullptr && folder) {
        return {format, *folder};
    }
    std::vector<Found> found;
    for (const auto& place : folder ? std::vector{*folder} : usual_places(format)) {
        add_found(found, format, place);
    }
    if (found.empty()) {
        refuse_nothing(format, folder);
    }
    if (found.size() > 1) {
        std::vector<std::string> notes;
        std::transform(found.begin(), found.end(), std::back_inserter(notes), [](const Found& one) {
            return fmt::format("{} in {}", one.format->title, base::whole_path(one.folder));
        });
        throw diag::refusal(diag::code::unknown_format, "several histories were found",
                            fmt::format("say which: {}", call_for(found.front())), std::move(notes));
    }
    return found.front();
}

History read_history(const Found& found, const ReadOptions& options) {
    auto history = found.format->read(SourceFolder(found.folder), options);
    if (history.revisions.empty()) {
        refuse_nothing(found.format, found.folder);
    }
    if (found.format->keeps_session) {
        review_session_settings(history, found.format->title);
    }
    return history;
}

} // namespace headstart::imports
