#include "base/text.hpp"
#include "commands/authors.hpp"
#include "commands/inspection.hpp"
#include "commands/listing.hpp"
#include "commands/schema_check.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "migrate/half_done.hpp"
#include "migrate/prepare.hpp"
#include "revision/errors.hpp"
#include "revision/history.hpp"
#include "scripts/heads_file.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace headstart::commands {

namespace {

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
                                       const std::vector<std::string>& heads, base::WaitContext stop) {
    auto error =
        revision::several_heads(graph, graph.effective_heads(),
                                fmt::format("there are {} heads: {}", heads.size(), base::join(heads, ", ")));
    error.name_authors(authors_of(error.files(), stop));
    return error.diagnostics().front();
}

diag::Diagnostic pending_finding(const std::vector<std::string>& pending,
                                 const revision::RevisionGraph& graph) {
    diag::Diagnostic finding;
    finding.code = diag::code::pending;
    finding.message = fmt::format("{} {} pending: {}", base::counted(pending.size(), "revision"),
                                  pending.size() == 1 ? "is" : "are", base::join(pending, ", "));
    finding.hint = hint_to_upgrade(graph);
    return finding;
}

/// What does not concern the files one by one.
std::vector<diag::Diagnostic> findings_about(const Inspection& found, const revision::RevisionGraph& graph,
                                             const Context& context) {
    std::vector<diag::Diagnostic> findings;
    if (found.heads.size() > 1) {
        findings.push_back(several_heads_finding(graph, found.heads, context.stop()));
    }
    for (auto& finding : migrate::describe_all(found.standing, graph)) {
        findings.push_back(std::move(finding));
    }
    // What is pending there, no `upgrade` would apply.
    if (found.not_adopted) {
        findings.push_back(*found.not_adopted);
    } else if (!found.pending.empty() && found.comparison.lineage == migrate::Lineage::known) {
        findings.push_back(pending_finding(found.pending, graph));
    }
    if (!found.comparison.unknown.empty()) {
        findings.push_back(unknown_rows_finding(found.comparison, context));
    }
    if (found.files) {
        for (const auto& edited : found.files->edited) {
            findings.push_back(migrate::describe(edited));
        }
    } else {
        diag::log_warning(
            "edited and half-done migrations are not looked for: this role may not read the journal",
            {{"event", "no_journal"}});
    }
    return findings;
}

void append_all(std::vector<diag::Diagnostic>& findings, std::vector<diag::Diagnostic> more) {
    for (auto& one : more) {
        findings.push_back(std::move(one));
    }
}

/// What disagrees, and the statements that are missing; null where nothing does.
nlohmann::ordered_json disagreement_json(const std::vector<diag::Diagnostic>& findings) {
    if (findings.empty()) {
        return nullptr;
    }
    return {{"message", findings.front().message}, {"statements", findings.front().notes}};
}

/// Whether the folder's migrations say what the database should hold.
bool is_somewhere_known(const Inspection& found) {
    return !found.standing.rows.empty() && found.comparison.unknown.empty() &&
           found.standing.half_done.empty();
}

int check(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    if (arguments.flag("--heads-file")) {
        return check_heads_file(scripts, format);
    }
    const auto complaint =
        *context.settings.heads_file ? heads_file_complaint(scripts) : std::optional<std::string>{};
    const auto session = open_session(context, Patience::asks_once, false);
    const auto found = inspect(scripts, *session);
    const auto problems = migrate::find_section_problems(scripts, *session);
    auto findings = findings_about(found, scripts.graph(), context);
    findings.insert(findings.end(), problems.begin(), problems.end());
    const bool has_declaration = is_schema_declared(context);
    const auto undone = has_declaration ? find_undone_declarations(context) : std::vector<diag::Diagnostic>{};
    const bool looks_for_drift = (has_declaration || arguments.flag("--drift")) && is_somewhere_known(found);
    const auto drift =
        looks_for_drift ? find_drift(context, found.standing.rows) : std::vector<diag::Diagnostic>{};
    append_all(findings, undone);
    append_all(findings, drift);
    if (complaint) {
        findings.insert(findings.begin(), heads_file_finding(*complaint, scripts.graph()));
    }
    if (format == Format::json) {
        nlohmann::ordered_json json{{"ok", findings.empty()},
                                    {"heads", found.heads},
                                    {"pending", found.pending},
                                    {"not_adopted", not_adopted_json(found)},
                                    {"unknown", found.comparison.unknown},
                                    {"half_done", half_done_json(found.standing)},
                                    {"edited", edited_json(found)},
                                    {"problems", to_json(problems)}};
        if (has_declaration) {
            json["schema"] = disagreement_json(undone);
        }
        if (looks_for_drift) {
            json["drift"] = disagreement_json(drift);
        }
        if (*context.settings.heads_file) {
            json["heads_file"] = complaint ? nlohmann::ordered_json(*complaint) : nullptr;
        }
        print_json(json);
        return static_cast<int>(findings.empty() ? diag::ExitCode::ok : diag::ExitCode::findings);
    }
    if (!findings.empty()) {
        throw diag::Error(diag::ExitCode::findings, std::move(findings));
    }
    print(
        scripts.graph().heads().size() == 1
            ? "No pending revisions, one head.\n"
            : "No pending revisions; dependencies alone join the heads, so `run` needs `--target heads`.\n");
    return 0;
}

constexpr std::array k_check_options{
    OptionSpec{"--heads-file", "", "only compare heads.txt with the folder; no connection is made"},
    OptionSpec{"--drift", "",
               "compare the database with what its revisions make, also where no schema is declared"},
    k_format,
};

} // namespace

const Command k_check_command{
    .name = "check",
    .summary = "fail (exit code 5) if revisions are pending, or schema, migrations and database disagree",
    .examples = "headstart check\n"
                "headstart check --heads-file         # in a pull request, without a database",
    .options = k_check_options,
    .run = check,
};

} // namespace headstart::commands
