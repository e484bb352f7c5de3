#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/preamble.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

/// node-pg-migrate's SQL files: `1700000000000_create-users.sql` with `-- Up Migration` and `-- Down
/// Migration`; without either, all of it is the way up. Of what is in JavaScript the place is kept.
namespace headstart::imports {

namespace {

/// "up" of `-- Up Migration` and `------- up  migration of users`; nothing for any other line.
std::optional<std::string> pgm_way(std::string_view line) {
    auto comment = comment_on(line);
    while (comment && (comment->starts_with('-') || comment->starts_with(' '))) {
        comment->remove_prefix(1);
    }
    for (const std::string_view way : {"up", "down"}) {
        const auto rest = comment ? behind(*comment, way) : std::nullopt;
        const bool has_gap = comment && comment->size() > way.size() && (*comment)[way.size()] <= ' ';
        if (rest && has_gap && behind(*rest, "migration")) {
            return std::string(way);
        }
    }
    return std::nullopt;
}

struct PgmPlaces {
    std::size_t marker = std::string::npos;
    std::size_t begin = 0;
};

struct PgmFile {
    PgmPlaces up;
    PgmPlaces down;
};

PgmFile pgm_places(const Source& source) {
    PgmFile places;
    Lines lines(source->text);
    while (const auto line = lines.next()) {
        const auto way = pgm_way(line->text);
        auto& place = way == "up" ? places.up : places.down;
        if (way && place.marker == std::string::npos) {
            place = {line->begin, line->next};
        }
    }
    return places;
}

/// "1700000000000" of the file's name, or all of it.
std::string_view pgm_number(std::string_view stem) {
    const auto digits = stem.substr(0, std::min(stem.find_first_not_of("0123456789"), stem.size()));
    return digits.empty() ? stem : digits;
}

bool is_pgm_mark(std::string_view line) {
    return pgm_way(line).has_value();
}

/// By a marker, which other tools' files may have as a comment beside what marks those.
bool has_pgm_marker(std::string_view text) {
    bool has_marker = false;
    Lines lines(text);
    while (const auto line = lines.next()) {
        const auto comment = comment_on(line->text);
        if (comment && (behind(*comment, "+goose ") || behind(*comment, "migrate:"))) {
            return false;
        }
        has_marker = has_marker || pgm_way(line->text);
    }
    return has_marker;
}

Likeness looks_like_pgm(const SourceFolder& folder) {
    auto likeness = Likeness::none;
    for (const auto& file : folder.files()) {
        const bool is_one = file.ends_with(".sql") && file.find('/') == std::string::npos;
        if (!is_one || is_of_one_way(file)) {
            continue;
        }
        if (has_pgm_marker(folder.beginning_of(file))) {
            return Likeness::marked;
        }
        likeness = Likeness::readable;
    }
    return likeness;
}

/// Up to the other marker, if that stands behind this one.
Sql pgm_sql(const Source& source, const PgmPlaces& place, const PgmPlaces& other) {
    const bool is_before_other = other.marker != std::string::npos && other.marker > place.begin;
    return section_sql(source, place.begin, is_before_other ? other.marker : source->text.size(),
                       Runs::in_transaction);
}

/// What stands above both markers: its comments stay, and its statements no tool runs.
void take_preamble(const Source& source, const PgmFile& places, Revision& revision, History& history) {
    if (places.up.marker == std::string::npos) {
        return; // all of it is the way up
    }
    auto preamble = preamble_of(source, std::min(places.up.marker, places.down.marker), is_no_directive);
    revision.up.notes = std::move(preamble.comments);
    if (preamble.statement) {
        history.left_out.push_back(
            {{source->path, diag::position_of(source->text, preamble.statement->begin).line},
             "a statement above the markers, which node-pg-migrate runs neither up nor down",
             "write it below a marker if it is wanted"});
    }
}

/// A migration, in whatever language.
struct PgmName {
    std::string_view file;
    std::string_view stem;
    bool is_sql = false;
};

std::optional<PgmName> as_pgm(std::string_view file) {
    constexpr std::array<std::string_view, 7> k_endings{".sql", ".js", ".ts", ".cjs", ".mjs", ".cts", ".mts"};
    const auto ending = std::find_if(k_endings.begin(), k_endings.end(),
                                     [&](std::string_view one) { return file.ends_with(one); });
    if (ending == k_endings.end() || file.find('/') != std::string_view::npos || file.ends_with(".d.ts")) {
        return std::nullopt;
    }
    return PgmName{file, file.substr(0, file.size() - ending->size()), *ending == ".sql"};
}

/// What the tool sorts by: milliseconds since 1970, which 17 digits say as a date. "0" without any number.
std::string pgm_order(std::string_view stem) {
    const auto number = pgm_number(stem);
    const auto date = number.size() == 17 ? time_of(number.substr(0, 14)) : std::nullopt;
    if (date && is_number(number)) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(date->time_since_epoch());
        return fmt::format("{}{}", seconds.count(), number.substr(14));
    }
    return is_number(number) ? plain_number(number) : "0";
}

/// In the order in which they run: by number, so 2 before 10; of one number, by name.
std::vector<PgmName> pgm_names(const SourceFolder& folder) {
    std::vector<PgmName> names;
    for (const auto& file : folder.files()) {
        if (const auto name = as_pgm(file)) {
            names.push_back(*name);
        }
    }
    std::stable_sort(names.begin(), names.end(), [](const PgmName& a, const PgmName& b) {
        return is_less_number(pgm_order(a.stem), pgm_order(b.stem));
    });
    return names;
}

Revision pgm_revision(const SourceFolder& folder, const PgmName& name, bool has_own_number) {
    const auto number = pgm_number(name.stem);
    Revision revision;
    revision.id = id_for(has_own_number ? number : name.stem);
    revision.message = words_of(name.stem.substr(name.stem == number ? 0 : number.size()), "unnamed");
    revision.created = time_of(number.substr(0, number.size() == 17 ? 14 : number.size()));
    revision.origin = {folder.shown(name.file), 0};
    return revision;
}

void read_pgm_sql(const SourceFolder& folder, std::string_view file, Revision& revision, History& history) {
    const auto source = folder.read(file);
    const auto places = pgm_places(source);
    revision.up = pgm_sql(source, places.up, places.down);
    if (places.down.marker != std::string::npos) {
        revision.down = pgm_sql(source, places.down, places.up);
    }
    if (places.down.marker != std::string::npos && places.up.marker == std::string::npos) {
        history.reviews.push_back(
            {{source->path, diag::position_of(source->text, places.down.marker).line},
             "without `-- Up Migration` node-pg-migrate runs all of the file on the way "
             "up, the way down as well; here that ends at `-- Down Migration`",
             "see that it is what a database has that was migrated so"});
    }
    take_preamble(source, places, revision, history);
}

History read_pgm(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    const auto names = pgm_names(folder);
    std::map<std::string_view, int> numbers;
    for (const auto& name : names) {
        ++numbers[pgm_number(name.stem)];
    }
    for (const auto& name : names) {
        auto revision = pgm_revision(folder, name, numbers[pgm_number(name.stem)] == 1);
        if (name.is_sql) {
            read_pgm_sql(folder, name.file, revision, history);
            history.revisions.push_back(std::move(revision));
        } else if (is_number(pgm_number(name.stem))) {
            keep_place(history, std::move(revision), "a migration in JavaScript",
                       "write what it does as SQL (`node-pg-migrate up --dry-run` prints it)");
        } else {
            history.left_out.push_back({{folder.shown(name.file), 0},
                                        "a file in JavaScript without a number, of which no SQL can be told",
                                        "write what it does as SQL, if it is a migration"});
        }
    }
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_pgm(const database::OtherRow& row, std::size_t /*occurrence*/) {
    return {id_for(row.version), id_for(pgm_number(row.version))};
}

} // namespace

const Format k_node_pg_migrate{"node-pg-migrate",
                               "node-pg-migrate",
                               looks_like_pgm,
                               read_pgm,
                               "migrations db/migrations",
                               {ids_of_pgm},
                               true,
                               Reach::one_folder,
                               true,
                               is_pgm_mark};

} // namespace headstart::imports
