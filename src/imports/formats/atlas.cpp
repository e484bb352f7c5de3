#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/statements.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

/// Atlas: `20240131235959_create_users.sql` beside atlas.sum, which lists the files. A file may begin with
/// directives, `-- atlas:txmode none`. A checkpoint is what an empty database begins with, and takes the
/// place of all before it.
namespace headstart::imports {

namespace {

constexpr std::string_view k_sum_file = "atlas.sum";

/// A database that was there before the checkpoint has these, and never runs it.
constexpr std::string_view k_replaced = "A checkpoint in the place of ";

bool is_atlas_file(std::string_view file) {
    return file.ends_with(".sql") && file.find('/') == std::string_view::npos;
}

/// Atlas can keep the files of other tools, too: those are told by what stands in them.
Likeness looks_like_atlas(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_others = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return is_atlas_file(file) && (file.ends_with(".up.sql") || file.starts_with("V") ||
                                       folder.beginning_of(file).find("-- +goose") != std::string::npos ||
                                       folder.beginning_of(file).find("-- migrate:up") != std::string::npos);
    });
    const auto likeness = has_others ? Likeness::readable : Likeness::marked;
    return folder.has(k_sum_file) ? likeness : Likeness::none;
}

/// What the lines at the top of a file say.
struct AtlasDirectives {
    Runs runs = Runs::in_transaction;
    bool is_checkpoint = false;
    bool is_archive = false; ///< of several files, each below its name
    std::string delimiter;   ///< of statements; empty: `;`
};

/// `\n` stands for the end of a line.
std::string unescaped(std::string_view delimiter) {
    constexpr std::pair<std::string_view, char> k_escapes[]{{"\\n", '\n'}, {"\\r", '\r'}, {"\\t", '\t'}};
    std::string text;
    while (!delimiter.empty()) {
        const auto* const escape =
            std::find_if(std::begin(k_escapes), std::end(k_escapes),
                         [&](const auto& one) { return delimiter.starts_with(one.first); });
        const bool is_escape = escape != std::end(k_escapes);
        text += is_escape ? escape->second : delimiter.front();
        delimiter.remove_prefix(is_escape ? escape->first.size() : 1);
    }
    return text;
}

AtlasDirectives read_directives(const Source& source) {
    AtlasDirectives directives;
    Lines lines(source->text);
    for (auto line = lines.next(); line; line = lines.next()) {
        const auto comment = comment_on(line->text);
        if (!comment && !base::trim(line->text).empty()) {
            break;
        }
        const auto words = comment ? behind(*comment, "atlas:") : std::nullopt;
        if (const auto mode = words ? behind(*words, "txmode") : std::nullopt) {
            directives.runs = *mode == "none" ? Runs::outside : Runs::in_transaction;
        } else if (const auto delimiter = words ? behind(*words, "delimiter") : std::nullopt) {
            directives.delimiter = *delimiter == ";" ? "" : unescaped(*delimiter);
        } else if (words && behind(*words, "checkpoint")) {
            directives.is_checkpoint = true;
        } else if (words && behind(*words, "txtar")) {
            directives.is_archive = true;
        }
    }
    return directives;
}

/// Their lines stay, empty.
std::string without_directives(const Source& source) {
    const std::string_view text = source->text;
    std::string result;
    Lines lines(text);
    auto line = lines.next();
    for (; line; line = lines.next()) {
        const auto comment = comment_on(line->text);
        if (!comment && !base::trim(line->text).empty()) {
            return result.append(text.substr(line->begin));
        }
        const bool is_directive = comment && behind(*comment, "atlas:");
        result += text.substr(is_directive ? line->end : line->begin,
                              line->next - (is_directive ? line->end : line->begin));
    }
    return result;
}

/// A `;` behind each statement, and what else ends one is gone. The lines stay where they are.
std::string ended_by_semicolons(std::string_view text, std::string_view delimiter) {
    if (delimiter.empty()) {
        return std::string(text);
    }
    std::string result;
    for (auto end = text.find(delimiter); end != std::string_view::npos; end = text.find(delimiter)) {
        result += with_semicolon(std::string(text.substr(0, end)));
        result.append(static_cast<std::size_t>(std::count(delimiter.begin(), delimiter.end(), '\n')), '\n');
        text.remove_prefix(end + delimiter.size());
    }
    return result += with_semicolon(std::string(text));
}

/// One file of an archive.
struct Member {
    std::string text;
    std::size_t line = 0; ///< of its first line, from 1
};

/// By their names: "migration.sql" stands below `-- migration.sql --`.
std::map<std::string, Member> members_of(const Source& source) {
    const std::string_view text = source->text;
    std::map<std::string, Member> members;
    Member* member = nullptr;
    std::size_t number = 0;
    Lines lines(text);
    while (const auto line = lines.next()) {
        ++number;
        const auto words = base::trim(line->text);
        const bool is_name = line->text.starts_with("-- ") && words.ends_with(" --") && words.size() > 6;
        if (is_name) {
            member = &members[std::string(base::trim(words.substr(3, words.size() - 6)))];
            member->line = number + 1;
        } else if (member != nullptr) {
            member->text += text.substr(line->begin, line->next - line->begin);
        }
    }
    return members;
}

