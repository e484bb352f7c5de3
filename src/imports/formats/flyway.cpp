#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/dotted.hpp"
#include "imports/formats/flyway_locations.hpp"
#include "imports/formats/flyway_names.hpp"
#include "imports/formats/flyway_settings.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/placeholders.hpp"
#include "imports/places.hpp"
#include "imports/session_settings.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

/// Flyway: versioned files `V1.2__create_users.sql`, their undo `U1.2__…`, a baseline `B3__…` that an empty
/// database begins with, and repeatable ones, `R__views.sql`, which run behind the others. Beside a file,
/// `.sql.conf` configures it.
namespace headstart::imports {

namespace {

using Properties = FlywaySettings;

/// What a file's `.conf` says, and what its placeholders stand for.
class FlywayReader {
public:
    FlywayReader(const SourceFolder& folder, const ReadOptions& options, const Properties& settings)
        : m_folder(folder)
        , m_options(options)
        , m_settings(settings) {}

    [[nodiscard]] Sql read(std::string_view file) const {
        const auto source = m_folder.read(file);
        const auto conf = m_folder.read_if_there(std::string(file) + ".conf");
        const auto own = read_properties(conf ? std::string_view((*conf)->text) : "");
        const auto says_no = [](const Properties& properties, std::string_view key) {
            const auto found = properties.find(key);
            return found != properties.end() && base::equals_ignoring_case(found->second, "false");
        };
        const auto runs =
            says_no(own, "executeInTransaction") || says_no(m_settings, "flyway.executeInTransaction")
                ? Runs::outside
                : Runs::in_transaction;
        if (says_no(own, "placeholderReplacement") || says_no(m_settings, "flyway.placeholderReplacement")) {
            return section_sql(source, 0, source->text.size(), runs);
        }
        auto text = fill_placeholders(source, 0, source->text.size(), style(),
                                      [&](std::string_view name) { return value_of(name, file); });
        return section_sql(std::move(text), {source->path, 1}, runs);
    }

    /// The schema that Flyway makes and works in, if it is told to; empty: that of the session.
    [[nodiscard]] std::string default_schema() const {
        for (const auto* const key : {"flyway.defaultSchema", "flyway.schemas"}) {
            if (const auto found = m_settings.find(key);
                found != m_settings.end() && !found->second.empty()) {
                return found->second.substr(0, found->second.find(','));
            }
        }
        return {};
    }

private:
    [[nodiscard]] PlaceholderStyle style() const {
        PlaceholderStyle style;
        take_setting(m_settings, "flyway.placeholderPrefix", style.opening);
        take_setting(m_settings, "flyway.placeholderSuffix", style.closing);
        return style;
    }

    [[nodiscard]] std::optional<std::string> value_of(std::string_view name, std::string_view file) const {
        if (const auto given = m_options.placeholders.find(name); given != m_options.placeholders.end()) {
            return given->second;
        }
        if (name == "flyway:filename") {
            return std::string(base_name(file));
        }
        if (name == "flyway:timestamp") { // which is there to differ in each run
            return "imported";
        }
        if (name == "flyway:defaultSchema") {
            return default_schema().empty() ? "public" : default_schema();
        }
        const auto set = m_settings.find(fmt::format("flyway.placeholders.{}", name));
        return set == m_settings.end() ? std::nullopt : std::optional(set->second);
    }

    const SourceFolder& m_folder;
    const ReadOptions& m_options;
    const Properties& m_settings;
};

/// What a folder has of each kind, in the order in which it runs.
struct FlywayFiles {
    std::vector<FlywayFile> versioned; ///< from the newest baseline on, if there is one
    std::vector<FlywayFile> repeatable;
    std::map<std::string, FlywayFile, std::less<>> undo; ///< by plain version
};

bool has_versions(const SourceFolder& folder, const FlywayNaming& naming) {
    const auto& files = folder.files();
    return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        const auto found = as_flyway(file, naming);
        return found && found->kind == FlywayKind::versioned && found->is_sql;
    });
}

