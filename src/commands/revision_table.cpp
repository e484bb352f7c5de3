#include "commands/revision_table.hpp"

#include "base/duration.hpp"
#include "base/printable.hpp"
#include "commands/columns.hpp"
#include "commands/listing.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace headstart::commands {

namespace {

using database::JournalRow;
using revision::Revision;
using Stand = RevisionRow::State;

constexpr std::string_view k_column_gap = "  ";
constexpr std::size_t k_narrowest_revision = 20;
/// That the first column is not cut below for the sake of the others' fuller form.
constexpr std::size_t k_usual_revision = 60;
constexpr std::size_t k_widest_user = 16;

using JournalByRevision = std::unordered_map<std::string_view, const JournalRow*>;

JournalByRevision by_revision(const std::vector<JournalRow>& journal) {
    JournalByRevision rows;
    for (const auto& row : journal) {
        rows.emplace(row.revision, &row);
    }
    return rows;
}

/// The newest row of what is applied, unless that says that it was undone: then somebody else has applied it.
const JournalRow* find_applying(const JournalByRevision& journal, const std::string& id) {
    const auto found = journal.find(id);
    return found != journal.end() && found->second->direction != "down" ? found->second : nullptr;
}

/// Those of the folder that the database has.
std::set<const Revision*> applied_revisions(const revision::RevisionGraph& graph,
                                            const DatabaseFacts& facts) {
    std::set<const Revision*> applied;
    if (!facts.comparison.unknown.empty()) {
        for (const auto& revision : graph.revisions()) {
            applied.insert(&revision);
        }
        for (const auto* missing : facts.comparison.missing) {
            applied.erase(missing);
        }
        return applied;
    }
    revision::Nodes rows;
    for (const auto& row : facts.standing.rows) {
        if (const auto node = graph.find(row)) {
            rows.push_back(*node);
        }
    }
    const auto below = revision::ancestors(graph, rows, revision::Edges::all);
    for (const auto node : below.nodes()) {
        applied.insert(&graph.revision(node));
    }
    return applied;
}

std::set<const Revision*> edited_revisions(const DatabaseFacts& facts) {
    std::set<const Revision*> edited;
    if (facts.files) {
        for (const auto& one : facts.files->edited) {
            edited.insert(one.revision);
        }
    }
    return edited;
}

const database::HalfDone* find_half_done(const database::Standing& standing, const std::string& id) {
    const auto found = std::find_if(standing.half_done.begin(), standing.half_done.end(),
                                    [&](const auto& one) { return one.revision == id; });
    return found == standing.half_done.end() ? nullptr : &*found;
}

Stand stand_of(migrate::Lineage lineage) {
    switch (lineage) {
    case migrate::Lineage::ahead:
        return Stand::ahead;
    case migrate::Lineage::untold:
        return Stand::unknown;
    default:
        return Stand::foreign;
    }
}

/// The rows that no file bears, and what the journal says that they stand on, down to the folder's own.
std::vector<std::string> ids_beyond(const revision::RevisionGraph& graph, const DatabaseFacts& facts,
                                    const JournalByRevision& journal) {
    auto ids = facts.comparison.unknown;
    std::set<std::string> seen(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto entry = journal.find(ids[i]);
        if (entry == journal.end()) {
            continue;
        }
        for (const auto& parent : entry->second->parents) {
            if (!graph.find(parent) && seen.insert(parent).second) {
                ids.push_back(parent);
            }
        }
    }
    return ids;
}

RevisionRow row_beyond(const std::string& id, const DatabaseFacts& facts, const JournalByRevision& journal) {
    const auto* const applied = find_applying(journal, id);
    return {.id = id,
            .message = applied != nullptr ? applied->message : "",
            .state = stand_of(facts.comparison.lineage),
            .marks = {.is_current = contains(facts.standing.rows, id)},
            .applied = applied};
}

std::string_view name_of(Stand state) {
    constexpr std::array<std::string_view, 6> k_names{"applied", "pending", "half_done",
                                                      "ahead",   "unknown", "foreign"};
    return k_names.at(static_cast<std::size_t>(state));
}

bool is_beyond(Stand state) {
    return state == Stand::ahead || state == Stand::unknown || state == Stand::foreign;
}

/// What stands in the first column.
std::string revision_cell(const revision::RevisionGraph& graph, const RevisionRow& row, bool has_parents) {
    if (row.revision == nullptr) {
        return base::printable(fmt::format("{}{} ({}){}{}", row.id, row.marks.is_current ? " (current)" : "",
                                           name_of(row.state), row.message.empty() ? "" : ", ", row.message));
    }
    return has_parents ? history_line(graph, *row.revision, row.marks)
                       : graph_line(graph, *row.revision, row.marks);
}

std::string when_cell(const RevisionRow& row) {
    if (row.half_done != nullptr) {
        return fmt::format("{} of {} done", row.half_done->statements_done, row.half_done->statements);
    }
    if (row.applied != nullptr && row.applied->finished_at.size() >= 16) { // "2026-11-21T10:00:…"
        auto when = row.applied->finished_at.substr(0, 16);
        when[10] = ' ';
        return when;
    }
    return row.state == Stand::pending ? "pending" : is_beyond(row.state) ? "" : "applied";
}

std::string took_cell(const RevisionRow& row) {
    if (row.applied == nullptr || row.half_done != nullptr) {
        return "";
    }
    if (row.applied->direction == "stamp") {
        return "stamped";
    }
    return row.applied->duration ? base::format_duration(*row.applied->duration) : "";
}

std::string user_cell(const RevisionRow& row) {
    return row.applied == nullptr || row.half_done != nullptr ? ""
                                                              : base::printable(row.applied->database_user);
}

std::string origin_cell(const RevisionRow& row) {
    const auto user = user_cell(row);
    return user.empty() || row.applied->host.empty() ? user : user + "@" + base::printable(row.applied->host);
}

struct Column {
    std::string heading;
    std::vector<std::string> cells;