/// The ways of an archive; what Atlas looks at before it is told.
void read_archive(const Source& source, const AtlasDirectives& directives, Revision& revision,
                  History& history) {
    const auto members = members_of(source);
    const auto up = members.find("migration.sql");
    if (up == members.end()) {
        throw diag::refusal(
            diag::code::not_imported, fmt::format("{} is an archive without migration.sql", source->path),
            "Atlas would not run it: write `-- migration.sql --` above its SQL; nothing was written");
    }
    const auto sql_of = [&](const Member& member) {
        return section_sql(ended_by_semicolons(member.text, directives.delimiter),
                           {source->path, member.line}, directives.runs);
    };
    for (const auto& [name, member] : members) {
        if (name == "down.sql") {
            revision.down = sql_of(member);
        } else if (name != "migration.sql") {
            history.left_out.push_back({{source->path, member.line - 1},
                                        fmt::format("{}, which Atlas looks at before it runs the file", name),
                                        "ask in SQL, with IF and RAISE in a DO block, if it must hold"});
        }
    }
    revision.up = sql_of(up->second);
}

std::vector<std::string> names_in_sum(const SourceFolder& folder) {
    std::vector<std::string> listed;
    const auto sum = folder.read(k_sum_file);
    Lines lines(sum->text);
    lines.next(); // of the folder as a whole
    while (const auto line = lines.next()) {
        if (const auto hash = line->text.rfind(" h1:"); hash != std::string_view::npos) {
            listed.emplace_back(line->text.substr(0, hash));
        }
    }
    return listed;
}

const std::string* first_lacking(const std::vector<std::string>& names,
                                 const std::vector<std::string>& among) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(among.begin(), among.end(), name) == among.end();
    });
    return found == names.end() ? nullptr : &*found;
}

/// Atlas runs nothing of a folder whose files are not those of atlas.sum.
void check_sum_lists(const SourceFolder& folder, const std::vector<std::string>& names) {
    const auto listed = names_in_sum(folder);
    if (const auto* const name = first_lacking(names, listed)) {
        throw diag::refusal(
            diag::code::not_imported,
            fmt::format("{} is not listed in {}", folder.shown(*name), folder.shown(k_sum_file)),
            "Atlas would not run it: `atlas migrate hash` lists it; nothing was written");
    }
    if (const auto* const name = first_lacking(listed, names)) {
        throw diag::refusal(
            diag::code::not_imported,
            fmt::format("{} lists {}, which is not there", folder.shown(k_sum_file), *name),
            "bring it back, or let `atlas migrate hash` list what is there; nothing was written");
    }
}

/// Atlas keeps other tools' files, too, and would be told that they are.
void refuse_ways_in_names(const SourceFolder& folder, const std::vector<std::string>& names) {
    if (const auto one = std::find_if(names.begin(), names.end(), is_of_one_way); one != names.end()) {
        throw diag::refusal(
            diag::code::not_imported, fmt::format("{} is a file of golang-migrate's", folder.shown(*one)),
            fmt::format("import it as what it is: headstart import golang-migrate {}; `headstart "
                        "stamp --from atlas` reads Atlas's table all the same",
                        folder.root().string()));
    }
}

Revision read_atlas_file(const SourceFolder& folder, const std::string& name,
                         const AtlasDirectives& directives, History& history) {
    const auto source = folder.read(name);
    const auto stem = std::string_view(name).substr(0, name.size() - 4);
    const auto version = stem.substr(0, stem.find('_'));
    Revision revision;
    revision.id = id_for(version);
    revision.message = words_of(stem.size() > version.size() ? stem.substr(version.size()) : "", "unnamed");
    revision.created = time_of(version);
    revision.origin = {source->path, 0};
    if (directives.is_archive) {
        read_archive(source, directives, revision, history);
    } else {
        revision.up = section_sql(ended_by_semicolons(without_directives(source), directives.delimiter),
                                  {source->path, 1}, directives.runs);
    }
    return revision;
}

History read_atlas(const SourceFolder& folder, const ReadOptions& /*options*/) {
    std::vector<std::string> names;
    std::copy_if(folder.files().begin(), folder.files().end(), std::back_inserter(names), is_atlas_file);
    refuse_ways_in_names(folder, names);
    if (folder.has(k_sum_file)) {
        check_sum_lists(folder, names);
    }
    History history;
    for (const auto& name : names) {
        const auto directives = read_directives(folder.read(name));
        std::vector<std::string> replaced;
        if (directives.is_checkpoint) {
            for (const auto& before : history.revisions) {
                if (before.description.empty()) { // no older checkpoint, which not every database has
                    replaced.push_back(before.id);
                }
                history.left_out.push_back(
                    {before.origin, "what it does is part of the checkpoint behind it",
                     "nothing: an empty database begins with the checkpoint, as with Atlas"});
            }
            history.revisions.clear();
        }
        history.revisions.push_back(read_atlas_file(folder, name, directives, history));
        if (!replaced.empty()) {
            history.revisions.back().description = {
                fmt::format("{}{}", k_replaced, base::join(replaced, ", "))};
        }
    }
    make_chain(history);
    return history;
}

} // namespace

const Format k_atlas{"atlas",
                     "Atlas",
                     looks_like_atlas,
                     read_atlas,
                     "migrations db/migrations",
                     {.ids = ids_of_version, .may_begin_late = true, .replaced_line = k_replaced},
                     true};

} // namespace headstart::imports