/// Refinery's files bear the same names.
Likeness looks_like_flyway(const SourceFolder& folder) {
    if (!has_versions(folder, {}) &&
        (folder.files().empty() || !has_versions(folder, flyway_naming(flyway_settings(folder))))) {
        return Likeness::none;
    }
    return is_of_rust(folder) ? Likeness::readable : Likeness::named;
}

void leave_out(const SourceFolder& folder, std::string_view file, History& history) {
    const bool is_callback = is_flyway_callback(file);
    history.left_out.push_back(
        {{folder.shown(file), 0},
         is_callback ? "a callback, which Flyway runs around its own work"
                     : "a migration in a programming language, of which no SQL can be told",
         is_callback ? "what must be there belongs in a revision, what each run needs in front of the "
                       "application"
                     : "write what it does as SQL, in a revision in its place"});
}

/// Spring's `{vendor}`: of `postgresql/V1__a.sql` and `mysql/V1__a.sql` one runs. Others of a project that
/// has none of ours are no such choice.
std::vector<std::string> files_for_postgresql(const SourceFolder& folder,
                                              const std::vector<std::string>& files,
                                              const FlywayNaming& naming, History& history) {
    std::vector<std::string> ours;
    std::vector<std::string> others;
    for (const auto& file : files) {
        (is_for_other_database(folder_of(file)) ? others : ours).push_back(file);
    }
    const bool has_ours = std::any_of(ours.begin(), ours.end(), [&](const std::string& file) {
        return as_flyway(file, naming).has_value();
    });
    if (!has_ours) {
        return files;
    }
    for (const auto& file : others) {
        if (as_flyway(file, naming)) {
            history.left_out.push_back({{folder.shown(file), 0}, "it is for another database", ""});
        }
    }
    return ours;
}

FlywayFiles sort_files(const SourceFolder& folder, const std::vector<std::string>& names,
                       const FlywayNaming& naming, History& history) {
    FlywayFiles files;
    for (const auto& file : names) {
        const auto found = as_flyway(file, naming);
        const bool has_place = found && found->kind == FlywayKind::versioned;
        if (is_flyway_callback(file) || (found && !found->is_sql && !has_place)) {
            leave_out(folder, file, history);
        } else if (found && found->kind == FlywayKind::repeatable) {
            files.repeatable.push_back(*found);
        } else if (found && found->kind == FlywayKind::undo) {
            files.undo.emplace(plain_dotted(found->version), *found);
        } else if (found) {
            files.versioned.push_back(*found);
        }
    }
    std::stable_sort(
        files.versioned.begin(), files.versioned.end(),
        [](const FlywayFile& a, const FlywayFile& b) { return is_less_dotted(a.version, b.version); });
    std::stable_sort(files.repeatable.begin(), files.repeatable.end(),
                     [](const FlywayFile& a, const FlywayFile& b) {
                         return words_of(a.name, a.name) < words_of(b.name, b.name); // as their descriptions
                     });
    return files;
}

/// An empty database begins with the newest baseline; what is older, or of the same version, is part of it.
void begin_with_baseline(const SourceFolder& folder, FlywayFiles& files, History& history) {
    const auto newest = std::find_if(files.versioned.rbegin(), files.versioned.rend(),
                                     [](const FlywayFile& one) { return one.kind == FlywayKind::baseline; });
    if (newest == files.versioned.rend()) {
        return;
    }
    const auto baseline = *newest;
    std::vector<FlywayFile> kept{baseline};
    for (const auto& one : files.versioned) {
        if (is_less_dotted(baseline.version, one.version)) {
            kept.push_back(one);
        } else if (one.file != baseline.file) {
            history.left_out.push_back(
                {{folder.shown(one.file), 0},
                 fmt::format("what it does is part of the baseline {}", base_name(baseline.file)),
                 "nothing: an empty database begins with the baseline, as with Flyway"});
        }
    }
    files.versioned = std::move(kept);
}

