#include "base/text.hpp"
#include "commands/inspection.hpp"
#include "commands/listing.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "migrate/accept.hpp"
#include "migrate/half_done.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"
#include "revision/identifier.hpp"
#include "scripts/checksum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace headstart::commands {

namespace {

using revision::Revision;

nlohmann::ordered_json edited_file_json(const migrate::Edited& edited) {
    const auto& recorded = edited.recorded;
    return {{"revision", edited.revision->id},
            {"path", edited.revision->path},
            {"direction", recorded.direction},
            {"at", recorded.at},
            {"database_user", recorded.database_user},
            {"host", recorded.host},
            {"headstart_version", recorded.headstart_version},
            {"checksum", scripts::with_version(recorded.checksum)},
            {"file_checksum", edited.checksum}};
}

struct Validation {
    migrate::AppliedFiles files;
    migrate::Comparison rows;
    database::Standing standing;
    std::vector<diag::Diagnostic> half_done;
    std::vector<diag::Diagnostic> problems; ///< of sections
};

/// The finding `validate` exists for comes first.
std::vector<diag::Diagnostic> findings_of(const Validation& found, const Context& context) {
    std::vector<diag::Diagnostic> findings;
    std::transform(found.files.edited.begin(), found.files.edited.end(), std::back_inserter(findings),
                   [](const migrate::Edited& edited) { return migrate::describe(edited); });
    findings.insert(findings.end(), found.half_done.begin(), found.half_done.end());
    if (!found.rows.unknown.empty()) {
        findings.push_back(unknown_rows_finding(found.rows, context));
    }
    findings.insert(findings.end(), found.problems.begin(), found.problems.end());
    return findings;
}

int report_json(const Validation& found, const Context& context) {
    const bool is_clean = findings_of(found, context).empty();
    auto edited = nlohmann::ordered_json::array();
    for (const auto& entry : found.files.edited) {
        edited.push_back(edited_file_json(entry));
    }
    print_json({{"ok", is_clean},
                {"applied", ids_of(found.files.applied)},
                {"edited", std::move(edited)},
                {"unrecorded", ids_of(found.files.unrecorded)},
                {"unknown", found.rows.unknown},
                {"half_done", half_done_json(found.standing)},
                {"problems", to_json(found.problems)}});
    return static_cast<int>(is_clean ? diag::ExitCode::ok : diag::ExitCode::findings);
}

std::string counted(std::size_t count, std::string_view rest) {
    return fmt::format("{} {}", base::counted(count, "applied revision"), rest);
}

int report_text(const Validation& found, const Context& context) {
    const auto& [applied, edited, unrecorded, unreadable] = found.files;
    const auto same = applied.size() - edited.size() - unrecorded.size() - unreadable.size();
    print_line(counted(same, same == 1 ? "is as its file has it." : "are as their files have them."));
    if (!unrecorded.empty()) {
        print_line(counted(
            unrecorded.size(),
            fmt::format("cannot be compared, stamped or applied by another tool or a newer headstart: {}",
                        base::join(ids_of(unrecorded), ", "))));
    }
    auto findings = findings_of(found, context);
    if (!findings.empty()) {
        throw diag::Error(diag::ExitCode::findings, std::move(findings));
    }
    return 0;
}

std::vector<const Revision*> resolve_all(const revision::RevisionGraph& graph,
                                         const std::vector<std::string>& names,
                                         const std::vector<std::string>& rows) {
    std::vector<const Revision*> revisions;
    for (const auto& name : names) {
        const auto found = revision::resolve(graph, name, rows);
        if (found.empty()) {
            throw diag::refusal(diag::code::invalid_target, fmt::format("'{}' is no revision", name),
                                "name what was edited: `headstart validate` lists it");
        }
        revisions.insert(revisions.end(), found.begin(), found.end());
    }
    return revisions;
}

int accept(Context& context, const scripts::ScriptDirectory& scripts, const std::vector<std::string>& names,
           Format format) {
    const auto session = open_session(context, Patience::asks_once);
    std::vector<const Revision*> revisions;
    migrate::across_reconnects(
        *session, [&] { revisions = resolve_all(scripts.graph(), names, session->read_standing().rows); });
    const auto [accepted, unchanged] = migrate::accept(*session, scripts, revisions, run_options(context));
    if (format == Format::json) {
        print_json({{"accepted", ids_of(accepted)}, {"unchanged", ids_of(unchanged)}});
        return 0;
    }
    for (const auto* revision : accepted) {
        print_line(fmt::format("Accepted {} as {} has it.", revision->id, revision->path));
    }
    for (const auto* revision : unchanged) {
        print_line(fmt::format("Nothing to accept: {} is as {} has it.", revision->id, revision->path));
    }
    return 0;
}

int validate(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    if (const auto names = arguments.values("--accept"); !names.empty()) {
        return accept(context, scripts, names, format);
    }
    const auto session = open_session(context, Patience::asks_once, false);
    const auto standing = session->read_standing();
    const auto& rows = standing.rows;
    const Validation found{migrate::compare_files(scripts, rows, *session),
                           migrate::compare_rows(scripts.graph(), rows, *session), standing,
                           migrate::describe_all(standing, scripts.graph()),
                           migrate::find_section_problems(scripts, *session)};
    return format == Format::json ? report_json(found, context) : report_text(found, context);
}

constexpr std::array k_validate_options{
    OptionSpec{"--accept", "REVISION", "journal that an applied migration is meant as its file has it now",
               true},
    k_format,
};

} // namespace

const Command k_validate_command{
    .name = "validate",
    .summary = "are the applied migrations those in the folder? (exit code 5 if not)",
    .examples = "headstart validate\n"
                "headstart validate --accept 3f2a1c   # after a deliberate edit of an applied migration",
    .options = k_validate_options,
    .run = validate,
};

} // namespace headstart::commands
