#include "base/text.hpp"
#include "diag/codes.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/transactions.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

/// graphile-migrate: `committed/000001.sql` or `000001-create-users.sql`, headed by `--! Previous:` and
/// `--! Hash:`, which chain them. None can be undone; what is not committed is no history yet.
namespace headstart::imports {

namespace {

/// "committed/000001-create-users.sql", also where the folder `committed` itself was named.
bool is_committed(std::string_view file) {
    const auto name = base_name(file);
    const auto digits = std::min(name.find_first_not_of("0123456789"), name.size());
    const auto folder = folder_of(file);
    return (folder.empty() || folder == "committed") && digits >= 6 && name.ends_with(".sql");
}

bool is_graphile_mark(std::string_view line) {
    return line.starts_with("--! Previous:");
}

Likeness looks_like_graphile(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_headers = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return is_committed(file) && folder.beginning_of(file).starts_with("--! Previous:");
    });
    return has_headers ? Likeness::marked : Likeness::none;
}

/// The `--!` lines at the top.
struct GraphileHeader {
    std::string previous;
    std::string hash;
    std::string message;
    bool transactional = true;
    std::size_t end = 0;
};

GraphileHeader read_graphile_header(const Source& source) {
    GraphileHeader header;
    Lines lines(source->text);
    for (auto line = lines.next(); line && (line->text.starts_with("--!") || base::trim(line->text).empty());
         line = lines.next()) {
        const auto words = base::trim(line->text.substr(std::min<std::size_t>(3, line->text.size())));
        if (const auto previous = behind(words, "Previous:")) {
            header.previous = *previous == "-" ? "" : *previous;
        } else if (const auto hash = behind(words, "Hash:")) {
            header.hash = *hash;
        } else if (const auto message = behind(words, "Message:")) {
            header.message = *message;
        } else if (behind(words, "no-transaction")) {
            header.transactional = false;
        }
        header.end = line->next;
    }
    return header;
}

using Values = std::map<std::string, std::optional<std::string>, std::less<>>;

/// Strings, numbers and words of a text in JSON with comments, one after the other.
std::vector<std::string> scalars_of(std::string_view text) {
    constexpr std::string_view k_between = " \t\r\n,:{}[]\"";
    std::vector<std::string> strings;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto rest = text.substr(at);
        if (rest.starts_with("//")) {
            at = std::min(text.find('\n', at), text.size());
        } else if (rest.starts_with("/*")) {
            at = std::min(text.find("*/", at), text.size());
        } else if (rest.starts_with('"')) {
            const auto end = std::min(text.find('"', at + 1), text.size());
            strings.emplace_back(text.substr(at + 1, end - at - 1));
            at = end;
        } else if (k_between.find(text[at]) == std::string_view::npos) {
            const auto end = std::min(text.find_first_of(k_between, at), text.size());
            strings.emplace_back(text.substr(at, end - at));
            at = end - 1;
        }
    }
    return strings;
}

using Entries = std::vector<std::pair<std::string, std::string>>;

/// What the project's `.gmrc` has under a key.
Entries configured(const SourceFolder& folder, std::string_view key) {
    Entries entries;
    for (const auto& way : folder.ways_up()) {
        const auto source = folder.read_if_there(way + ".gmrc");
        const std::string_view text = source ? std::string_view((*source)->text) : std::string_view{};
        const auto at = text.find(fmt::format("\"{}\"", key));
        const auto open = text.find('{', std::min(at, text.size()));
        if (open == std::string_view::npos) {
            continue;
        }
        const auto scalars = scalars_of(text.substr(open, text.find('}', open) - open));
        for (std::size_t i = 0; i + 1 < scalars.size(); i += 2) {
            entries.emplace_back(scalars[i], scalars[i + 1]);
        }
        break;
    }
    return entries;
}

/// Nothing for one whose value is the environment's.
Values configured_values(const SourceFolder& folder) {
    Values values;
    for (const auto& [name, value] : configured(folder, "placeholders")) {
        values[name.substr(name.starts_with(':') ? 1 : 0)] =
            value.starts_with('!') ? std::nullopt : std::optional(value);
    }
    return values;
}

/// Whether something stands behind a key of JSON: no `null` and no empty list.
bool has_value(std::string_view text, std::string_view key) {
    const auto quoted = fmt::format("\"{}\"", key);
    auto at = text.find(quoted);
    const auto line = text.rfind('\n', at) + 1;
    if (at == std::string_view::npos || text.substr(line, at - line).find("//") != std::string_view::npos) {
        return false;
    }
    at = text.find_first_not_of(" \t\r\n:", at + quoted.size());
    const auto value = text.substr(std::min(at, text.size()));
    const auto item = value.substr(std::min(value.find_first_not_of(" \t\r\n["), value.size()));
    return !value.starts_with("null") && !(value.starts_with('[') && item.starts_with(']'));
}

/// What graphile-migrate runs beside the migrations: often what those need, such as roles and extensions.
void name_actions(const SourceFolder& folder, History& history) {
    for (const auto& way : folder.ways_up()) {
        const auto source = folder.read_if_there(way + ".gmrc");
        if (!source) {
            continue;
        }
        for (const auto* const key : {"beforeReset", "afterReset", "beforeAllMigrations",
                                      "afterAllMigrations", "beforeCurrent", "afterCurrent"}) {
            if (has_value((*source)->text, key)) {
                history.left_out.push_back(
                    {{(*source)->path, 0},
                     fmt::format("{}: what graphile-migrate runs beside the migrations", key),
                     "what the migrations need belongs in a revision before them, or is made with the "
                     "database"});
            }
        }
        return;
    }
}

