#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/liquibase_changelog.hpp"
#include "imports/formats/liquibase_changeset.hpp"
#include "imports/formats/liquibase_settings.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/session_settings.hpp"
#include "imports/statements.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

/// Liquibase's formatted SQL: `--changeset author:id` and `--rollback`, in files that a master changelog
/// includes. A changeset becomes a revision; of those in XML, YAML or JSON the place is kept.
namespace headstart::imports {

namespace {

/// A changeset with the file that it is of.
struct PlacedChangeset {
    LiquibaseChangeset changeset;
    Source source;
    std::string file;
    bool is_sql = true;
};

using Names = std::map<std::string, int, std::less<>>;
using Parameters = LiquibaseParameters; ///< of changelogs, by name

bool is_liquibase_mark(std::string_view line) {
    return is_formatted_sql(line);
}

Likeness looks_like_liquibase(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_changesets = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return file.ends_with(".sql") && is_formatted_sql(folder.beginning_of(file));
    });
    return has_changesets ? Likeness::marked : Likeness::none;
}

/// `line`: from 1.
std::size_t begin_of_line(std::string_view text, std::size_t line) {
    std::size_t at = 0;
    for (; line > 1 && at < text.size(); --line) {
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    }
    return at;
}

std::string attribute(const LiquibaseChangeset& changeset, std::string_view name) {
    const auto found = changeset.attributes.find(name);
    return found == changeset.attributes.end() ? "" : found->second;
}

/// "tables", "1.0/tables", "db/1.0/tables": more and more of a file's path.
std::vector<std::string> ends_of_path(std::string_view file) {
    const auto name = base_name(file);
    file.remove_suffix(name.size() - std::min(name.rfind('.'), name.size()));
    std::vector<std::string> ends;
    for (auto slash = file.rfind('/'); slash != std::string_view::npos && slash > 0;
         slash = file.rfind('/', slash - 1)) {
        ends.emplace_back(file.substr(slash + 1));
    }
    ends.emplace_back(file);
    return ends;
}

/// What a revision may be called by, the shortest first: by the id alone, as most people number them, or by
/// what tells it from others.
std::vector<std::string> names_of(std::string_view file, const std::string& author, const std::string& id) {
    const auto author_and_id = fmt::format("{}_{}", author, id);
    std::vector<std::string> names{id, author_and_id};
    for (const auto& end : ends_of_path(file)) {
        names.push_back(fmt::format("{}_{}", end, author_and_id));
    }
    return names;
}

std::vector<std::string> names_of(const PlacedChangeset& placed) {
    const auto logical = attribute(placed.changeset, "logicalfilepath");
    return names_of(logical.empty() ? placed.file : logical, placed.changeset.author, placed.changeset.id);
}

/// The shortest that no other changeset has.
std::string revision_id(const PlacedChangeset& placed, const Names& names) {
    const auto own = names_of(placed);
    const auto found =
        std::find_if(own.begin(), own.end(), [&](const std::string& name) { return names.at(name) == 1; });
    return id_for(found == own.end() ? own.back() : *found);
}

/// What stands for a value wherever it comes, in the order in which Liquibase believes them.
Parameters all_parameters(const SourceFolder& folder, const ReadOptions& options, Parameters of_changelogs) {
    auto parameters = options.placeholders;
    parameters.merge(liquibase_parameters(folder));
    parameters.merge(of_changelogs);
    return parameters;
}

std::string with_parameters(std::string text, const Parameters& parameters) {
    for (const auto& [name, value] : parameters) {
        const auto written = "${" + name + "}";
        for (auto at = text.find(written); at != std::string::npos;
             at = text.find(written, at + value.size())) {
            text.replace(at, written.size(), value);
        }
    }
    return text;
}

