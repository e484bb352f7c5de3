#include "base/text.hpp"
#include "diag/codes.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/transactions.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// `:DATABASE_OWNER` and the project's own.
std::string with_values(std::string text, const ReadOptions& options) {
    for (const auto& [name, value] : options.placeholders) {
        const auto written = name.starts_with(':') ? name : ":" + name;
        for (auto at = text.find(written); at != std::string::npos;
             at = text.find(written, at + value.size())) {
            text.replace(at, written.size(), value);
        }
    }
    return text;
}

/// Of those that graphile-migrate knows by itself; where others are left over the SQL is none, and that is
/// told.
std::optional<std::string_view> left_over_placeholder(std::string_view text) {
    for (const std::string_view name : {":DATABASE_NAME", ":DATABASE_OWNER"}) {
        if (text.find(name) != std::string_view::npos) {
            return name;
        }
    }
    return std::nullopt;
}

Revision read_committed(const SourceFolder& folder, const std::string& file, const ReadOptions& options,
                        std::string& hash_before) {
    const auto source = folder.read(file);
    const auto header = read_graphile_header(source);
    const auto first = *Lines(source->text).next();
    if (header.hash.empty() || header.previous != hash_before) {
        throw refusal_of_line(source, first,
                              header.hash.empty() ? "the file has no `--! Hash:`, so it was not committed"
                                                  : "the file does not follow the one before it: its "
                                                    "`--! Previous:` is another hash",
                              "graphile-migrate would refuse it, too: commit the files again");
    }
    hash_before = header.hash;
    auto text = with_values(std::string(source->text.view().substr(header.end)), options);
    if (const auto left = left_over_placeholder(text)) {
        throw refusal_of_line(source, first, fmt::format("nobody says what {} stands for", *left),
                              fmt::format("say it: --placeholder {}=VALUE", left->substr(1)));
    }
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
    History history;
    std::string hash;
    for (const auto& file : folder.files()) {
        if (is_committed(file)) {
            history.revisions.push_back(read_committed(folder, file, options, hash));
        } else if (const bool is_current = file == "current.sql" || file.starts_with("current/");
                   is_current && file.ends_with(".sql") && holds_statement(folder.read(file))) {
            history.left_out.push_back({{folder.shown(file), 0},
                                        "a migration that is not committed yet",
                                        "commit it and import again, or make a revision of it"});
        }
    }
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
                                false};

} // namespace headstart::imports