std::string as_literal(std::string_view value) {
    std::string literal = "'";
    for (const char c : value) {
        literal += c == '\'' ? "''" : std::string(1, c);
    }
    return literal + "'";
}

/// graphile-migrate gives each migration's session what `pgSettings` has. Empty: it has nothing.
std::string set_settings(const Entries& settings, bool transactional) {
    std::vector<std::string> calls;
    for (const auto& [name, value] : settings) {
        calls.push_back(fmt::format("pg_catalog.set_config({}, {}, {})", as_literal(name), as_literal(value),
                                    transactional));
    }
    return calls.empty() ? "" : fmt::format("SELECT {};\n", base::join(calls, ", "));
}

/// Puts them above the SQL, whose lines stay where they are known to be.
void begin_with_settings(Sql& sql, const Entries& settings) {
    const auto statement = set_settings(settings, sql.transactional);
    if (!statement.empty()) {
        sql.notes.emplace_back("pgSettings of .gmrc");
        sql.text.insert(0, statement);
        sql.origin.line -= std::min<std::size_t>(1, sql.origin.line);
        std::for_each(sql.left_out.begin(), sql.left_out.end(), [](std::size_t& line) { ++line; });
    }
}

/// Those that were given count first.
Values values_of(const SourceFolder& folder, const ReadOptions& options) {
    auto values = configured_values(folder);
    for (const auto& [name, value] : options.placeholders) {
        values[name.substr(name.starts_with(':') ? 1 : 0)] = value;
    }
    return values;
}

/// graphile-migrate's own, and those that projects name after it, mean one wherever they stand.
bool is_placeholder(std::string_view name, const Values& values) {
    return values.contains(name) || name.starts_with("DATABASE_");
}

/// Behind the header, `:DATABASE_OWNER` and the project's own filled in, in literals and bodies, too.
std::string with_values(const Source& source, std::size_t begin, const Values& values) {
    constexpr std::string_view k_of_name = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    const auto text = source->text.view();
    UnknownPlaceholders unknown(source);
    std::string filled;
    auto at = begin;
    for (auto colon = text.find(':', at); colon != std::string_view::npos;
         colon = text.find(':', colon + 1)) {
        const auto end = std::min(text.find_first_not_of(k_of_name, colon + 1), text.size());
        const auto name = text.substr(colon + 1, end - colon - 1);
        if (!is_placeholder(name, values) || (colon > 0 && text[colon - 1] == ':')) {
            continue;
        }
        const auto found = values.find(name);
        if (found == values.end() || !found->second) {
            unknown.add(colon, end, name);
            continue;
        }
        filled += text.substr(at, colon - at);
        filled += found->second.value_or("");
        at = end;
    }
    unknown.check();
    return filled.append(text.substr(at));
}

Revision read_committed(const SourceFolder& folder, const std::string& file, const Values& values,
                        const Entries& settings, std::string& hash_before) {
    const auto source = folder.read(file);
    const auto header = read_graphile_header(source);
    const auto first = Lines(source->text).next().value_or(Line{});
    if (header.hash.empty() || header.previous != hash_before) {
        throw refusal_of_line(source, first,
                              header.hash.empty() ? "the file has no `--! Hash:`, so it was not committed"
                                                  : "the file does not follow the one before it: its "
                                                    "`--! Previous:` is another hash",
                              "graphile-migrate would refuse it, too: commit the files again");
    }
    hash_before = header.hash;
    auto text = with_values(source, header.end, values);
    const auto stem = base_name(file).substr(0, base_name(file).size() - 4);
    const auto number = stem.substr(0, std::min(stem.find_first_not_of("0123456789"), stem.size()));
    Revision revision;
    revision.id = id_for(number);
    revision.message =
        header.message.empty() ? words_of(stem.substr(number.size()), "unnamed") : header.message;
    revision.origin = {source->path, 0};
    revision.up =
        section_sql(std::move(text), {source->path, diag::position_of(source->text, header.end).line},
                    header.transactional ? Runs::in_transaction : Runs::outside);
    begin_with_settings(revision.up, settings);
    return revision;
}

/// Work in progress: comments alone mean that there is none.
bool holds_statement(const Source& source) {
    sql::Scanner scanner(source->text);
    auto token = scanner.next();
    while (token && token->kind == sql::TokenKind::comment) {
        token = scanner.next();
    }
    return token.has_value();
}

History read_graphile(const SourceFolder& folder, const ReadOptions& options) {
    const auto values = values_of(folder, options);
    const auto settings = configured(folder, "pgSettings");
    History history;
    std::string hash;
    for (const auto& file : folder.files()) {
        if (is_committed(file)) {
            history.revisions.push_back(read_committed(folder, file, values, settings, hash));
        } else if (const bool is_current = file == "current.sql" || file.starts_with("current/");
                   is_current && file.ends_with(".sql") && holds_statement(folder.read(file))) {
            history.left_out.push_back({{folder.shown(file), 0},
                                        "a migration that is not committed yet",
                                        "commit it and import again, or make a revision of it"});
        }
    }
    name_actions(folder, history);
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_graphile(const database::OtherRow& row, std::size_t /*occurrence*/) {
    const auto digits = std::min(row.version.find_first_not_of("0123456789"), row.version.size());
    return {id_for(row.version.substr(0, digits))};
}

} // namespace

const Format k_graphile_migrate{"graphile-migrate",
                                "graphile-migrate",
                                looks_like_graphile,
                                read_graphile,
                                "migrations db/migrations",
                                {ids_of_graphile},
                                true,
                                Reach::one_folder,
                                false,
                                is_graphile_mark};

} // namespace headstart::imports
