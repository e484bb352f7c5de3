#include "imports/applied.hpp"

#include "base/text.hpp"
#include "imports/described.hpp"
#include "imports/dotted.hpp"
#include "imports/strangers.hpp"
#include "imports/table_refusal.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace headstart::imports {

namespace {

using database::OtherRow;
using revision::Node;
using revision::Nodes;
using revision::RevisionGraph;

/// Walks over a tool's rows as it wrote them.
class Reading {
public:
    Reading(const RevisionGraph& graph, const Format& format, std::string table)
        : m_graph(graph)
        , m_format(format)
        , m_table(std::move(table))
        , m_is_applied(graph.size(), 0) {
        for (const auto& revision : graph.revisions()) {
            m_nodes.emplace(plain(revision.id), graph.node_of(revision));
            if (auto replaced = listed_behind(revision, format.table.replaced_line); !replaced.empty()) {
                m_replaced.emplace(graph.node_of(revision), std::move(replaced));
            }
        }
    }

    void read(std::vector<OtherRow> rows) {
        if (m_format.table.is_shared_by_owners) {
            leave_out_strangers(rows, m_graph, m_format, m_table, [&](const OtherRow& row) {
                return find_occurrence(row, 1).has_value() || is_replaced(label(row));
            });
        }
        check_faults(rows);
        for (const auto& row : rows) {
            take(row);
        }
        take_replacements(rows);
        if (m_format.table.holds_newest_alone) {
            apply_all_below();
        }
        check_missing();
        check_begun();
        check_parts(rows);
        check_order();
    }

    [[nodiscard]] Applied result() const {
        Applied applied;
        for (Node node = 0; node < m_graph.size(); ++node) {
            if (m_is_applied[node] == 0) {
                continue;
            }
            applied.ids.push_back(m_graph.id(node));
            const auto& up = m_graph.links(node).up;
            if (std::none_of(up.begin(), up.end(), [&](Node one) { return m_is_applied[one] != 0; })) {
                applied.heads.push_back(m_graph.id(node));
            }
        }
        return applied;
    }

private:
    [[nodiscard]] std::string plain(std::string_view id) const {
        return m_format.table.plain == nullptr ? std::string(id) : m_format.table.plain(id);
    }

    void check_faults(const std::vector<OtherRow>& rows) const {
        std::vector<std::string> notes;
        for (const auto& row : rows) {
            if (!row.fault.empty()) {
                notes.push_back(fmt::format("{}: {}", row.version, row.fault));
            }
        }
        if (!notes.empty()) {
            throw refusal_of_table(
                m_format,
                fmt::format("{} says of a migration that it is not applied as it should be", m_table),
                std::move(notes),
                fmt::format("mend it with {} first, until all is applied or undone; nothing was "
                            "changed",
                            m_format.title));
        }
    }

    [[nodiscard]] std::optional<Node> find(const OtherRow& row) {
        const auto occurrence =
            row.kind == OtherRow::Kind::applied ? ++m_occurrences[row.owner + '\n' + row.version] : 1;
        return find_occurrence(row, occurrence);
    }

    [[nodiscard]] std::optional<Node> find_occurrence(const OtherRow& row, std::size_t occurrence) const {
        for (const auto& id : m_format.table.ids(row, occurrence)) {
            if (const auto found = m_nodes.find(plain(id)); found != m_nodes.end()) {
                return found->second;
            }
        }
        return std::nullopt;
    }

    void take(const OtherRow& row) {
        if (row.kind == OtherRow::Kind::baseline) {
            apply_up_to(row.version);
        } else if (const auto node = find(row)) {
            m_is_applied[*node] = row.kind != OtherRow::Kind::undone ? 1 : 0;
        } else if (row.kind == OtherRow::Kind::applied) {
            (is_before_first(row.version) ? m_before_first : m_missing).push_back(label(row));
        } else if (row.kind == OtherRow::Kind::undone) {
            std::erase(m_missing, label(row));
        }
    }

    /// As messages name it: names may be unique for each owner alone.
    [[nodiscard]] std::string label(const OtherRow& row) const {
        return m_format.table.is_unique_by_owner ? fmt::format("{}.{}", row.owner, row.version) : row.version;
    }

    [[nodiscard]] bool is_replaced(const std::string& label) const {
        return std::any_of(m_replaced.begin(), m_replaced.end(), [&](const auto& one) {
            return std::find(one.second.begin(), one.second.end(), label) != one.second.end();
        });
    }

    /// A revision that has taken the place of others is applied where all of those are.
    void take_replacements(const std::vector<OtherRow>& rows) {
        std::set<std::string> labels;
        for (const auto& row : rows) {
            labels.insert(label(row));
        }
        for (const auto& [node, replaced] : m_replaced) {
            auto& is_applied = m_is_applied[node];
            const bool has_all = std::all_of(replaced.begin(), replaced.end(),
                                             [&](const std::string& one) { return labels.contains(one); });
            is_applied = is_applied != 0 || has_all ? 1 : 0;
            if (is_applied != 0) {
                std::erase_if(m_missing, [&](const std::string& one) {
                    return std::find(replaced.begin(), replaced.end(), one) != replaced.end();
                });
            }
        }
    }