/// Of a version that is not there, or is part of the baseline.
void leave_out_lonely_undo(const SourceFolder& folder, const FlywayFiles& files, History& history) {
    for (const auto& [version, undo] : files.undo) {
        const bool has_own = std::any_of(files.versioned.begin(), files.versioned.end(),
                                         [&, plain = std::string_view(version)](const FlywayFile& one) {
                                             return plain_dotted(one.version) == plain;
                                         });
        if (!has_own) {
            history.left_out.push_back({{folder.shown(undo.file), 0},
                                        "it undoes a version that is not among the revisions",
                                        "nothing: there is nothing to undo"});
        }
    }
}

Revision versioned_revision(const SourceFolder& folder, const FlywayFile& file) {
    Revision revision;
    revision.id = flyway_id(file.version);
    revision.message = words_of(file.name, "unnamed");
    revision.created = time_of(file.version);
    revision.origin = {folder.shown(file.file), 0};
    return revision;
}

void add_versioned(const SourceFolder& folder, const FlywayFile& file, const FlywayReader& reader,
                   History& history) {
    auto revision = versioned_revision(folder, file);
    if (!file.is_sql) {
        keep_place(history, std::move(revision), "a migration in a programming language");
        return;
    }
    revision.up = reader.read(file.file);
    history.revisions.push_back(std::move(revision));
}

/// As it is now, behind all others, where Flyway runs it in an empty database.
Revision read_repeatable(const SourceFolder& folder, const FlywayFile& file, const FlywayReader& reader,
                         History& history) {
    Revision revision;
    revision.id = flyway_repeatable_id(file.name);
    revision.message = words_of(file.name, "repeatable");
    revision.origin = {folder.shown(file.file), 0};
    revision.up = reader.read(file.file);
    revision.description = {"With Flyway it was repeatable: run again whenever it changed."};
    history.reviews.push_back(
        {revision.origin,
         "Flyway runs a repeatable file again whenever it changes; here it is a revision, as the file is now",
         "write a revision for each later change"});
    return revision;
}

void review_schema(const SourceFolder& folder, const FlywayReader& reader, History& history) {
    if (const auto schema = reader.default_schema(); !schema.empty() && schema != "public") {
        history.reviews.push_back(schema_to_make("Flyway", schema, {folder.root().string(), 0}));
    }
}

History read_flyway(const SourceFolder& folder, const ReadOptions& options) {
    const auto settings = flyway_settings(folder);
    const FlywayReader reader(folder, options, settings);
    History history;
    const auto naming = flyway_naming(settings);
    const auto names =
        files_for_postgresql(folder, files_of_locations(folder, settings, history), naming, history);
    auto files = sort_files(folder, names, naming, history);
    begin_with_baseline(folder, files, history);
    leave_out_lonely_undo(folder, files, history);
    for (const auto& file : files.versioned) {
        add_versioned(folder, file, reader, history);
        if (const auto undo = files.undo.find(plain_dotted(file.version)); undo != files.undo.end()) {
            history.revisions.back().down = reader.read(undo->second.file);
        }
    }
    for (const auto& file : files.repeatable) {
        history.revisions.push_back(read_repeatable(folder, file, reader, history));
    }
    review_schema(folder, reader, history);
    make_chain(history, plain_dotted);
    return history;
}

std::vector<std::string> ids_of_flyway(const database::OtherRow& row, std::size_t /*occurrence*/) {
    constexpr std::string_view k_repeatable = "R__";
    return row.version.starts_with(k_repeatable)
               ? std::vector{flyway_repeatable_id(row.version.substr(k_repeatable.size()))}
               : std::vector{flyway_id(row.version)};
}

} // namespace

const Format k_flyway{"flyway",
                      "Flyway",
                      looks_like_flyway,
                      read_flyway,
                      "src/main/resources/db/migration db/migration db/migrations sql migrations "
                      "flyway/sql",
                      {ids_of_flyway, plain_dotted, false, true},
                      false,
                      Reach::below};

} // namespace headstart::imports
