#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/liquibase_changelog.hpp"
#include "imports/formats/liquibase_changeset.hpp"
#include "imports/formats/readers.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/statements.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

/// Liquibase's formatted SQL: `--changeset author:id` and `--rollback`, in files that a master changelog
/// includes. A changeset becomes a revision; those in XML, YAML or JSON are left out.
namespace headstart::imports {

namespace {

/// A changeset with the file that it is of.
struct PlacedChangeset {
    LiquibaseChangeset changeset;
    Source source;
    std::string file;
};

using Names = std::map<std::string, int, std::less<>>;

Likeness looks_like_liquibase(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_changesets = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return file.ends_with(".sql") && is_formatted_sql(folder.beginning_of(file));
    });
    return has_changesets ? Likeness::marked : Likeness::none;
}

std::string attribute(const LiquibaseChangeset& changeset, std::string_view name) {
    const auto found = changeset.attributes.find(name);
    return found == changeset.attributes.end() ? "" : found->second;
}

/// Whether a list of databases, "postgresql, h2" or "!oracle", has PostgreSQL.
bool is_for_postgresql(std::string_view list) {
    bool is_named = list.empty();
    for (const auto one : base::split_list(list, ",")) {
        if (one == "!postgresql" || one == "none") {
            return false;
        }
        is_named = is_named || one == "postgresql" || one == "all" || one.starts_with('!');
    }
    return is_named;
}

std::string author_and_id(const LiquibaseChangeset& one) {
    return fmt::format("{}_{}", one.author, one.id);
}

/// The id alone where no other changeset has it, as most people number them.
std::string revision_id(const PlacedChangeset& placed, const Names& names) {
    const auto& one = placed.changeset;
    if (names.at(one.id) == 1) {
        return id_for(one.id);
    }
    if (names.at(author_and_id(one)) == 1) {
        return id_for(author_and_id(one));
    }
    const auto name = base_name(placed.file);
    return id_for(fmt::format("{}_{}", name.substr(0, name.rfind('.')), author_and_id(one)));
}

/// Where Liquibase leaves one as it stands that has no value.
std::string with_properties(std::string text, const ReadOptions& options,
                            const std::map<std::string, std::string, std::less<>>& properties) {
    const auto fill = [&](const auto& values) {
        for (const auto& [name, value] : values) {
            const auto written = "${" + name + "}";
            for (auto at = text.find(written); at != std::string::npos;
                 at = text.find(written, at + value.size())) {
                text.replace(at, written.size(), value);
            }
        }
    };
    fill(options.placeholders);
    fill(properties);
    return text;
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
        "delete the revision if it is not for all databases");
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

Revision read_changeset(const PlacedChangeset& placed, const Names& names, const ReadOptions& options,
                        const std::map<std::string, std::string, std::less<>>& properties) {
    const auto& one = placed.changeset;
    const auto runs = attribute(one, "runintransaction") == "false" ? Runs::outside : Runs::in_transaction;
    const auto& path = placed.source->path;
    const auto fill = [&](std::string text) { return with_properties(std::move(text), options, properties); };
    Revision revision;
    revision.id = revision_id(placed, names);
    revision.message =
        one.comment.empty() ? fmt::format("{} by {}", words_of(one.id, one.id), one.author) : one.comment;
    revision.description = {fmt::format("Changeset {}:{} of {}", one.author, one.id, placed.file)};
    revision.origin = {path, one.line};
    revision.up =
        section_sql(fill(changeset_statements(one, "enddelimiter", one.up)), {path, one.line + 1}, runs);
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

History read_liquibase(const SourceFolder& folder, const ReadOptions& options) {
    History history;
    std::vector<PlacedChangeset> all;
    std::map<std::string, std::string, std::less<>> properties;
    Names names;
    for (const auto& file : liquibase_files(folder, history)) {
        const auto source = folder.read(file);
        auto read = read_liquibase_file(source);
        properties.merge(read.properties);
        for (auto& changeset : read.changesets) {
            if (auto reason = reason_to_leave_out(changeset); !reason.empty()) {
                history.left_out.push_back({{source->path, changeset.line}, std::move(reason), ""});
                continue;
            }
            ++names[changeset.id];
            ++names[author_and_id(changeset)];
            all.push_back({std::move(changeset), source, file});
        }
    }
    for (const auto& placed : all) {
        add_remarks(placed, history);
        history.revisions.push_back(read_changeset(placed, names, options, properties));
        review_reference(history.revisions.back(), history);
    }
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_liquibase(const database::OtherRow& row, std::size_t /*occurrence*/) {
    const auto name = base_name(row.file);
    const auto author_and_version = fmt::format("{}_{}", row.owner, row.version);
    return {id_for(fmt::format("{}_{}", name.substr(0, name.rfind('.')), author_and_version)),
            id_for(author_and_version), id_for(row.version)};
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
                         false};

} // namespace headstart::imports