    /// 0: nothing in any row, and so no column.
    [[nodiscard]] std::size_t width() const {
        const auto cells_width = widest(cells);
        return cells_width == 0 ? 0 : std::max(cells_width, width_of(heading));
    }
};

template<typename Cell>
Column column_of(std::string heading, const std::vector<RevisionRow>& rows, const Cell& cell) {
    Column column{std::move(heading), {}};
    std::transform(rows.begin(), rows.end(), std::back_inserter(column.cells), cell);
    return column;
}

/// What the columns behind the first take.
std::size_t width_of_rest(const std::vector<Column>& columns) {
    std::size_t width = 0;
    for (std::size_t i = 1; i < columns.size(); ++i) {
        const auto one = columns[i].width();
        width += one == 0 ? 0 : one + k_column_gap.size();
    }
    return width;
}

/// The columns in the fullest form that fits; the first is cut to what the others leave.
std::vector<Column> fitting_columns(const revision::RevisionGraph& graph,
                                    const std::vector<RevisionRow>& rows, Shape shape,
                                    std::optional<std::size_t> width) {
    const auto first = [&](bool has_parents) {
        return column_of("REVISION", rows,
                         [&](const RevisionRow& row) { return revision_cell(graph, row, has_parents); });
    };
    std::vector<Column> columns{first(shape == Shape::history), column_of("WHEN (UTC)", rows, when_cell),
                                column_of("BY", rows, origin_cell), column_of("TOOK", rows, took_cell)};
    const auto room = [&] {
        const auto rest = width_of_rest(columns);
        return !width ? std::string::npos : std::max(*width, rest) - rest;
    };
    if (columns[0].width() > room()) {
        columns[0] = first(false);
    }
    if (std::min(columns[0].width(), k_usual_revision) > room()) {
        columns[2] = column_of("BY", rows,
                               [](const RevisionRow& row) { return cut_to(user_cell(row), k_widest_user); });
    }
    const auto longest = std::max(room(), k_narrowest_revision);
    for (auto& cell : columns[0].cells) {
        cell = cut_to(cell, longest);
    }
    return columns;
}

void print_cells(const std::vector<Column>& columns, const std::vector<std::size_t>& widths,
                 const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (widths[i] > 0) {
            line += padded(cells[i], widths[i]) + std::string(k_column_gap);
        }
    }
    print_line(line.substr(0, line.find_last_not_of(' ') + 1));
}

nlohmann::ordered_json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

/// Of the run, or stamp, that applied it: null where the journal does not know.
nlohmann::ordered_json applied_json(const JournalRow* row) {
    if (row == nullptr) {
        return nullptr;
    }
    return {{"direction", row->direction},
            {"started_at", text_or_null(row->started_at)},
            {"finished_at", text_or_null(row->finished_at)},
            {"duration_ms", row->duration ? nlohmann::ordered_json(row->duration->count()) : nullptr},
            {"database_user", row->database_user},
            {"host", row->host},
            {"headstart_version", row->headstart_version}};
}

} // namespace

std::vector<RevisionRow> revision_rows(const revision::RevisionGraph& graph,
                                       const std::vector<const Revision*>& revisions,
                                       const DatabaseFacts& facts) {
    const auto journal = by_revision(facts.journal);
    const auto applied = applied_revisions(graph, facts);
    const auto edited = edited_revisions(facts);
    std::vector<RevisionRow> rows;
    for (const auto& id : ids_beyond(graph, facts, journal)) {
        rows.push_back(row_beyond(id, facts, journal));
    }
    for (const auto* revision : revisions) {
        RevisionRow row{.id = revision->id, .message = revision->message, .revision = revision};
        row.half_done = find_half_done(facts.standing, revision->id);
        row.marks = {contains(facts.standing.rows, revision->id), row.half_done != nullptr,
                     edited.contains(revision)};
        if (applied.contains(revision)) {
            row.state = Stand::applied;
            row.applied = find_applying(journal, revision->id);
        }
        if (row.half_done != nullptr) {
            row.state = Stand::half_done;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void print_table(const revision::RevisionGraph& graph, const std::vector<RevisionRow>& rows, Shape shape) {
    const auto width = output_columns();
    const auto columns = fitting_columns(graph, rows, shape, width);
    std::vector<std::size_t> widths;
    std::vector<std::string> headings;
    for (const auto& column : columns) {
        widths.push_back(column.width());
        headings.push_back(column.heading);
    }
    if (!rows.empty() && (shape == Shape::revision || width)) {
        print_cells(columns, widths, headings);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        print_cells(columns, widths,
                    {columns[0].cells[i], columns[1].cells[i], columns[2].cells[i], columns[3].cells[i]});
    }
}

nlohmann::ordered_json to_json(const std::vector<RevisionRow>& rows, bool knows_files) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
        const bool is_told = knows_files && row.revision != nullptr;
        json.push_back({{"revision", row.id},
                        {"message", row.message},
                        {"state", name_of(row.state)},
                        {"is_current", row.marks.is_current},
                        {"is_edited", is_told ? nlohmann::ordered_json(row.marks.is_edited) : nullptr},
                        {"applied", applied_json(row.applied)}});
    }
    return json;
}

} // namespace headstart::commands
