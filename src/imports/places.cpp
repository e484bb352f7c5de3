#include "imports/places.hpp"

#include "base/text.hpp"
#include "imports/formats/readers.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <system_error>

namespace headstart::imports {

namespace fs = std::filesystem;

namespace {

struct Hit {
    Found found;
    Likeness likeness;
};

bool is_usual_place(const Format& format, const fs::path& place) {
    const auto places = base::split_list(format.usual_places, " ");
    return std::any_of(places.begin(), places.end(), [&](std::string_view one) { return place == one; });
}

/// Formats that look below a folder, and what lies in the project's own, are looked for where they usually
/// are: elsewhere the files of others come into it.
bool is_tried_at(const Format& format, const fs::path& place) {
    return is_usual_place(format, place) || (format.reach == Reach::one_folder && place != ".");
}

/// Whether a folder has the other in it, or is the same.
bool is_around(const fs::path& place, const fs::path& other) {
    const auto inner = (fs::absolute(other) / "").lexically_normal().string();
    const auto outer = (fs::absolute(place) / "").lexically_normal().string();
    return inner.starts_with(outer);
}

/// One history may be seen from its folder and from one above it: the upper one has all of it. A file that is
/// a history is meant by itself.
void add_hit(std::vector<Hit>& hits, Hit hit) {
    std::error_code ignored;
    const bool is_known = std::any_of(hits.begin(), hits.end(), [&](const Hit& before) {
        return before.found.format == hit.found.format &&
               (is_around(before.found.folder, hit.found.folder) ||
                (is_around(hit.found.folder, before.found.folder) &&
                 fs::is_regular_file(before.found.folder, ignored)));
    });
    if (is_known) {
        return;
    }
    std::erase_if(hits, [&](const Hit& before) {
        return before.found.format == hit.found.format && is_around(hit.found.folder, before.found.folder);
    });
    hits.push_back(std::move(hit));
}

/// The surest of one folder. For a format that was named, a folder that is not its tool's by any sign will
/// do.
void add_surest(std::vector<Hit>& hits, std::vector<Hit> of_folder, const Format* format) {
    auto least = format == nullptr ? Likeness::named : Likeness::readable;
    for (const auto& hit : of_folder) {
        least = std::max(least, hit.likeness);
    }
    for (auto& hit : of_folder) {
        if (hit.likeness >= least) {
            add_hit(hits, std::move(hit));
        }
    }
}

/// Among several of a format that was named, those that are surely its tool's.
std::vector<Found> surest(std::vector<Hit> hits, const Format* format) {
    auto least = Likeness::none;
    for (const auto& hit : hits) {
        least = format == nullptr ? least : std::max(least, hit.likeness);
    }
    std::vector<Found> found;
    for (auto& hit : hits) {
        if (hit.likeness >= least) {
            found.push_back(std::move(hit.found));
        }
    }
    return found;
}

/// Headstart's own files would be those of several tools.
bool is_own(const SourceFolder& folder) {
    const auto& files = folder.files();
    const auto first = std::find_if(files.begin(), files.end(), [](const std::string& file) {
        return file.ends_with(".sql") && file.find('/') == std::string::npos;
    });
    return first != files.end() && folder.beginning_of(*first).find("\n-- Revision ID:") != std::string::npos;
}

template<typename IsTried>
void add_place(std::vector<Hit>& hits, const fs::path& place, const Format* format, IsTried is_tried) {
    const SourceFolder folder(place);
    if (is_own(folder)) {
        return;
    }
    std::vector<Hit> of_folder;
    for (const auto& one : all_formats()) {
        if ((format == nullptr || &one == format) && is_tried(one)) {
            of_folder.push_back({{&one, place}, one.looks_like(folder)});
        }
    }
    add_surest(hits, std::move(of_folder), format);
}

/// Folders with SQL, or lists of it, directly in them or in a folder of a migration's own.
std::set<std::string> folders_with_sql(const SourceFolder& tree) {
    std::set<std::string> folders;
    for (const auto& file : tree.files()) {
        if (file.ends_with(".sql") || file.ends_with(".pgsql") || base_name(file) == "sqitch.plan") {
            const auto folder = folder_of(file);
            folders.emplace(folder);
            folders.emplace(folder_of(folder));
        }
    }
    return folders;
}

/// The nearest folder on the way to `folder` that is called as a place where the format's projects keep
/// their files; nothing: none is.
std::optional<std::string> named_home(std::string_view folder, const Format& format) {
    const auto places = base::split_list(format.usual_places, " ");
    for (auto way = folder; !way.empty(); way = folder_of(way)) {
        if (std::any_of(places.begin(), places.end(),
                        [&](std::string_view place) { return base_name(place) == base_name(way); })) {
            return std::string(way);
        }
    }
    return std::nullopt;
}

/// Where the history would be whose files are in `folder`.
std::string home_of(const std::string& folder, const Format& format) {
    switch (format.reach) {
    case Reach::below:
        return named_home(folder, format).value_or(folder);
    case Reach::project:
        return {};
    default:
        return folder;
    }
}

void add_folder(std::vector<Hit>& hits, const SourceFolder& tree, const std::string& folder,
                const Format* format) {
    const auto all = tree.below(folder);
    const auto own = all.without_folders();
    if (is_own(own)) {
        return;
    }
    std::vector<Hit> of_folder;
    for (const auto& one : all_formats()) {
        if (format == nullptr || &one == format) {
            const auto home = tree.root() / home_of(folder, one);
            of_folder.push_back({{&one, home.lexically_normal()},
                                 one.looks_like(one.reach == Reach::one_folder ? all : own)});
        }
    }
    add_surest(hits, std::move(of_folder), format);
}

/// "postgres" and "mysql" beside each other are one history for each.
void leave_other_databases(std::vector<Hit>& hits, const fs::path& place) {
    const auto is_other = [&](const Hit& hit) {
        return is_for_other_database(hit.found.folder.lexically_relative(place.lexically_normal()).string());
    };
    if (!std::all_of(hits.begin(), hits.end(), is_other)) {
        std::erase_if(hits, is_other);
    }
}

/// Of a folder that was named: itself, unless files are in a folder of it that is called as one of
/// migrations.
std::set<std::string> homes_in(const fs::path& place, const Format& format) {
    const SourceFolder tree(place);
    std::set<std::string> homes;
    for (const auto& folder : folders_with_sql(tree)) {
        if (format.looks_like(tree.below(folder).without_folders()) == Likeness::none) {
            continue;
        }
        const auto home = named_home(folder, format).value_or("");
        homes.insert(base_name(home).starts_with("migration") ? home : "");
    }
    return homes;
}

bool is_home(const fs::path& place, const Format& format) {
    return homes_in(place, format).contains("");
}

} // namespace

std::vector<fs::path> usual_places(const Format* format) {
    std::vector<fs::path> places;
    for (const auto& one : all_formats()) {
        for (const auto place : base::split_list(one.usual_places, " ")) {
            if ((format == nullptr || &one == format) &&
                std::find(places.begin(), places.end(), place) == places.end()) {
                places.emplace_back(place);
            }
        }
    }
    return places;
}

std::vector<Found> histories_in_usual_places(const Format* format) {
    std::vector<Hit> hits;
    for (const auto& place : usual_places(format)) {
        std::error_code ignored;
        if (fs::exists(place, ignored)) {
            add_place(hits, place, format, [&](const Format& one) { return is_tried_at(one, place); });
        }
    }
    return surest(std::move(hits), format);
}

std::vector<Found> histories_in(const fs::path& place, const Format* format) {
    std::vector<Hit> hits;
    add_place(hits, place, format, [&](const Format& one) {
        std::error_code ignored;
        return one.reach == Reach::one_folder || fs::is_regular_file(place, ignored) ||
               (one.reach == Reach::below && is_home(place, one));
    });
    return surest(std::move(hits), format);
}

std::vector<Found> histories_below(const fs::path& place, const Format* format) {
    const SourceFolder tree(place);
    std::vector<Hit> hits;
    for (const auto& folder : folders_with_sql(tree)) {
        add_folder(hits, tree, folder, format);
    }
    leave_other_databases(hits, place);
    return surest(std::move(hits), format);
}

std::vector<Found> histories_of_named(const fs::path& place, const Format& format) {
    std::vector<Hit> hits;
    for (const auto& home : homes_in(place, format)) {
        add_hit(hits, {{&format, (place / home).lexically_normal()}, Likeness::readable});
    }
    leave_other_databases(hits, place);
    return surest(std::move(hits), &format);
}

std::vector<fs::path> plain_folders_below(const fs::path& place) {
    const SourceFolder tree(place);
    std::vector<fs::path> plain;
    for (const auto& folder : folders_with_sql(tree)) {
        const auto own = tree.below(folder).without_folders();
        if (k_sqlx.looks_like(own) != Likeness::none && !is_own(own)) {
            plain.push_back((place / folder).lexically_normal());
        }
    }
    return plain;
}

bool is_for_other_database(std::string_view path) {
    static constexpr std::array<std::string_view, 15> k_others{
        "mysql", "mariadb", "h2",      "hsqldb",    "oracle",     "sqlserver", "mssql",      "sqlite",
        "db2",   "derby",   "sqlite3", "cassandra", "clickhouse", "snowflake", "cockroachdb"};
    const auto parts = base::split_list(path, "/");
    return std::any_of(parts.begin(), parts.end(),
                       [](std::string_view part) { return base::is_one_of_ignoring_case(part, k_others); });
}

} // namespace headstart::imports