/// Liquibase would send a parameter without a value as it stands. What is no name is none: `${:name}`, JSON.
void check_parameters(const PlacedChangeset& placed, std::string_view text, const Parameters& parameters) {
    constexpr std::string_view k_of_name =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    UnknownPlaceholders unknown(placed.source);
    for (auto open = text.find("${"); open != std::string_view::npos; open = text.find("${", open + 2)) {
        const auto close = std::min(text.find_first_not_of(k_of_name, open + 2), text.size());
        const auto name = text.substr(open + 2, close - open - 2);
        if (name.empty() || !text.substr(close).starts_with('}') || parameters.contains(name)) {
            continue;
        }
        const auto written = text.substr(open, close + 1 - open);
        const auto own = placed.source->text.view();
        const auto at = own.find(written, begin_of_line(own, placed.changeset.line));
        const auto begin = at == std::string_view::npos ? 0 : at; // a value's own has no place in the file
        unknown.add(begin, at == std::string_view::npos ? 0 : begin + written.size(), name);
    }
    unknown.check();
}

std::string changeset_statements(const LiquibaseChangeset& changeset, std::string_view delimiter_attribute,
                                 std::string text) {
    auto delimiter = attribute(changeset, delimiter_attribute);
    delimiter = delimiter.empty() ? attribute(changeset, "enddelimiter") : delimiter;
    if (delimiter.starts_with("\\n")) {
        delimiter.erase(0, 2);
    }
    if (!delimiter.empty() && delimiter != ";") {
        text = with_semicolons_for(text, delimiter);
    }
    return with_semicolon(std::move(text));
}

void add_remarks(const PlacedChangeset& placed, History& history) {
    static constexpr auto k_delete =
        "if it is not for all databases, delete its file, and let `Revises:` of the next "
        "name the one before it";
    const auto& one = placed.changeset;
    const Place place{placed.source->path, one.line};
    const auto add = [&](bool is_so, std::string what, std::string instead) {
        if (is_so) {
            history.reviews.push_back({place, std::move(what), std::move(instead)});
        }
    };
    add(attribute(one, "runonchange") == "true" || attribute(one, "runalways") == "true",
        "Liquibase runs the changeset again, on a change or always; here it is a revision, as it is now",
        "write a revision for each later change");
    add(one.has_preconditions, "its preconditions are looked at no more",
        "ask in SQL, with IF in a DO block, if an empty database needs them");
    const auto context = attribute(one, "context") + attribute(one, "contextfilter");
    add(!context.empty(), fmt::format("it is for the context {}, and applied everywhere now", context),
        k_delete);
    const auto labels = attribute(one, "labels");
    add(!labels.empty(),
        fmt::format("it has the labels {}, by which Liquibase can be told to pass over it", labels),
        k_delete);
    add(attribute(one, "failonerror") == "false", "Liquibase went on where it failed; headstart stops",
        "see that it does not fail: IF EXISTS, IF NOT EXISTS");
}

/// Why Liquibase would not run it on PostgreSQL; empty: it would.
std::string reason_to_leave_out(const LiquibaseChangeset& one) {
    if (!is_for_postgresql(attribute(one, "dbms"))) {
        return fmt::format("a changeset for other databases: {}", attribute(one, "dbms"));
    }
    return attribute(one, "ignore") == "true" ? "a changeset that is to be ignored" : "";
}

Revision changeset_revision(const PlacedChangeset& placed, const Names& names) {
    const auto& one = placed.changeset;
    Revision revision;
    revision.id = revision_id(placed, names);
    revision.message =
        one.comment.empty() ? fmt::format("{} by {}", words_of(one.id, one.id), one.author) : one.comment;
    revision.description = {fmt::format("Changeset {}:{} of {}", one.author, one.id, placed.file)};
    revision.origin = {placed.source->path, one.line};
    return revision;
}

Revision read_changeset(const PlacedChangeset& placed, const Names& names, const Parameters& parameters) {
    const auto& one = placed.changeset;
    const auto runs = attribute(one, "runintransaction") == "false" ? Runs::outside : Runs::in_transaction;
    const auto& path = placed.source->path;
    const auto fill = [&](std::string text) {
        auto filled = with_parameters(std::move(text), parameters);
        check_parameters(placed, filled, parameters);
        return filled;
    };
    auto revision = changeset_revision(placed, names);
    revision.up =
        section_sql(fill(changeset_statements(one, "enddelimiter", one.up)), {path, one.line + 1}, runs);
    revision.up.notes.insert(revision.up.notes.begin(), one.notes.begin(), one.notes.end());
    if (one.rollback) {
        revision.down = section_sql(fill(changeset_statements(one, "rollbackenddelimiter", *one.rollback)),
                                    {path, one.rollback_line}, runs);
    }
    return revision;
}

