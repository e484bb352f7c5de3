#include "base/text.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"
#include "imports/numbered.hpp"
#include "imports/preamble.hpp"
#include "imports/transactions.hpp"

#include <algorithm>

/// dbmate: `20240131235959_create_users.sql` with `-- migrate:up` and `-- migrate:down`, which are ours, too.
namespace headstart::imports {

namespace {

/// "20240131235959" of its file's name; empty: dbmate passes over it.
std::string_view dbmate_version(std::string_view file) {
    const auto digits = std::min(file.find_first_not_of("0123456789"), file.size());
    return file.ends_with(".sql") && file.find('/') == std::string_view::npos ? file.substr(0, digits)
                                                                              : std::string_view{};
}

/// "up transaction:false" of `-- migrate:up transaction:false`, at the beginning of a line.
std::optional<std::string_view> dbmate_marker(std::string_view line) {
    const auto comment = line.starts_with("--") ? comment_on(line) : std::nullopt;
    const auto words = comment ? behind(*comment, "migrate:") : std::nullopt;
    return words && (words->starts_with("up") || words->starts_with("down")) ? words : std::nullopt;
}

bool is_dbmate_mark(std::string_view line) {
    return dbmate_marker(line).has_value();
}

Likeness looks_like_dbmate(const SourceFolder& folder) {
    const auto& files = folder.files();
    const bool has_markers = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return !dbmate_version(file).empty() && !is_of_one_way(file) &&
               has_line(folder.beginning_of(file), dbmate_marker);
    });
    return has_markers ? Likeness::marked : Likeness::none;
}

struct DbmateBlock {
    std::size_t marker = 0;
    std::size_t begin = 0;
    bool transactional = true;
};

struct DbmateBlocks {
    std::optional<DbmateBlock> up;
    std::optional<DbmateBlock> down;
};

/// The first marker of each kind counts; a line begins with it.
DbmateBlocks find_dbmate_blocks(const Source& source) {
    DbmateBlocks blocks;
    Lines lines(source->text);
    while (const auto line = lines.next()) {
        const auto words = dbmate_marker(line->text);
        if (!words) {
            continue;
        }
        auto& block = words->starts_with("up") ? blocks.up : blocks.down;
        if (!block) {
            block = DbmateBlock{line->begin, line->next,
                                words->find("transaction:false") == std::string_view::npos};
        }
    }
    return blocks;
}

Sql dbmate_section(const Source& source, const DbmateBlock& block, std::size_t end) {
    return section_sql(source, block.begin, end, block.transactional ? Runs::in_transaction : Runs::outside);
}

Revision read_dbmate_file(const SourceFolder& folder, const std::string& file) {
    const auto source = folder.read(file);
    const auto blocks = find_dbmate_blocks(source);
    if (!blocks.up || (blocks.down && blocks.down->marker < blocks.up->marker)) {
        throw refusal_of_line(source, {0, 0, 0, {}}, "dbmate wants a `-- migrate:up` before all others",
                              "write it above the SQL");
    }
    auto preamble = preamble_of(source, blocks.up->marker, is_no_directive);
    if (preamble.statement) {
        throw refusal_of_line(source, *preamble.statement,
                              "the statement stands above `-- migrate:up`, where dbmate wants comments alone",
                              "write it below the marker");
    }
    const auto version = dbmate_version(file);
    auto name = std::string_view(file).substr(version.size());
    name.remove_suffix(std::string_view(".sql").size());
    Revision revision;
    revision.id = id_for(version);
    revision.message = words_of(name, "unnamed");
    revision.created = time_of(version);
    revision.origin = {source->path, 0};
    revision.up = dbmate_section(source, *blocks.up, blocks.down ? blocks.down->marker : source->text.size());
    revision.up.notes = std::move(preamble.comments);
    if (blocks.down) { // newer versions of dbmate want one; older ones go back over the file, and do nothing
        revision.down = dbmate_section(source, *blocks.down, source->text.size());
    }
    return revision;
}

History read_dbmate(const SourceFolder& folder, const ReadOptions& /*options*/) {
    History history;
    for (const auto& file : folder.files()) {
        if (!dbmate_version(file).empty()) {
            history.revisions.push_back(read_dbmate_file(folder, file));
        }
    }
    make_chain(history);
    return history;
}

} // namespace

const Format k_dbmate{"dbmate",         "dbmate", looks_like_dbmate, read_dbmate, "db/migrations",
                      {ids_of_version}, true,     Reach::one_folder, true,        is_dbmate_mark};

} // namespace headstart::imports
