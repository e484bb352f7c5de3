#include "imports/strangers.hpp"

#include "base/text.hpp"
#include "imports/described.hpp"
#include "imports/table_refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headstart::imports {

namespace {

using database::OtherRow;
using Owners = std::set<std::string>;

/// That the files of the folder name.
Owners named_owners(const revision::RevisionGraph& graph, const Format& format) {
    Owners owners;
    for (const auto& revision : graph.revisions()) {
        const auto said = said_behind(revision, format.table.owner_line);
        owners.insert(said.begin(), said.end());
    }
    return owners;
}

/// The table may be another project's alone, whose names say nothing of this one.
void check_owners(const Owners& named, const std::vector<OtherRow>& rows, const Format& format,
                  const std::string& table) {
    Owners owners;
    for (const auto& row : rows) {
        owners.insert(row.owner);
    }
    const bool has_own = std::any_of(owners.begin(), owners.end(),
                                     [&](const std::string& one) { return named.contains(one); });
    if (!rows.empty() && !has_own) {
        throw refusal_of_table(
            format,
            fmt::format("{} has nothing of the project {}, which the folder is of, but of {}", table,
                        base::join(std::vector(named.begin(), named.end()), ", "),
                        base::join(std::vector(owners.begin(), owners.end()), ", ")),
            {},
            "is it the right database? If nothing of the folder was applied there, go on with `headstart "
            "upgrade head`; nothing was changed");
    }
}

} // namespace

void leave_out_strangers(std::vector<OtherRow>& rows, const revision::RevisionGraph& graph,
                         const Format& format, const std::string& table,
                         const std::function<bool(const OtherRow&)>& is_known) {
    auto owners = named_owners(graph, format);
    if (!owners.empty()) {
        check_owners(owners, rows, format, table);
    } else {
        for (const auto& row : rows) {
            if (is_known(row)) {
                owners.insert(row.owner);
            }
        }
    }
    if (!owners.empty()) {
        std::erase_if(rows, [&](const OtherRow& row) { return !owners.contains(row.owner); });
    }
}

} // namespace headstart::imports
