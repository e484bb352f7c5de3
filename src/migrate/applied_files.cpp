#include "migrate/applied_files.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/source.hpp"
#include "revision/traversal.hpp"
#include "scripts/checksum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace headstart::migrate {

using database::Recorded;
using revision::Node;
using revision::RevisionGraph;

namespace {

revision::Nodes applied_nodes(const RevisionGraph& graph, const std::vector<std::string>& rows) {
    revision::Nodes known;
    for (const auto& row : rows) {
        if (const auto node = graph.find(row)) {
            known.push_back(*node);
        }
    }
    auto nodes = revision::ancestors(graph, known, revision::Edges::all).nodes();
    std::sort(nodes.begin(), nodes.end(), [&](Node a, Node b) { return graph.height(a) < graph.height(b); });
    return nodes;
}

scripts::ChecksumMatch compare(const Recorded& recorded, const std::string& checksum) {
    const bool is_like_another =
        std::any_of(recorded.other_checksums.begin(), recorded.other_checksums.end(), [&](const auto& other) {
            return scripts::match_checksum(other, checksum) == scripts::ChecksumMatch::same;
        });
    return is_like_another ? scripts::ChecksumMatch::same
                           : scripts::match_checksum(recorded.checksum, checksum);
}

} // namespace

std::optional<scripts::Section> up_section(const scripts::ScriptDirectory& scripts,
                                           const revision::Revision& revision) {
    try {
        return scripts.section_of(revision, true);
    } catch (const diag::Error&) {
        return std::nullopt;
    }
}

AppliedFiles compare_files(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& rows,
                           const std::vector<Recorded>& recorded) {
    std::unordered_map<std::string_view, const Recorded*> journal;
    for (const auto& entry : recorded) {
        journal.emplace(entry.revision, &entry);
    }
    AppliedFiles files;
    for (const auto node : applied_nodes(scripts.graph(), rows)) {
        const auto& revision = scripts.graph().revision(node);
        files.applied.push_back(&revision);
        const auto entry = journal.find(revision.id);
        if (entry == journal.end()) {
            files.unrecorded.push_back(&revision);
            continue;
        }
        auto section = up_section(scripts, revision);
        if (!section) {
            files.unreadable.push_back(&revision);
            continue;
        }
        auto checksum = scripts::checksum(*section);
        switch (compare(*entry->second, checksum)) {
        case scripts::ChecksumMatch::same:
            break;
        case scripts::ChecksumMatch::edited:
            files.edited.push_back({&revision, std::move(*section), std::move(checksum), *entry->second});
            break;
        case scripts::ChecksumMatch::unknown_version:
            files.unrecorded.push_back(&revision);
            break;
        }
    }
    return files;
}

AppliedFiles compare_files(const scripts::ScriptDirectory& scripts, const std::vector<std::string>& rows,
                           database::Session& session) {
    return compare_files(scripts, rows, rows.empty() ? std::vector<Recorded>{} : session.read_recorded());
}

std::string describe(const Recorded& recorded) {
    return fmt::format("{} {} by {} from {}, headstart {}",
                       recorded.direction == "accept" ? "accepted" : "applied", recorded.at,
                       recorded.database_user, recorded.host, recorded.headstart_version);
}

diag::Diagnostic describe(const Edited& edited) {
    const auto& section = edited.section;
    const auto marker = diag::line_around(section.source->text, section.marker);
    diag::Diagnostic finding;
    finding.code = diag::code::edited;
    finding.message = fmt::format("revision {} was edited after it had been {}", edited.revision->id,
                                  edited.recorded.direction == "accept" ? "accepted" : "applied");
    finding.span = diag::Span{section.source, section.marker, section.marker + base::trim(marker).size()};
    finding.notes = {describe(edited.recorded)};
    finding.hint = fmt::format("restore the file, and write the change as a migration of its own; if this "
                               "database has been changed alike: `headstart validate --accept {}`",
                               edited.revision->id);
    return finding;
}

void warn_of_edited(const AppliedFiles& files, diag::Reporter& reporter) {
    if (files.edited.empty()) {
        return;
    }
    std::vector<std::string> names;
    names.reserve(files.edited.size());
    for (const auto& edited : files.edited) {
        names.push_back(fmt::format("{} ({})", edited.revision->id, edited.revision->path));
    }
    reporter.warning(fmt::format("{} {} edited since: {}; `headstart validate` says more",
                                 base::counted(names.size(), "applied revision"),
                                 names.size() == 1 ? "was" : "were", base::join(names, ", ")),
                     {{"event", "edited"}, {"revisions", diag::count_of(names.size())}});
}

} // namespace headstart::migrate