/// `--rollback changesetId:1 changesetAuthor:bob` names another changeset, whose way up is the way back.
void review_reference(Revision& revision, History& history) {
    if (revision.down && base::to_lower(revision.down->text).starts_with("changesetid:")) {
        history.reviews.push_back({revision.down->origin, "the rollback is another changeset's SQL",
                                   "write that SQL in the revision's down section"});
        revision.down.reset();
    }
}

/// A changeset of a master, which is no SQL.
LiquibaseChangeset changeset_of(const ChangelogEntry& entry) {
    LiquibaseChangeset changeset;
    changeset.author = attribute_of(entry, "author");
    changeset.id = attribute_of(entry, "id");
    changeset.line = entry.line;
    for (const auto& [name, value] : entry.attributes) {
        changeset.attributes[base::to_lower(name)] = value;
    }
    return changeset;
}

/// All that run on PostgreSQL, in their order.
std::vector<PlacedChangeset> find_changesets(const SourceFolder& folder, LiquibaseChangelog& changelog,
                                             History& history) {
    std::vector<PlacedChangeset> all;
    for (const auto& part : changelog.parts) {
        const auto source = folder.read(part.file);
        auto read = part.changeset ? LiquibaseFile{{changeset_of(*part.changeset)}, {}, 0}
                                   : read_liquibase_file(source);
        changelog.properties.merge(read.properties);
        if (read.unread_line > 0) {
            history.left_out.push_back({{source->path, read.unread_line},
                                        "SQL above the first changeset, which Liquibase does not run",
                                        "put it below a `--changeset AUTHOR:ID`, if it is meant"});
        }
        for (auto& changeset : read.changesets) {
            if (auto reason = reason_to_leave_out(changeset); !reason.empty()) {
                history.left_out.push_back({{source->path, changeset.line}, std::move(reason), ""});
            } else {
                all.push_back({std::move(changeset), source, part.file, !part.changeset.has_value()});
            }
        }
    }
    return all;
}

History read_liquibase(const SourceFolder& folder, const ReadOptions& options) {
    History history;
    auto changelog = read_changelog(folder, history);
    auto all = find_changesets(folder, changelog, history);
    const auto parameters = all_parameters(folder, options, std::move(changelog.properties));
    Names names;
    for (auto& placed : all) {
        placed.changeset.id = with_parameters(std::move(placed.changeset.id), parameters);
        placed.changeset.author = with_parameters(std::move(placed.changeset.author), parameters);
    }
    for (const auto& placed : all) {
        for (const auto& name : names_of(placed)) {
            ++names[name];
        }
    }
    for (const auto& placed : all) {
        if (!placed.is_sql) {
            keep_place(history, changeset_revision(placed, names), "a changeset that is not SQL",
                       "write what it does as SQL (`liquibase update-sql` prints it)");
            continue;
        }
        add_remarks(placed, history);
        history.revisions.push_back(read_changeset(placed, names, parameters));
        review_reference(history.revisions.back(), history);
    }
    if (const auto schema = liquibase_schema(folder)) {
        history.reviews.push_back(schema_to_make("Liquibase", schema->name, schema->place));
    }
    make_chain(history);
    return history;
}

/// Liquibase may add the file's name to the id of one that is plain SQL.
std::vector<std::string> ids_of_liquibase(const database::OtherRow& row, std::size_t /*occurrence*/) {
    const bool is_plain = row.owner == k_liquibase_plain_author && row.version.starts_with("raw_");
    auto names = names_of(row.file, row.owner, is_plain ? std::string(k_liquibase_plain_id) : row.version);
    std::reverse(names.begin(), names.end());
    std::transform(names.begin(), names.end(), names.begin(), id_for);
    return names;
}

} // namespace

const Format k_liquibase{"liquibase",
                         "Liquibase",
                         looks_like_liquibase,
                         read_liquibase,
                         "src/main/resources/db/changelog db/changelog changelog liquibase migrations",
                         {ids_of_liquibase},
                         true,
                         Reach::project,
                         false,
                         is_liquibase_mark};

} // namespace headstart::imports
