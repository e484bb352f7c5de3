#include "base/text.hpp"
#include "commands/authors.hpp"
#include "commands/listing.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "migrate/unknown_rows.hpp"
#include "revision/describe.hpp"
#include "revision/errors.hpp"
#include "revision/history.hpp"
#include "revision/plan.hpp"
#include "scripts/heads_file.hpp"

#include <fmt/format.h>

#include <optional>

namespace headstart::commands {

namespace {

std::vector<std::string> pending_ids(const revision::RevisionGraph& graph,
                                     const std::vector<std::string>& rows) {
    std::vector<std::string> ids;
    for (const auto& step : revision::plan_upgrade(graph, rows, {"heads"})) {
        ids.push_back(step.revision->id);
    }
    return ids;
}

std::vector<std::string> ids_of(const std::vector<const revision::Revision*>& revisions) {
    std::vector<std::string> ids;
    for (const auto* revision : revisions) {
        ids.push_back(revision->id);
    }
    return ids;
}

/// The heads file against the folder, which needs no database. Nothing if they agree.
std::optional<std::string> heads_file_complaint(const scripts::ScriptDirectory& scripts) {
    return scripts::complaint_about_heads_file(scripts::heads_file_path(scripts.folders().front()),
                                               scripts.graph());
}

diag::Diagnostic heads_file_finding(const std::string& complaint, const revision::RevisionGraph& graph) {
    diag::Diagnostic finding;
    finding.code = diag::code::heads_file;
    finding.message = complaint;
    finding.hint = graph.heads().size() > 1
                       ? "`headstart merge heads` joins the heads and writes the file; if several are meant, "
                         "`headstart heads --write-file` writes it"
                       : "`headstart heads --write-file` writes it anew";
    return finding;
}

int check_heads_file(const scripts::ScriptDirectory& scripts, Format format) {
    const auto complaint = heads_file_complaint(scripts);
    if (format == Format::json) {
        print_json({{"ok", !complaint},
                    {"heads", ids_of(revision::select_heads(scripts.graph(), false))},
                    {"heads_file", complaint ? nlohmann::ordered_json(*complaint) : nullptr}});
        return static_cast<int>(complaint ? diag::ExitCode::findings : diag::ExitCode::ok);
    }
    if (complaint) {
        throw diag::Error(diag::ExitCode::findings, heads_file_finding(*complaint, scripts.graph()));
    }
    print("The heads file names the folder's heads.\n");
    return 0;
}

diag::Diagnostic several_heads_finding(const revision::RevisionGraph& graph,
                                       const std::vector<std::string>& heads, base::StopToken stop) {
    auto error =
        revision::several_heads(graph, graph.effective_heads(),
                                fmt::format("there are {} heads: {}", heads.size(), base::join(heads, ", ")));
    error.name_authors(authors_of(error.files(), stop));
    return error.diagnostics().front();
}

std::string_view name_of(migrate::Lineage lineage) {
    switch (lineage) {
    case migrate::Lineage::known:
        return "known";
    case migrate::Lineage::ahead:
        return "ahead";
    case migrate::Lineage::foreign:
        break;
    }
    return "foreign";
}

} // namespace

int check(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    if (arguments.flag("--heads-file")) {
        return check_heads_file(scripts, format);
    }
    const auto heads = ids_of(revision::select_heads(scripts.graph(), true));
    const auto complaint =
        *context.settings.heads_file ? heads_file_complaint(scripts) : std::optional<std::string>{};
    const auto session = open_session(context, Patience::asks_once, false);
    const auto rows = session->read_standing().rows;
    const auto comparison = migrate::compare_rows(scripts.graph(), rows, *session);
    const bool is_known = comparison.lineage == migrate::Lineage::known;
    const auto pending = is_known ? pending_ids(scripts.graph(), rows) : std::vector<std::string>{};
    const bool is_clean = heads.size() == 1 && pending.empty() && is_known && !complaint;
    if (format == Format::json) {
        nlohmann::ordered_json json{
            {"ok", is_clean}, {"heads", heads}, {"pending", pending}, {"unknown", comparison.unknown}};
        if (*context.settings.heads_file) {
            json["heads_file"] = complaint ? nlohmann::ordered_json(*complaint) : nullptr;
        }
        print_json(json);
        return static_cast<int>(is_clean ? diag::ExitCode::ok : diag::ExitCode::findings);
    }
    std::vector<diag::Diagnostic> findings;
    if (complaint) {
        findings.push_back(heads_file_finding(*complaint, scripts.graph()));
    }
    if (heads.size() > 1) {
        findings.push_back(several_heads_finding(scripts.graph(), heads, context.stop()));
    }
    if (!pending.empty()) {
        diag::Diagnostic finding;
        finding.code = diag::code::pending;
        finding.message = fmt::format("{} revision{} pending: {}", pending.size(),
                                      pending.size() == 1 ? " is" : "s are", base::join(pending, ", "));
        finding.hint = "run `headstart upgrade heads`";
        findings.push_back(std::move(finding));
    }
    if (!is_known) {
        const auto unknown = migrate::refusal(comparison);
        findings.push_back(unknown.diagnostics().front());
    }
    if (!findings.empty()) {
        throw diag::Error(diag::ExitCode::findings, std::move(findings));
    }
    print("No pending revisions, one head.\n");
    return 0;
}

int status(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto session = open_session(context, Patience::asks_once, false);
    const auto standing = session->read_standing();
    const auto heads = ids_of(revision::select_heads(scripts.graph(), true));
    const auto comparison = migrate::compare_rows(scripts.graph(), standing.rows, *session);
    const bool is_known = comparison.lineage == migrate::Lineage::known;
    const auto pending = is_known ? pending_ids(scripts.graph(), standing.rows) : std::vector<std::string>{};
    if (format == Format::json) {
        print_json({{"database", session->describe()},
                    {"server_version", session->server_version()},
                    {"has_version_table", standing.has_version_table},
                    {"current", standing.rows},
                    {"heads", heads},
                    {"pending", pending},
                    {"lineage", name_of(comparison.lineage)},
                    {"unknown", comparison.unknown}});
        return 0;
    }
    const auto list = [](const std::vector<std::string>& ids) {
        return ids.empty() ? "none" : base::join(ids, ", ");
    };
    print(fmt::format("database  {}\nserver    PostgreSQL {}\ncurrent   {}\nheads     {}\npending   {}\n",
                      session->describe(), session->server_version(),
                      standing.has_version_table ? list(standing.rows) : "no version table", list(heads),
                      pending.empty() ? "none" : fmt::format("{}: {}", pending.size(), list(pending))));
    if (!is_known) {
        print(fmt::format("lineage   {}: {}\n", name_of(comparison.lineage),
                          base::join(comparison.origins, "; ")));
    }
    return 0;
}

} // namespace headstart::commands
