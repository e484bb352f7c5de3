#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "imports/chain.hpp"
#include "imports/formats/readers.hpp"
#include "imports/formats/sqitch_plan.hpp"
#include "imports/names.hpp"
#include "imports/placeholders.hpp"
#include "imports/psql_script.hpp"
#include "imports/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>

/// Sqitch: sqitch.plan says the order, and `deploy/NAME.sql` and `revert/NAME.sql` what psql runs; of a
/// change that was reworked the older scripts are `NAME@TAG.sql`.
namespace headstart::imports {

namespace {

constexpr std::string_view k_of_project = "Of the Sqitch project ";

/// Where a project keeps its parts, by its sqitch.conf.
struct SqitchProject {
    std::string plan;
    std::string deploy;
    std::string revert;
    std::string verify;
    Variables variables;
};

std::string joined(const std::string& folder, const std::string& name) {
    return folder.empty() || folder == "." ? name : folder + "/" + name;
}

SqitchProject read_project(const SourceFolder& folder, const ReadOptions& options) {
    const auto conf = folder.read_if_there("sqitch.conf");
    const auto settings = read_properties(conf ? std::string_view((*conf)->text) : "");
    const auto setting = [&](const std::string& key, const std::string& otherwise) {
        for (const auto* const section : {"engine \"pg\".", "core."}) {
            if (const auto found = settings.find(section + key); found != settings.end()) {
                return found->second;
            }
        }
        return otherwise;
    };
    const auto top = setting("top_dir", "");
    SqitchProject project{setting("plan_file", joined(top, "sqitch.plan")),
                          setting("deploy_dir", joined(top, "deploy")),
                          setting("revert_dir", joined(top, "revert")),
                          setting("verify_dir", joined(top, "verify")),
                          {}};
    for (const auto& [key, value] : settings) {
        for (const std::string_view section :
             {"core.variables.", "core \"variables\".", "deploy \"variables\".", "engine \"pg\".variables.",
              "variables."}) {
            if (key.starts_with(section)) {
                project.variables[key.substr(section.size())] = value;
            }
        }
    }
    for (const auto& [name, value] : options.placeholders) {
        project.variables[name] = value;
    }
    return project;
}

Likeness looks_like_sqitch(const SourceFolder& folder) {
    return folder.has("sqitch.plan") || folder.has("sqitch.conf") ? Likeness::marked : Likeness::none;
}

/// Of a change that was reworked, by one of the tags that stand between it and the next of its name.
std::string script_of(const SourceFolder& folder, const std::string& place,
                      const std::vector<SqitchChange>& changes, std::size_t at) {
    const auto& change = changes[at];
    const auto plain = fmt::format("{}/{}.sql", place, change.name);
    if (!change.is_reworked) {
        return plain;
    }
    std::string found = plain;
    for (auto i = at; i < changes.size() && (i == at || changes[i].name != change.name); ++i) {
        for (const auto& tag : changes[i].tags) {
            const auto tagged = fmt::format("{}/{}@{}.sql", place, change.name, tag);
            found = folder.has(tagged) ? tagged : found;
        }
    }
    return found;
}

/// The revision that a requirement means, of those before it in the plan; empty: of another project.
std::string required_id(const std::vector<SqitchChange>& changes, std::size_t before,
                        std::string_view requirement) {
    const auto tag_mark = requirement.find('@');
    const auto name = requirement.substr(0, tag_mark);
    const auto tag =
        tag_mark == std::string_view::npos ? std::string_view{} : requirement.substr(tag_mark + 1);
    bool is_tag_passed = tag.empty();
    for (auto i = before; i-- > 0;) {
        const auto& tags = changes[i].tags;
        is_tag_passed = is_tag_passed || std::find(tags.begin(), tags.end(), tag) != tags.end();
        if (is_tag_passed && (name.empty() || changes[i].name == name)) {
            return changes[i].id;
        }
    }
    return {};
}

void add_dependencies(const Source& plan, const std::vector<SqitchChange>& changes, std::size_t at,
                      History& history) {
    auto& revision = history.revisions.back();
    const auto& change = changes[at];
    for (const auto& requirement : change.requirements) {
        auto id = required_id(changes, at, requirement);
        const bool is_parent = at > 0 && id == changes[at - 1].id;
        if (id.empty()) {
            history.reviews.push_back(
                {{plan->path, change.line},
                 fmt::format("{} requires {}, which is none of the plan's changes before it", change.name,
                             requirement),
                 "see that it is there before this revision is applied"});
        } else if (!is_parent && std::find(revision.depends_on.begin(), revision.depends_on.end(), id) ==
                                     revision.depends_on.end()) {
            revision.depends_on.push_back(std::move(id));
        }
    }
    for (const auto& conflict : change.conflicts) {
        history.reviews.push_back(
            {{plan->path, change.line},
             fmt::format("{} conflicts with {}, which nobody looks at any more", change.name, conflict),
             ""});
    }
}

/// "2012-08-30T12:00:00Z"
std::optional<std::chrono::system_clock::time_point> time_of_plan(std::string date) {
    std::erase_if(date, [](char c) { return c < '0' || c > '9'; });
    return time_of(date);
}

/// Sqitch would not deploy the plan.
void check_is_there(const SourceFolder& folder, const std::string& script, const Source& plan,
                    const SqitchChange& change) {
    if (folder.read_if_there(script)) {
        return;
    }
    throw diag::refusal(diag::code::not_imported,
                        fmt::format("{}:{}: {} is deployed by {}, which is not there", plan->path,
                                    change.line, change.name, folder.shown(script)),
                        "write the file, or take the change out of the plan; nothing was written");
}

Sql sqitch_sql(const SourceFolder& folder, const std::string& script, const SqitchProject& project) {
    return section_sql(as_psql_sends(folder, script, project.variables), {folder.shown(script), 1},
                       Runs::by_statement);
}

Revision read_sqitch_change(const SourceFolder& folder, const SqitchProject& project,
                            const std::vector<SqitchChange>& changes, std::size_t at) {
    const auto& change = changes[at];
    const auto deploy = script_of(folder, project.deploy, changes, at);
    const auto revert = script_of(folder, project.revert, changes, at);
    Revision revision;
    revision.id = change.id;
    revision.message = change.note.empty() ? words_of(change.name, change.name) : change.note;
    revision.created = time_of_plan(change.date);
    revision.origin = {folder.shown(deploy), 0};
    revision.up = sqitch_sql(folder, deploy, project);
    if (folder.has(revert)) {
        revision.down = sqitch_sql(folder, revert, project);
    }
    if (!change.planner.empty()) {
        revision.description.push_back(fmt::format("Planned by {}", change.planner));
    }
    if (!change.tags.empty()) {
        revision.description.push_back(fmt::format("Tagged @{}", base::join(change.tags, ", @")));
    }
    return revision;
}

History read_sqitch(const SourceFolder& folder, const ReadOptions& options) {
    const auto project = read_project(folder, options);
    const auto plan = folder.read(project.plan);
    const auto [name, changes] = read_sqitch_plan(plan);
    History history;
    for (std::size_t at = 0; at < changes.size(); ++at) {
        check_is_there(folder, script_of(folder, project.deploy, changes, at), plan, changes[at]);
        history.revisions.push_back(read_sqitch_change(folder, project, changes, at));
        if (!name.empty()) {
            history.revisions.back().description.push_back(std::string(k_of_project) + name);
        }
        add_dependencies(plan, changes, at, history);
    }
    const auto has_verify =
        std::any_of(folder.files().begin(), folder.files().end(),
                    [&](const std::string& one) { return one.starts_with(project.verify + "/"); });
    if (has_verify) {
        history.left_out.push_back({{folder.shown(project.verify), 0},
                                    "scripts that verify a change, which headstart has no place for",
                                    "`headstart test` tries each revision up, down and up again"});
    }
    make_chain(history);
    return history;
}

std::vector<std::string> ids_of_sqitch(const database::OtherRow& row, std::size_t occurrence) {
    return sqitch_ids(row.version, occurrence);
}

} // namespace

const Format k_sqitch{"sqitch",
                      "Sqitch",
                      looks_like_sqitch,
                      read_sqitch,
                      ". db sqitch",
                      {.ids = ids_of_sqitch, .is_shared_by_owners = true, .owner_line = k_of_project},
                      false,
                      Reach::one_folder,
                      false};

} // namespace headstart::imports