    /// All whose versions are not greater.
    void apply_up_to(std::string_view version) {
        for (const auto& revision : m_graph.revisions()) {
            if (is_dotted(revision.id) && !is_less_dotted(version, revision.id)) {
                m_is_applied[m_graph.node_of(revision)] = 1;
            }
        }
    }

    /// Part of the dump or the baseline that the folder begins with.
    [[nodiscard]] bool is_before_first(std::string_view version) const {
        const auto& bases = m_graph.bases();
        return m_format.table.may_begin_late && is_dotted(version) &&
               std::all_of(bases.begin(), bases.end(), [&](Node base) {
                   return is_dotted(m_graph.id(base)) && is_less_dotted(version, m_graph.id(base));
               });
    }

    void apply_all_below() {
        Nodes applied;
        for (Node node = 0; node < m_graph.size(); ++node) {
            if (m_is_applied[node] != 0) {
                applied.push_back(node);
            }
        }
        const auto below = revision::ancestors(m_graph, applied, revision::Edges::all);
        for (const auto node : below.nodes()) {
            m_is_applied[node] = 1;
        }
    }

    void check_missing() const {
        if (m_missing.empty()) {
            return;
        }
        std::vector<std::string> notes;
        notes.reserve(m_missing.size());
        for (const auto& version : m_missing) {
            notes.push_back(fmt::format("{} is applied, and no file of the migration folder is it", version));
        }
        throw refusal_of_table(
            m_format,
            fmt::format("{} knows migrations that the folder lacks: {}", m_table,
                        base::counted(m_missing.size(), "migration")),
            std::move(notes),
            fmt::format("import the history as it is now: headstart import {}; nothing was changed",
                        m_format.name));
    }

    /// A database that has some of what the first revision makes cannot run it, and has not all of it.
    void check_begun() const {
        const bool has_begun =
            std::any_of(m_is_applied.begin(), m_is_applied.end(), [](char one) { return one != 0; });
        if (m_before_first.empty() || has_begun) {
            return;
        }
        const auto& first = m_graph.id(m_graph.bases().front());
        const auto last = std::max_element(m_before_first.begin(), m_before_first.end(), is_less_dotted);
        throw refusal_of_table(
            m_format,
            fmt::format("{} ends with {}, and the folder begins with {}, which is all up to there at "
                        "once",
                        m_table, *last, first),
            {},
            fmt::format("let {} migrate the database to {} first; nothing was changed", m_format.title,
                        first));
    }

    /// A dump is applied where each of its parts is.
    void check_parts(const std::vector<OtherRow>& rows) const {
        std::set<std::string> versions;
        for (const auto& row : rows) {
            versions.insert(row.version);
        }
        std::vector<std::string> notes;
        for (const auto& revision : m_graph.revisions()) {
            if (m_is_applied[m_graph.node_of(revision)] == 0) {
                continue;
            }
            for (const auto& part : listed_behind(revision, m_format.table.parts_line)) {
                if (!versions.contains(part)) {
                    notes.push_back(fmt::format("{} is part of {}, and not applied", part, revision.id));
                }
            }
        }
        if (!notes.empty()) {
            throw refusal_of_table(
                m_format, fmt::format("{} has only a part of what the folder begins with", m_table),
                std::move(notes),
                fmt::format("let {} apply the rest first; nothing was changed", m_format.title));
        }
    }

    void check_order() const {
        std::vector<std::string> notes;
        for (Node node = 0; node < m_graph.size(); ++node) {
            const auto& down = m_graph.links(node).down;
            const auto gap =
                std::find_if(down.begin(), down.end(), [&](Node one) { return m_is_applied[one] == 0; });
            if (m_is_applied[node] != 0 && gap != down.end()) {
                notes.push_back(fmt::format("{} is applied, and {}, which comes before it, is not",
                                            m_graph.id(node), m_graph.id(*gap)));
            }
        }
        if (!notes.empty()) {
            throw refusal_of_table(
                m_format, fmt::format("{} has gaps: migrations were applied out of order", m_table),
                std::move(notes),
                fmt::format("let {} apply what is missing (it may want to be told to, out of order); "
                            "nothing was changed",
                            m_format.title));
        }
    }

    const RevisionGraph& m_graph;
    const Format& m_format;
    std::string m_table;
    std::map<std::string, Node, std::less<>> m_nodes;    ///< by plain id
    std::map<Node, std::vector<std::string>> m_replaced; ///< labels of what a revision has taken the place of
    std::vector<char> m_is_applied; ///< by node; no vector<bool>, whose elements are none
    std::map<std::string, std::size_t> m_occurrences;
    std::vector<std::string> m_missing;
    std::vector<std::string> m_before_first; ///< which the first revision is made of
};

} // namespace

Applied find_applied(const RevisionGraph& graph, const Format& format, const std::string& table,
                     const std::vector<OtherRow>& rows) {
    Reading reading(graph, format, table);
    reading.read(rows);
    return reading.result();
}

} // namespace headstart::imports
