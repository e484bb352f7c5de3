#include "commands/plan_options.hpp"

#include "base/text.hpp"
#include "commands/usage_error.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diff/look_alikes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headstart::commands {

namespace {

std::set<diff::Hazard> allowed_hazards(const Arguments& arguments) {
    std::set<diff::Hazard> allowed;
    for (const auto& name : arguments.values("--allow")) {
        const auto hazard = diff::hazard_named(name);
        if (!hazard) {
            throw usage_error(fmt::format("{} is no hazard", shown(name)),
                              "there are " + base::join(diff::hazard_names(), ", "));
        }
        allowed.insert(*hazard);
    }
    return allowed;
}

} // namespace

PlanOptions plan_options(const Arguments& arguments) {
    (void)allowed_hazards(arguments); // before any work
    PlanOptions options;
    options.compared.owners = arguments.flag("--owners");
    options.is_online = arguments.flag("--online");
    return options;
}

void refuse_hazards(const Arguments& arguments, const std::vector<diff::Step>& steps) {
    const auto allowed = allowed_hazards(arguments);
    if (!arguments.flag("--strict")) {
        return;
    }
    std::set<std::string> names;
    std::vector<std::string> notes;
    for (const auto& step : steps) {
        for (const auto& statement : step.statements) {
            for (const auto hazard : statement.hazards) {
                if (!allowed.contains(hazard)) {
                    const auto& text = diff::text_of(hazard);
                    names.emplace(text.name);
                    notes.push_back(fmt::format("{}: {}: {}; {}", text.name, base::first_line(statement.sql),
                                                text.sentence, text.instead));
                }
            }
        }
    }
    if (notes.empty()) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::refused_hazard;
    problem.message = fmt::format("--strict refuses {}", base::join({names.begin(), names.end()}, ", "));
    problem.notes = std::move(notes);
    problem.hint = fmt::format("if that is meant, say so: --allow {}",
                               base::join({names.begin(), names.end()}, " --allow "));
    throw diag::Error(diag::ExitCode::findings, std::move(problem));
}

void warn_of_look_alikes(const Comparison& comparison) {
    for (const auto& one : diff::look_alikes(comparison.context())) {
        diag::log_warning(fmt::format("{}: if it is the same by another name, write \"{}\" above it in the "
                                      "declared schema",
                                      one.words, one.mark),
                          {{"event", "looks_alike"}});
    }
}

} // namespace headstart::commands
